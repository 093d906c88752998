"""The list of metrics, and the page of each."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.example import example_of
from biaogan.engine.metrics.metric import Metric, Period
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.targets import charts, metric_tables, reported, words
from biaogan.targets.asked import Asked, NoSuchStore, asked
from biaogan.targets.goals.goal import settable
from biaogan.targets.goals.tables import origin
from biaogan.targets.landing.queries import month_end
from biaogan.targets.landing.tables import lines
from biaogan.targets.metric_list import MetricList, metric_list
from biaogan.targets.metric_page import PERSONS, MetricPage, metric_page
from biaogan.targets.tables import missing_targets
from biaogan.targets.views.page import (
    IN_A_FILE,
    export_url,
    given,
    may_see_names,
    of_chart,
    place_links,
    told,
    workbook,
)
from biaogan.targets.written import said, written
from biaogan.ui import formats
from biaogan.ui.charts import Chart
from biaogan.ui.links import Link


@require_safe
@needs(Permission.SEE_FIGURES)
def metrics(request: Request) -> HttpResponse:
    found = _metric_list(request)
    page = {
        "found": found,
        "asked": found.asked,
        "tables": metric_tables.groups(found, given(request)),
        "export_url": export_url(request, "export_metrics") if found.asked.month else "",
        **told(found.asked),
    }
    return render(request, "targets/metrics.html", page)


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_metrics(request: Request) -> HttpResponse:
    found = _metric_list(request)
    if not found.asked.month:
        raise Http404
    shown = [line.metric for _perspective, lines in found.groups for line in lines]
    return workbook(
        request, found.asked, metric_tables.groups(found, IN_A_FILE), title=_("Metrics"),
        definitions=words.definitions(shown),
    )  # fmt: skip


def _metric_list(request: Request) -> MetricList:
    return metric_list(asked_of(request), words=request.GET.get("words", "").strip())


@require_safe
@needs(Permission.SEE_FIGURES)
def metric(request: Request, slug: str) -> HttpResponse:
    chosen, about = known(slug), asked_of(request)
    found = metric_page(chosen, about, cut=request.GET.get("cut"))
    page = {
        "metric": chosen,
        "name": said(chosen.name),
        "asked": about,
        "trail": _trail(chosen),
        "definition": words.definition(chosen),
        "example": metric_tables.example(chosen, example_of(slug)),
        "example_as_of": example_of(slug).as_of,
        **told(about),
    }
    if found:
        page |= _figures(request, found)
    return render(request, "targets/metric.html", page)


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_metric(request: Request, slug: str) -> HttpResponse:
    """A file travels further than a page: in it, persons stay masked."""
    found = metric_page(known(slug), asked_of(request), cut=request.GET.get("cut"))
    if found is None:
        raise Http404(slug)
    tables = [
        metric_tables.stores(found, IN_A_FILE),
        of_chart(_trend(found)),
        metric_tables.division(found, _names(found, revealed=False), IN_A_FILE),
        metric_tables.rivals(found, IN_A_FILE),
        reported.table(found, linked=False),
    ]
    title = said(found.metric.name)
    return workbook(request, found.asked, tables, title=title, definitions=words.definition(found.metric))


def _figures(request: Request, found: MetricPage) -> dict[str, object]:
    """What the page shows once there are files."""
    shown = given(request)
    return {
        "page": found,
        "sides": metric_tables.sides(found.metric, found.own.reading),
        **_landing(found),
        "signal": None if found.own.reading.value is None else words.SIGNALS[found.judgement.signal],
        "may_see_rows": shown.may_see_rows,
        "places": place_links(request, found.asked),
        "trend": _trend(found),
        "missing": _missing(found),
        **_target(found),
        **(_compared(found, shown) if len(found.stores) > 1 else {}),
        "rivals": metric_tables.rivals(found, shown),
        "cuts": cut_links(request, found),
        "division": metric_tables.division(found, _names(found, revealed=may_see_names(request)), shown),
        "reported": reported.table(found, linked=shown.may_see_rows),
        "rows_url": _rows(request, found),
        "export_url": export_url(request, "export_metric", found.metric.slug),
    }


def _landing(found: MetricPage) -> dict[str, object]:
    """Where the running month will end, for what adds up day by day."""
    end = month_end(found.metric.slug, found.asked)
    return {"landing_lines": lines([end]), "landing_month": end.month} if end else {}


def _target(found: MetricPage) -> dict[str, str]:
    """Where the target comes from, and which stores have none."""
    reached = found.own.attained
    if reached is None:
        return {"target_metric": found.metric.slug if found.metric.slug in settable() else "revenue"}
    return {"target_origin": origin(reached.goal), "targets_missing": missing_targets(reached)}


def _missing(found: MetricPage) -> dict[str, str] | None:
    """Why the month has no reading, and the newest month that has one."""
    if found.own.reading.value is not None:
        return None
    waits = found.metric.period is Period.COHORT
    notice = {"title": _("Follow-up has not ended yet") if waits else _("No reading of this month")}
    if found.latest is None:
        return {"title": _("No reading yet"), "text": words.brought_by(found.metric)}
    month = formats.month(found.latest.month, words.page_language())
    return {
        **notice,
        "text": _("The newest reading is of %(month)s: %(value)s")
        % {"month": month, "value": written(found.metric, found.latest.value)},
        "url": f"?{urlencode({**_place(found.asked), 'month': found.latest.month})}",
        "action": month,
    }


def _trend(found: MetricPage) -> Chart:
    own = found.asked.store.name if found.asked.store else _("Region")
    title, language = metric_tables.charted(_("Trend"), found.metric), words.page_language()
    return charts.trend(found, title=title, own=own, region=_("Region"), language=language)


def _compared(found: MetricPage, shown: metric_tables.Given) -> dict[str, object]:
    """The stores beside each other: with intervals where the metric has them, else as bars."""
    title, language = metric_tables.charted(_("Stores side by side"), found.metric), words.page_language()
    intervals = metric_tables.intervals(found)
    drawn = not intervals and any(one.reading.value is not None for one in found.stores)
    return {
        "stores": metric_tables.stores(found, shown),
        "intervals": intervals,
        "bars": charts.stores(found, title=title, language=language) if drawn else None,
    }


def _names(found: MetricPage, *, revealed: bool) -> dict[str, str]:
    """Names of the advisors or technicians the figures are divided by."""
    if found.division is None or found.division.cut not in PERSONS:
        return {}
    parts = [part.name for part in found.division.parts]
    return words.person_names(parts, revealed=revealed)


def cut_links(request: Request, found: MetricPage) -> list[Link]:
    chosen = found.division.cut if found.division else None
    links = []
    for cut in found.metric.cuts:
        query = request.GET.copy()
        query["cut"] = cut.value
        links.append(Link(str(words.CUTS[cut]), f"?{query.urlencode()}#parts", current=cut is chosen))
    return links


def _place(about: Asked) -> dict[str, str]:
    return {"store": about.store.code} if about.store else {}


def _rows(request: Request, found: MetricPage) -> str:
    """The rows behind one store's figure; a region's are asked for store by store."""
    about = found.asked
    if about.store is None or not request.scope.allows(Permission.SEE_ORDERS):
        return ""
    return metric_tables.rows_url(found.metric, about.month, about.store.code)


def known(slug: str) -> Metric:
    try:
        return CATALOGUE[slug]
    except KeyError:
        raise Http404(slug) from None


def asked_of(request: Request) -> Asked:
    try:
        return asked(
            scope=request.scope,
            today=timezone.localdate(),
            month=request.GET.get("month"),
            store=request.GET.get("store"),
        )
    except NoSuchStore:
        raise Http404 from None


def _trail(chosen: Metric) -> list[Link]:
    return [Link(_("Metrics"), reverse("targets:metrics")), Link(said(chosen.name))]
