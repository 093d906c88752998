"""Pages of the stores: who they are and how files call them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org import actions, forms, queries, tables
from biaogan.org.access import Request, needs
from biaogan.org.models import Store, StoreAlias
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed


@require_safe
@needs(Permission.SEE_STORES)
def stores(request: Request) -> HttpResponse:
    may_manage = request.scope.allows(Permission.MANAGE_STORES)
    table = tables.stores(queries.store_listing(scope=request.scope), linked=may_manage)
    return render(request, "org/stores.html", {"table": table, "may_manage": may_manage})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_STORES)
def add_store(request: Request) -> HttpResponse:
    form = forms.NewStore(request.POST or None, scope=request.scope)
    if form.is_valid() and form.tried(
        lambda: actions.create_store(**form.cleaned_data, by=request.scope.person)
    ):
        messages.success(request, _("The store has been added."))
        return redirect("org:stores")
    return render(request, "org/add_store.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_STORES)
def store(request: Request, code: str) -> HttpResponse:
    found = _store(request, code)
    form = forms.ChangeStore(
        request.POST or None, scope=request.whole_scope, initial=queries.store_values(found)
    )
    if form.is_valid() and form.tried(
        lambda: actions.edit_store(store=found, **form.cleaned_data, by=request.scope.person)
    ):
        messages.success(request, _("The store has been saved."))
        return redirect("org:store", code=code)
    page = {
        "store": found,
        "form": form,
        "aliases": queries.removable_aliases(found),
        "alias_form": forms.Alias(),
    }
    return render(request, "org/store.html", page)


@require_POST
@needs(Permission.MANAGE_STORES)
def add_alias(request: Request, code: str) -> HttpResponse:
    form = forms.Alias(request.POST)
    found = _store(request, code)
    if form.is_valid() and form.tried(
        lambda: actions.add_alias(store=found, text=form.cleaned_data["text"], by=request.scope.person)
    ):
        messages.success(request, _("The spelling has been added."))
    else:
        messages.error(request, form.complaint())
    return redirect("org:store", code=code)


@require_POST
@needs(Permission.MANAGE_STORES)
def remove_alias(request: Request, pk: int) -> HttpResponse:
    alias = get_object_or_404(StoreAlias, pk=pk, store__in=Store.objects.within(request.scope))
    try:
        actions.remove_alias(alias=alias, by=request.scope.person)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The spelling has been removed."))
    return redirect("org:store", code=alias.store.code)


def _store(request: Request, code: str) -> Store:
    return get_object_or_404(Store.objects.within(request.scope), code=code)
