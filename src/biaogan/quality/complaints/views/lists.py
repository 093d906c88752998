"""Pages over many complaints: what is to be done today, recording one, files, stores, limits, export."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.models import Region, Store
from biaogan.org.permissions import Permission
from biaogan.quality.complaints import actions, authority, compensating, forms, queries, tables, taking_over
from biaogan.quality.complaints.topics import topics
from biaogan.quality.handing_out import handed_out
from biaogan.quality.levels import Level
from biaogan.quality.models import Complaint
from biaogan.ui.links import Link
from biaogan.ui.table import Table

PAGE_ROWS = 50


@require_safe
@needs(Permission.HANDLE_COMPLAINTS)
def complaints(request: Request) -> HttpResponse:
    form, now = forms.Filter(request.GET or None, scope=request.scope), timezone.now()
    rows = queries.complaints(scope=request.scope, at=now, **_wanted(form))
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "table": tables.complaints(page, at=now, export_url=_export_url(request, "complaints_export")),
        "day": queries.day(scope=request.scope, at=now),
        "waiting": taking_over.waiting(request.scope.store_codes, at=now).height,
    }
    return render(request, "quality/complaints/list.html", shown)


@require_http_methods(["GET", "POST"])
@needs(Permission.HANDLE_COMPLAINTS)
def new(request: Request) -> HttpResponse:
    """One form: who, what, how bad; the store's manager becomes its owner."""
    start = {"opened_at": timezone.localtime(), "store": Store.objects.within(request.scope).active().first()}
    form = forms.NewComplaint(request.POST or None, initial=start, scope=request.scope)
    made: list[Complaint] = []
    if form.is_valid() and form.tried(lambda: made.append(_recorded(request, form.cleaned_data))):
        if made[0].merged_into_id:
            messages.info(request, _("It repeats an earlier complaint of this car and was merged with it."))
        messages.success(request, _("The complaint is recorded; its clock runs."))
        return redirect("quality:complaint", pk=made[0].merged_into_id or made[0].pk)
    return render(
        request, "quality/complaints/new.html", {"form": form, "trail": _trail(_("Record a complaint"))}
    )


def _recorded(request: Request, given: dict[str, Any]) -> Complaint:
    topic = topics()[given["topic"]]
    level = Level.BASIC if topic.code == "safety" else Level.PROCESS
    owner = queries.first_owner(given["store"]) or request.scope.person
    return actions.record_complaint(
        **given, step=topic.step, level=level, owner=owner, by=request.scope.person, at=timezone.now()
    )


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def take_over(request: Request) -> HttpResponse:
    """The open complaints of the files of all stores in scope."""
    stores = list(Store.objects.within(request.scope))
    taken = taking_over.take_over(stores=stores, by=request.scope.person, at=timezone.now())
    said = ngettext("%(count)d complaint is taken over.", "%(count)d complaints are taken over.", len(taken))
    messages.success(request, said % {"count": len(taken)})
    return redirect("quality:complaints")


@require_safe
@needs(Permission.HANDLE_COMPLAINTS)
def stores(request: Request) -> HttpResponse:
    return render(
        request,
        "quality/complaints/stores.html",
        {
            "table": _stores(request, _export_url(request, "complaint_stores_export")),
            "trail": _trail(_("By store")),
        },
    )


def _stores(request: Request, export_url: str = "") -> Table:
    return tables.stores(queries.store_lines(scope=request.scope, at=timezone.now()), export_url=export_url)


@require_POST
@needs(Permission.HANDLE_COMPLAINTS, Permission.EXPORT_FIGURES)
def export(request: Request) -> HttpResponse:
    form, now = forms.Filter(request.GET or None, scope=request.scope), timezone.now()
    rows = queries.complaints(scope=request.scope, at=now, **_wanted(form))
    filters = [(str(form.fields[name].label), value) for name, value in _wanted(form).items() if value]
    return _file(request, tables.complaints(rows, at=now), filters)


@require_POST
@needs(Permission.HANDLE_COMPLAINTS, Permission.EXPORT_FIGURES)
def export_stores(request: Request) -> HttpResponse:
    return _file(request, _stores(request), [])


def _file(request: Request, table: Table, filters: list[tuple[str, object]]) -> HttpResponse:
    return handed_out(request, [table], title=table.caption, filters=filters)


@require_safe
@needs(Permission.HANDLE_COMPLAINTS)
def limits(request: Request) -> HttpResponse:
    """Everybody who handles complaints sees the limits; the region sets them."""
    regions = _regions(request)
    may_set = request.scope.allows(Permission.MANAGE_SETTINGS)
    shown = {
        "regions": [
            (
                region,
                tables.limits(authority.limits_of(region)),
                forms.Limits(region=region, auto_id=f"{region.pk}-%s") if may_set else None,
            )
            for region in regions
        ],
        "trail": _trail(_("Limits of compensation")),
    }
    return render(request, "quality/complaints/limits.html", shown)


@require_POST
@needs(Permission.HANDLE_COMPLAINTS, Permission.MANAGE_SETTINGS)
def set_limits(request: Request, pk: int) -> HttpResponse:
    region = get_object_or_404(Region.objects.within(request.scope), pk=pk)
    form = forms.Limits(request.POST, region=region, auto_id=f"{region.pk}-%s")
    if form.is_valid() and form.tried(
        lambda: compensating.set_limits(region=region, most=form.given(), by=request.scope.person)
    ):
        messages.success(request, _("The limits are kept."))
        return redirect("quality:complaint_limits")
    shown = {
        "regions": [(region, tables.limits(authority.limits_of(region)), form)],
        "trail": _trail(_("Limits of compensation")),
    }
    return render(request, "quality/complaints/limits.html", shown)


def _regions(request: Request) -> list[Region]:
    stores = Store.objects.within(request.scope).values("region")
    return list(Region.objects.filter(pk__in=stores))


def _wanted(form: forms.Filter) -> dict[str, Any]:
    return form.cleaned_data if form.is_valid() else {}


def _export_url(request: Request, view: str) -> str:
    """With the filters of the page; empty for whoever may not export."""
    if not request.scope.allows(Permission.EXPORT_FIGURES):
        return ""
    query = request.GET.urlencode()
    return reverse(f"quality:{view}") + (f"?{query}" if query else "")


def _trail(here: str) -> list[Link]:
    return [Link(_("Complaints"), reverse("quality:complaints")), Link(here)]
