"""The rows behind a figure."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.engine.metrics.cuts import COLUMNS
from biaogan.engine.metrics.metric import Cut, Metric
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.targets import metric_tables, rows_table, words
from biaogan.targets.asked import Asked, NoSuchStore, asked
from biaogan.targets.metric_rows import PAGE_LENGTH, metric_rows, page_of_rows
from biaogan.targets.views.metrics import known
from biaogan.targets.views.page import export_url, told, workbook
from biaogan.targets.written import said
from biaogan.ui.links import Link


@require_safe
@needs(Permission.SEE_ORDERS)
def rows(request: Request, slug: str) -> HttpResponse:
    """Behind the figure of one store; without a store, the first of the scope."""
    metric, about = known(slug), _asked(request)
    if about.store is None or not about.month:
        return render(
            request, "targets/rows_none.html", {"trail": _trail(metric, about), "name": said(metric.name)}
        )
    part = _part(request, metric)
    frame = metric_rows(metric, about, part=part)
    page = Paginator(range(frame.height), PAGE_LENGTH).get_page(request.GET.get("page"))
    found = page_of_rows(metric, about, frame, first=_first(page), length=PAGE_LENGTH)
    context = {
        "found": found,
        "asked": about,
        "metric": metric,
        "name": said(metric.name),
        "part": _part_label(request, part),
        "whole_url": metric_tables.rows_url(metric, about.month, about.store.code),
        "sides": metric_tables.sides(metric, found.reading),
        "table": rows_table.rows(found, about.place),
        "export_url": export_url(request, "export_rows", slug),
        "page": page,
        "trail": _trail(metric, about),
        **told(about),
    }
    return render(request, "targets/rows.html", context)


@require_POST
@needs(Permission.SEE_ORDERS, Permission.EXPORT_FIGURES)
def export_rows(request: Request, slug: str) -> HttpResponse:
    """All rows, not one page."""
    metric, about = known(slug), _asked(request)
    if about.store is None or not about.month:
        raise Http404(slug)
    part = _part(request, metric)
    found = page_of_rows(metric, about, metric_rows(metric, about, part=part))
    title = _("Rows behind %(name)s") % {"name": said(metric.name)}
    tables = [rows_table.rows(found, about.place)]
    return workbook(request, about, tables, title=title, definitions=words.definition(metric))


def _first(page: Page) -> int:
    return (page.number - 1) * PAGE_LENGTH


def _asked(request: Request) -> Asked:
    try:
        found = asked(
            scope=request.scope,
            today=timezone.localdate(),
            month=request.GET.get("month"),
            store=request.GET.get("store"),
        )
    except NoSuchStore:
        raise Http404 from None
    return found.at_first_store() if found.store is None else found


def _part(request: Request, metric: Metric) -> tuple[Cut, str] | None:
    """The advisor, technician, payer or category asked for."""
    for cut in metric.cuts:
        if cut in COLUMNS and (name := request.GET.get(cut.value)):
            return cut, name
    return None


def _part_label(request: Request, part: tuple[Cut, str] | None) -> str:
    if part is None:
        return ""
    cut, name = part
    names = words.person_names([name], revealed=request.scope.allows(Permission.REVEAL_PERSONAL))
    return f"{words.CUTS[cut]}: {words.part_label(cut, name, names)}"


def _trail(metric: Metric, about: Asked) -> list[Link]:
    links = [Link(_("Metrics"), reverse("targets:metrics"))]
    address = reverse("targets:metric", args=[metric.slug])
    links.append(Link(said(metric.name), f"{address}?month={about.month}" if about.month else address))
    if about.store:
        links.append(Link(about.store.name, metric_tables.place_url(metric, about.month, about.store.code)))
    return [*links, Link(_("Source rows"))]
