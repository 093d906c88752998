"""The tables and charts of a store's page."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Cut
from biaogan.followup.rule import Finding
from biaogan.org.models import Store
from biaogan.targets import charts
from biaogan.targets.metric_tables import (
    Given,
    changed,
    charted,
    place_url,
    rows_url,
    target_cells,
    value_column,
)
from biaogan.targets.store_page import ADVISOR_METRICS, Advisor, Placed, Rank, StorePage
from biaogan.targets.words import PERSPECTIVES, page_language, part_label
from biaogan.targets.written import bare, said, written
from biaogan.ui import formats
from biaogan.ui.charts import Chart, Series
from biaogan.ui.sparkline import svg
from biaogan.ui.table import Cell, Column, Table


def groups(page: StorePage, given: Given) -> list[Table]:
    return [_group(page, str(PERSPECTIVES[one]), placed, given) for one, placed in page.groups]


def _group(page: StorePage, title: str, placed: Sequence[Placed], given: Given) -> Table:
    targets = any(one.attained is not None for one in placed)
    columns = [
        Column(_("Metric")),
        Column(_("Value"), number=True),
        *([Column(_("Target"), number=True), Column(_("Attained"), number=True)] if targets else []),
        Column(_("Year on year"), number=True),
        Column(_("Month on month"), number=True),
        Column(_("Rank"), number=True),
        *([Column(_("13 months"))] if given.drawn else []),
    ]
    rows = [_metric_row(page, one, given, targets=targets) for one in placed]
    return Table(title, columns, rows, export_url=given.export_url)


def _metric_row(page: StorePage, one: Placed, given: Given, *, targets: bool) -> list[Cell | object]:
    line, metric = one.line, one.line.metric
    value = line.reading.value if line.reading else None
    code, month = page.store.code, page.asked.month
    rows = rows_url(metric, month, code) if given.may_see_rows and value is not None else ""
    return [
        Cell(said(metric.name), url=place_url(metric, month, code), note=said(metric.formula)),
        Cell(None if value is None else written(metric, value), url=rows),
        *(target_cells(metric, one.attained) if targets else []),
        changed(line.year_on_year, metric, given),
        changed(line.month_on_month, metric, given),
        rank(one.rank),
        *([svg(line.trend)] if given.drawn else []),
    ]


def rank(found: Rank | None) -> Cell:
    """One place, or the band of places that chance leaves open."""
    if found is None:
        return Cell(None, note=_("Not ranked: too few cases, one store, or no better and worse"))
    if found.best == found.worst:
        return Cell(f"{found.best} / {found.among}")
    note = _("The 95 % intervals overlap: any place of this band is possible.")
    return Cell(f"{found.best}–{found.worst} / {found.among}", note=note)


def trends(page: StorePage) -> list[Chart]:
    language = page_language()
    found = []
    for one in page.trends:
        region = Series(_("Region"), charts.values(one.region), dashed=True) if one.region else None
        own = Series(page.store.name, charts.values(one.own))
        title = charted(said(one.metric.name), one.metric)
        found.append(charts.small_trend(title, page.months, own, region, one.metric, language))
    return found


def advisors(page: StorePage, names: dict[str, str], given: Given) -> Table:
    metrics = [metric_of(slug) for slug in ADVISOR_METRICS]
    columns = [Column(_("Advisor")), *(value_column(metric, said(metric.name)) for metric in metrics)]
    rows = [_advisor_row(page, one, names, given) for one in page.advisors]
    return Table(_("Advisors"), columns, rows, export_url=given.export_url)


def _advisor_row(page: StorePage, one: Advisor, names: dict[str, str], given: Given) -> list[Cell | object]:
    row: list[Cell | object] = [part_label(Cut.ADVISOR, one.pseudonym, names)]
    for slug, reading in zip(ADVISOR_METRICS, one.readings, strict=True):
        metric, value = metric_of(slug), reading.value if reading else None
        url = rows_url(metric, page.asked.month, page.store.code, advisor=one.pseudonym)
        cases = _("%(cases)s cases") % {"cases": reading.n} if reading and reading.n is not None else ""
        row.append(
            Cell(bare(metric, value), url=url if given.may_see_rows and value is not None else "", note=cases)
        )
    return row


def findings(page: StorePage) -> list[dict[str, str]]:
    """What stands out: title, value, reason, and where to look."""
    return [_finding(one) for one in page.findings]


def _finding(one: Finding) -> dict[str, str]:
    about = {"store": one.store, "metric": one.rule.slug, "month": one.month}
    return {
        "title": said(one.rule.says),
        "value": said(one.value),
        "reason": said(one.reason),
        "url": one.address,
        "task_url": f"{reverse('followup:open_task')}?{urlencode(about)}",
    }


def profile(store: Store) -> list[tuple[str, object]]:
    return [
        (_("Code"), store.code),
        (_("Region"), store.region.name),
        (_("City"), store.city),
        (_("Brand"), store.brand),
        (_("Opened on"), formats.iso_day(store.opened_on)),
    ]
