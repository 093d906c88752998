"""Pages of the regions, and the choice of the one that is looked at."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org import actions, forms, queries, tables
from biaogan.org.access import CHOSEN_REGION, Request, needs
from biaogan.org.models import Region
from biaogan.org.permissions import Permission

OF_EVERY_REGION = {"slug"}  # arguments of an address that mean the same in another region


@require_safe
@needs(Permission.MANAGE_REGIONS)
def regions(request: Request) -> HttpResponse:
    table = tables.regions(queries.region_listing(scope=request.whole_scope))
    return render(request, "org/regions.html", {"table": table})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_REGIONS)
def add_region(request: Request) -> HttpResponse:
    form = forms.RegionForm(request.POST or None, scope=request.whole_scope)
    if form.is_valid() and form.tried(
        lambda: actions.open_region(**form.cleaned_data, by=request.scope.person)
    ):
        messages.success(request, _("The region has been made. Stores are moved to it on their own pages."))
        return redirect("org:regions")
    return render(request, "org/region.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_REGIONS)
def region(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Region.objects.within(request.whole_scope), pk=pk)
    initial = {"name": found.name, "managers": queries.managers_of(found)}
    form = forms.RegionForm(request.POST or None, scope=request.whole_scope, initial=initial)
    if form.is_valid() and form.tried(
        lambda: actions.change_region(region=found, **form.cleaned_data, by=request.scope.person)
    ):
        messages.success(request, _("The region has been saved."))
        return redirect("org:regions")
    return render(request, "org/region.html", {"form": form, "region": found})


@require_POST
@needs(Permission.USE_ACCOUNT)
def choose(request: Request) -> HttpResponse:
    """Look at one region, or at all again; kept for the session."""
    wanted = request.POST.get("region", "")
    if not wanted:
        request.session.pop(CHOSEN_REGION, None)
    elif wanted.isdecimal() and int(wanted) in request.whole_scope.region_ids:
        request.session[CHOSEN_REGION] = int(wanted)
    else:
        raise Http404(wanted)
    return redirect(_same_page(request.POST.get("next", "")))


def _same_page(address: str) -> str:
    """The page one comes from, if it exists in every region; what was asked of it is left behind."""
    path = address.partition("?")[0]
    try:
        match = resolve(path)
    except Resolver404:
        return "/"
    local = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if local and set(match.kwargs) <= OF_EVERY_REGION else "/"
