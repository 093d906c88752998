"""Quality at a glance, and the five witnesses side by side."""

from __future__ import annotations

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.quality.handing_out import handed_out
from biaogan.quality.witnesses import tables
from biaogan.quality.witnesses.overview import overview as at_a_glance
from biaogan.quality.witnesses.queries import (
    SPANS,
    USUAL_SPAN,
    announced_against,
    looks,
    of_store,
    span,
)
from biaogan.targets.numbers import stores_of
from biaogan.ui.links import Link
from biaogan.ui.table import Table

PAGE_ROWS = 30
SEE, EXPORT = Permission.SEE_QUALITY, Permission.EXPORT_FIGURES


@require_safe
@needs(SEE)
def overview(request: Request) -> HttpResponse:
    found = at_a_glance(scope=request.scope, today=timezone.localdate())
    url = reverse("quality:export_overview") if request.scope.allows(EXPORT) else ""
    shown = {
        "found": found,
        "score": tables.score(found.counted),
        "table": tables.stores(found, export_url=url),
        "may_see_standards": request.scope.allows(Permission.SEE_STANDARDS),
    }
    return render(request, "quality/witnesses/overview.html", shown)


@require_POST
@needs(SEE, EXPORT)
def export_overview(request: Request) -> HttpResponse:
    found = at_a_glance(scope=request.scope, today=timezone.localdate())
    return handed_out(request, [tables.stores(found)], title=_("Quality at a glance"))


@require_safe
@needs(SEE)
def witnesses(request: Request) -> HttpResponse:
    """The region's stores, or the items of one."""
    days, stores, store = _asked(request)
    url = reverse("quality:export_witnesses") + f"?{request.GET.urlencode()}"
    whole = _table(days, stores, store, url if request.scope.allows(EXPORT) else "")
    page = Paginator(whole.rows, PAGE_ROWS).get_page(request.GET.get("page"))
    shown = {
        "table": replace(whole, rows=list(page.object_list)),
        "page": page,
        "store": store,
        "places": _places(request, stores, store),
        "spans": _spans(request, days),
    }
    return render(request, "quality/witnesses/witnesses.html", shown)


@require_POST
@needs(SEE, EXPORT)
def export_witnesses(request: Request) -> HttpResponse:
    days, stores, store = _asked(request)
    filters = [(_("Days"), days), (_("Region or store"), store.name if store else _("Region"))]
    return handed_out(request, [_table(days, stores, store, "")], title=_("Five witnesses"), filters=filters)


def _asked(request: Request) -> tuple[int, list[Store], Store | None]:
    """One store alone needs no choice. A store outside the scope does not exist."""
    stores = stores_of(request.scope)
    code, text = request.GET.get("store", ""), request.GET.get("days", "")
    days = int(text) if text in map(str, SPANS) else USUAL_SPAN
    if not code:
        return days, stores, stores[0] if len(stores) == 1 else None
    store = next((one for one in stores if one.code == code), None)
    if store is None:
        raise Http404
    return days, stores, store


def _table(days: int, stores: list[Store], store: Store | None, url: str) -> Table:
    # The facts are asked of all stores also for one: that is the question kept ready for other pages.
    since, until = span(timezone.localdate(), days)
    found = looks(stores=stores, since=since, until=until)
    if store is not None:
        return tables.items(of_store(found, store), export_url=url)
    return tables.against(announced_against(found, stores), stores, export_url=url)


def _places(request: Request, stores: list[Store], store: Store | None) -> list[Link]:
    if len(stores) < 2:
        return []
    query = request.GET.copy()
    query.pop("store", None)
    query.pop("page", None)
    links = [Link(_("Region"), f"?{query.urlencode()}", current=store is None)]
    for one in stores:
        query["store"] = one.code
        links.append(Link(one.name, f"?{query.urlencode()}", current=one == store))
    return links


def _spans(request: Request, days: int) -> list[Link]:
    query = request.GET.copy()
    query.pop("page", None)
    links = []
    for one in SPANS:
        query["days"] = str(one)
        links.append(Link(_("%(days)d days") % {"days": one}, f"?{query.urlencode()}", current=one == days))
    return links
