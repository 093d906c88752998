"""Figures of the engine as cards and tables of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from biaogan.engine.metrics.judging import Signal, Status
from biaogan.engine.metrics.metric import Better, Period
from biaogan.targets.cockpit import Card, Cockpit, HeatCell, HeatRow
from biaogan.targets.goals.progress import Attained
from biaogan.targets.to_do import Line
from biaogan.targets.written import bare, column_unit, said, written
from biaogan.ui import formats
from biaogan.ui.freshness import Freshness
from biaogan.ui.kpi import Kpi
from biaogan.ui.table import Cell, Column, Table

COMPARED: dict[str, tuple[str, str | Promise]] = {
    "good": ("good", gettext_lazy("Better than the region, beyond chance")),
    "bad": ("bad", gettext_lazy("Worse than the region, beyond chance")),
    "same": ("", gettext_lazy("Cannot be told apart from the region")),
    "none": ("", ""),
}
STATUSES = {Status.GOOD: "good", Status.WATCH: "watch", Status.BAD: "bad", Status.UNKNOWN: "none"}


def kpis(cockpit: Cockpit) -> list[Kpi]:
    return [kpi(card, cockpit) for card in cockpit.cards]


def kpi(card: Card, cockpit: Cockpit) -> Kpi:
    metric = card.metric
    status, words = _status(card)
    return Kpi(
        name=said(metric.name),
        value=card.reading.value,
        unit=metric.unit.value,
        url=f"{reverse('targets:metric', args=[metric.slug])}?month={cockpit.month}",
        **_towards(card.attained),
        year_ago=card.year_on_year,
        last_month=card.month_on_month,
        trend=card.trend,
        status=status,
        status_text=words,
        note=_note(card),
    )


def _note(card: Card) -> str:
    """What is missing: a reading whose follow-up has not ended, or a target."""
    if card.reading.value is None and card.metric.period is Period.COHORT:
        if card.latest is None:
            return _("Follow-up has not ended yet")
        month, value = (
            formats.month(card.latest.month, formats.language_of(get_language())),
            card.latest.value,
        )
        words = {"month": month, "value": written(card.metric, value)}
        return _("Follow-up has not ended yet; %(month)s: %(value)s") % words
    return missing_targets(card.attained)


def missing_targets(reached: Attained | None) -> str:
    """That there is no target, or that some stores have none."""
    if reached is None:
        return _("No target set")
    goal = reached.goal
    if not goal.missing:
        return ""
    words = {"with": len(goal.stores), "all": len(goal.stores) + len(goal.missing)}
    return _("Targets of %(with)s of %(all)s stores") % words


def _towards(reached: Attained | None) -> dict[str, Decimal | None]:
    """What a card shows of its target; time passes only for what grows day by day."""
    if reached is None:
        return {}
    elapsed = reached.elapsed
    return {
        "target": reached.goal.value,
        "attainment": reached.share,
        "elapsed": elapsed.calendar if elapsed else None,
        "elapsed_working": elapsed.working if elapsed else None,
    }


def _status(card: Card) -> tuple[str, str]:
    """A signal speaks first, then the target; nothing to say is nothing shown."""
    signal, better = card.judgement.signal, card.metric.better
    if signal in {Signal.RISE, Signal.FALL} and better is not Better.BAND:
        good = (signal is Signal.RISE) is (better is Better.HIGHER)
        return ("good" if good else "bad"), said(card.judgement.reason)
    status = STATUSES[card.judgement.status]
    return status, "" if status == "none" else said(card.judgement.reason)


def key_figures(cockpit: Cockpit) -> Table:
    """The cards as a table, for a file."""
    language = formats.language_of(get_language())
    columns = [
        Column(_("Metric")),
        Column(_("Unit")),
        Column(_("Value"), number=True),
        Column(_("Target"), number=True),
        Column(_("Attained"), unit="%", number=True),
        Column(_("Year on year"), number=True),
        Column(_("Month on month"), number=True),
        Column(_("Status")),
    ]
    return Table(_("Key figures"), columns, [_figure_row(card, language) for card in cockpit.cards])


def _figure_row(card: Card, language: formats.Language) -> list[object]:
    metric, reached = card.metric, card.attained
    changes = (card.year_on_year, card.month_on_month)
    unit = metric.unit.value
    return [
        said(metric.name),
        column_unit(metric, language),
        bare(metric, card.reading.value),
        bare(metric, reached.goal.value) if reached else None,
        f"{reached.share:.1f}" if reached and reached.share is not None else None,
        *(None if one is None else str(formats.gap(one, unit, language)) for one in changes),
        _status(card)[1],
    ]


def to_do_table(lines: Sequence[Line]) -> Table:
    """The things to do as a table, for a file."""
    columns = [Column(_("Store")), Column(_("What to do today")), Column(_("Value")), Column(_("Why"))]
    rows = [[line.store, said(line.says), said(line.value), _reason(line)] for line in lines]
    return Table(_("What to do today"), columns, rows)


def heat(cockpit: Cockpit, *, export_url: str = "") -> Table:
    """Stores down, metrics across; a colour only where a difference is beyond chance."""
    metrics = [cell.metric for cell in cockpit.heat[0].cells] if cockpit.heat else []
    language = formats.language_of(get_language())
    columns = [Column(_("Store"))] + [
        Column(said(metric.name), unit=column_unit(metric, language), number=True) for metric in metrics
    ]
    rows = [
        [_store_cell(row, cockpit), *(_heat_cell(cell, row, cockpit) for cell in row.cells)]
        for row in cockpit.heat
    ]
    return Table(_("Stores side by side"), columns, rows, export_url=export_url)


def _store_cell(row: HeatRow, cockpit: Cockpit) -> Cell:
    url = reverse("targets:store", args=[row.store.code])
    return Cell(row.store.name, url=f"{url}?month={cockpit.month}")


def _heat_cell(cell: HeatCell, row: HeatRow, cockpit: Cockpit) -> Cell:
    status, note = COMPARED[cell.comparison]
    url = f"{reverse('targets:metric', args=[cell.metric.slug])}?month={cockpit.month}&store={row.store.code}"
    value = cell.reading.value
    text = bare(cell.metric, value)
    cases = _("%(cases)s cases") % {"cases": cell.reading.n} if cell.reading.n is not None else ""
    remark = " · ".join(str(part) for part in (note, cases) if part)
    return Cell(text, url=url if value is not None else "", status=status, note=remark)


def to_do(lines: Sequence[Line]) -> list[dict[str, str]]:
    """The things to do in the language of the page."""
    return [
        {
            "title": said(line.says), "store": line.store, "value": said(line.value),
            "reason": _reason(line), "url": line.address, "task_url": line.task_address,
        }
        for line in lines
    ]  # fmt: skip


def _reason(line: Line) -> str:
    """Why, and at how many other stores the same is found."""
    if not line.elsewhere:
        return said(line.reason)
    text = ngettext("the same at %(count)s other store", "the same at %(count)s others", line.elsewhere)
    return f"{said(line.reason)} · {text % {'count': line.elsewhere}}"


def freshness(cockpit: Cockpit) -> Freshness:
    fresh = cockpit.freshness
    names = {store.code: store.name for store in cockpit.stores}
    return Freshness(
        until=fresh.until,
        reported=len(fresh.reported),
        expected=len(fresh.reported) + len(fresh.missing),
        late=[names[code] for code in fresh.missing],
    )
