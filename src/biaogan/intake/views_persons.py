"""What is held of a person: search, export, deletion. Values travel in POST bodies, never in addresses."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.intake import forms, persons
from biaogan.intake.exports import JSON, attachment
from biaogan.intake.models import Identity
from biaogan.intake.naming import class_label, kind_label
from biaogan.jobs.models import Job
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.ui import formats


@require_http_methods(["GET", "POST"])
@needs(Permission.EXPORT_PERSON)
def find(request: Request) -> HttpResponse:
    form = forms.FindPerson(request.POST or None)
    found = None
    if form.is_valid():
        found = persons.search(text=form.cleaned_data["text"], scope=request.scope, by=request.scope.person)
    shown = [(one, class_label(one.personal), _masked(one)) for one in found or []]
    return render(
        request, "intake/persons.html", {"form": form, "found": shown, "searched": found is not None}
    )


def _masked(identity: Identity) -> str:
    return formats.MASKS.get(identity.personal, formats.MASKS["name"])(identity.value)


@require_safe
@needs(Permission.EXPORT_PERSON)
def person(request: Request, pseudonym: str) -> HttpResponse:
    held = _held(request, pseudonym)
    context = {
        "identity": held.identity,
        "label": class_label(held.identity.personal),
        "value": _masked(held.identity),
        "rows": [(kind_label(kind), rows) for kind, rows in held.rows],
        "together": [
            (one.identity.pseudonym, class_label(one.identity.personal), _masked(one.identity), one.rows)
            for one in held.together
        ],
        "may_delete": request.scope.allows(Permission.DELETE_PERSON),
    }
    return render(request, "intake/person.html", context)


@require_POST
@needs(Permission.EXPORT_PERSON)
def export(request: Request, pseudonym: str) -> HttpResponse:
    chosen = _chosen(request, pseudonym)
    content = persons.export_person(
        pseudonyms=chosen, scope=request.scope, by=request.scope.person, at=timezone.localtime(timezone.now())
    )
    return attachment(content, f"person-{pseudonym}.json", JSON)


@require_POST
@needs(Permission.DELETE_PERSON)
def delete(request: Request, pseudonym: str) -> HttpResponse:
    """First asks, then starts the work."""
    chosen = _chosen(request, pseudonym)
    if "sure" not in request.POST:
        values = [
            (class_label(one.personal), _masked(one)) for one in Identity.objects.filter(pseudonym__in=chosen)
        ]
        page = {"pseudonym": pseudonym, "chosen": sorted(chosen), "values": values}
        return render(request, "intake/delete_person.html", page)
    try:
        job = persons.ask_to_delete(pseudonyms=chosen, scope=request.scope, by=request.scope.person)
    except persons.OtherStores as refusal:
        messages.error(request, str(refusal))
        return redirect("intake:person", pseudonym=pseudonym)
    return redirect("intake:deletion", pk=job.pk)


@require_safe
@needs(Permission.DELETE_PERSON)
def deletion(request: Request, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.within(request.scope), pk=pk, kind=persons.DELETE)
    return render(request, "intake/deletion.html", {"job": job, "result": job.result or {}})


def _held(request: Request, pseudonym: str) -> persons.Held:
    identity = get_object_or_404(Identity, pseudonym=pseudonym)
    held = persons.held(identity=identity, scope=request.scope)
    if not held.rows and not persons.is_within(identity, request.scope):
        raise Http404
    return held


def _chosen(request: Request, pseudonym: str) -> set[str]:
    """The value of the page and those beside it that were ticked."""
    held = _held(request, pseudonym)
    offered = {pseudonym, *(one.identity.pseudonym for one in held.together)}
    return {pseudonym} | (offered & set(request.POST.getlist("pseudonym")))
