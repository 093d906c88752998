"""Pages of the people: who works where, in which role; in all regions, whichever one is looked at."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org import actions, forms, queries, tables
from biaogan.org.access import Request, needs
from biaogan.org.models import Person
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed


@require_safe
@needs(Permission.SEE_PEOPLE)
def people(request: Request) -> HttpResponse:
    may_manage = request.scope.allows(Permission.MANAGE_PEOPLE)
    table = tables.people(queries.people(scope=request.whole_scope), linked=may_manage)
    return render(request, "org/people.html", {"table": table, "may_manage": may_manage})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def add_person(request: Request) -> HttpResponse:
    form = forms.NewPerson(request.POST or None, scope=request.whole_scope)
    if form.is_valid() and form.tried(
        lambda: actions.create_person(**form.cleaned_data, by=request.scope.person)
    ):
        messages.success(request, _("The person has been added."))
        return redirect("org:people")
    return render(request, "org/add_person.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def person(request: Request, pk: int) -> HttpResponse:
    found = _person(request, pk)
    form = forms.Work(request.POST or None, scope=request.whole_scope, initial=queries.work_of(found))
    if form.is_valid() and form.tried(
        lambda: actions.change_work(person=found, **form.cleaned_data, by=request.scope.person)
    ):
        messages.success(request, _("The person has been saved."))
        return redirect("org:people")
    page = {"person": found, "form": form, "password_form": forms.NewPassword()}
    return render(request, "org/person.html", page)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def give_password(request: Request, pk: int) -> HttpResponse:
    found = _person(request, pk)
    form = forms.NewPassword(request.POST)
    if form.is_valid() and form.tried(
        lambda: actions.set_password(
            person=found, password=form.cleaned_data["password"], by=request.scope.person
        )
    ):
        messages.success(request, _("The password has been set. Tell it to the person in confidence."))
    else:
        messages.error(request, form.complaint())
    return redirect("org:person", pk=pk)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def deactivate(request: Request, pk: int) -> HttpResponse:
    try:
        actions.deactivate(person=_person(request, pk), by=request.scope.person)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The person can no longer log in."))
    return redirect("org:person", pk=pk)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def reactivate(request: Request, pk: int) -> HttpResponse:
    try:
        actions.reactivate(person=_person(request, pk), by=request.scope.person)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The person can log in again."))
    return redirect("org:person", pk=pk)


def _person(request: Request, pk: int) -> Person:
    return get_object_or_404(Person.objects.within(request.whole_scope), pk=pk)
