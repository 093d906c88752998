"""The grid of targets as it is drawn, as a file, and its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from biaogan.engine.metrics.metric import Metric
from biaogan.org.models import Region, Store
from biaogan.targets.goals.filling import Filling, standing
from biaogan.targets.goals.goal import FROM_FILE, FROM_STORES, Goal, adds_up, region_place
from biaogan.targets.goals.grid import Grid, Row, Spot, year_total
from biaogan.targets.goals.policies import CannotSet
from biaogan.targets.goals.values import typed
from biaogan.targets.models import GoalSource, GoalVersion
from biaogan.targets.written import bare, column_unit, said, written
from biaogan.ui import formats
from biaogan.ui.formats import Language
from biaogan.ui.table import Cell, Column, Table


@dataclass(frozen=True)
class Field:
    """A cell on the page. `text` is what stands in its field, `plain` what a reader without pen sees."""

    name: str
    label: str
    text: str
    plain: str
    note: str
    wrong: str
    changed: bool


@dataclass(frozen=True)
class Line:
    label: str
    unit: str
    url: str
    history: str
    fields: Sequence[Field]
    total: str
    of_region: bool


@dataclass(frozen=True)
class Foot:
    """A line below: what the stores make together, and the difference to the region."""

    label: str
    cells: Sequence[Cell]
    total: str


def lines(grid: Grid, rows: Iterable[Row], filling: Filling, language: Language) -> list[Line]:
    now = standing(grid, language)
    return [_line(grid, row, now, filling, language) for row in rows]


def _line(grid: Grid, row: Row, now: Mapping[str, str], filling: Filling, language: Language) -> Line:
    fields = [_field(spot, grid.goal(spot), now, filling) for spot in row.spots]
    total = year_total(row.metric, [_read(field.text, row.metric, language) for field in fields])
    return Line(
        label=said(row.metric.name) if grid.store else row.place.name,
        unit=column_unit(row.metric, language) if grid.store else "",
        url=_row_url(grid, row),
        history=_history_url(grid, row),
        fields=fields,
        total="" if total is None else bare(row.metric, total),
        of_region=isinstance(row.place, Region),
    )


def _read(text: str, metric: Metric, language: Language) -> Decimal | None:
    """What a field would mean if it were saved; a wrong one counts for nothing in the year."""
    try:
        return typed(text, metric, language)
    except CannotSet:
        return None


def _row_url(grid: Grid, row: Row) -> str:
    """A store's row leads to all its targets, a metric's row to all places."""
    if grid.store:
        return f"?{urlencode({'metric': row.metric.slug, 'year': grid.year})}"
    if isinstance(row.place, Store):
        return f"?{urlencode({'store': row.place.code, 'year': grid.year})}"
    return ""


def _history_url(grid: Grid, row: Row) -> str:
    place = row.place.code if isinstance(row.place, Store) else region_place(row.place.pk)
    asked = {"metric": row.metric.slug, "place": place, "year": grid.year}
    return f"{reverse('targets:goals_history')}?{urlencode(asked)}"


def _field(spot: Spot, goal: Goal | None, now: Mapping[str, str], filling: Filling) -> Field:
    text = filling.texts.get(spot.name, now[spot.name])
    return Field(
        name=spot.name,
        label=f"{spot.place.name} {said(spot.metric.name)} {spot.month}",
        text=text,
        plain=bare(spot.metric, goal.value if goal else None),
        note=origin(goal) if goal else "",
        wrong=filling.wrong.get(spot.name, ""),
        changed=text.strip() != now[spot.name],
    )


def origin(goal: Goal) -> str:
    """Where a target comes from: who set it and when, or the file."""
    day = formats.iso_day(timezone.localdate(goal.set_at)) if goal.set_at else ""
    if goal.source == FROM_FILE:
        return _("From a file, accepted on %(day)s") % {"day": day}
    if goal.source == FROM_STORES:
        return _("Made of the stores' targets")
    label = str(GoalSource(goal.source).label)
    parts = [_("Version %(version)s") % {"version": goal.version}, label, goal.set_by, day, goal.note]
    return " · ".join(str(part) for part in parts if part)


def feet(grid: Grid) -> list[Foot]:
    """For every region: the sum or weighted mean of its stores, and how far its own target is from it."""
    found = []
    for one in grid.differences:
        made = [goal.value if goal else None for goal in one.stores]
        label = _("Stores together") if adds_up(grid.metric) else _("Stores together (weighted)")
        name = f"{label} · {one.region.name}" if len(grid.regions) > 1 else label
        found.append(Foot(name, [_made(grid.metric, goal) for goal in one.stores], _total(grid.metric, made)))
        gaps = one.gaps
        found.append(
            Foot(
                _("Region less stores"),
                [_gap(grid.metric, gap) for gap in gaps],
                "" if one.is_lopsided else _total(grid.metric, gaps),
            )
        )
    return found


def _made(metric: Metric, goal: Goal | None) -> Cell:
    if goal is None:
        return Cell("—")
    note = _("%(count)s stores have no target") % {"count": len(goal.missing)} if goal.missing else ""
    return Cell(bare(metric, goal.value), note=note, status="watch" if goal.missing else "")


def _gap(metric: Metric, gap: Decimal | None) -> Cell:
    return Cell(bare(metric, gap), status="watch" if gap else "")


def _total(metric: Metric, values: Sequence[Decimal | None]) -> str:
    total = year_total(metric, values)
    return "" if total is None else bare(metric, total)


def month_names(language: Language) -> list[str]:
    """The months as narrow columns name them: the year stands above."""
    return [
        f"{number}月" if language is Language.ZH else formats.MONTHS[number - 1] for number in range(1, 13)
    ]


def wrongs(grid: Grid, filling: Filling) -> Iterator[str]:
    """Every fault with its row and column."""
    for spot in grid.spots():
        if spot.name in filling.wrong:
            row = said(spot.metric.name) if grid.store else spot.place.name
            yield _("Row %(row)s, column %(month)s: %(reason)s") % {
                "row": row,
                "month": spot.month,
                "reason": filling.wrong[spot.name],
            }


# As a file.


def listed(grid: Grid, *, export_url: str = "") -> Table:
    """The grid as rows and columns, in full figures."""
    language_months = [Column(month, number=True) for month in grid.months]
    columns = [Column(_("Metric") if grid.store else _("Place")), Column(_("Unit")), *language_months]
    rows = [[*_head(grid, row), *(_value(grid.goal(spot)) for spot in row.spots)] for row in grid.rows]
    return Table(_("Targets"), columns, rows, export_url=export_url)


def _head(grid: Grid, row: Row) -> list[object]:
    unit = _("yuan") if row.metric.unit.is_money else column_unit(row.metric, _language())
    return [said(row.metric.name) if grid.store else row.place.name, unit or "—"]


def _value(goal: Goal | None) -> Decimal | None:
    return goal.value if goal else None


def _language() -> Language:
    from django.utils.translation import get_language

    return formats.language_of(get_language())


# History.


def history(metric: Metric, place: str, versions: Sequence[GoalVersion]) -> Table:
    """Every version, newest first: from what to what, by whom, when and why."""
    columns = [
        Column(_("Month")),
        Column(_("Version"), number=True),
        Column(pgettext("value", "From"), number=True),
        Column(pgettext("value", "To"), number=True),
        Column(_("Counts from")),
        Column(_("Set by")),
        Column(_("Set at")),
        Column(pgettext("goal", "How")),
        Column(_("Why")),
    ]
    before: dict[str, Decimal | None] = {}
    rows: list[list[object]] = []
    for one in versions:
        rows.append(_version(metric, one, before.get(one.month)))
        before[one.month] = one.value
    title = f"{said(metric.name)} · {place}"
    ordered = sorted(rows, key=lambda row: (str(row[0]), row[1]), reverse=True)
    return Table(title, columns, ordered, cards=True)


def _version(metric: Metric, one: GoalVersion, before: Decimal | None) -> list[object]:
    return [
        one.month,
        one.version,
        None if before is None else written(metric, before),
        _("taken back") if one.value is None else written(metric, one.value),
        formats.iso_day(one.valid_from),
        one.set_by.display_name if one.set_by else _("Command line"),
        f"{timezone.localtime(one.set_at):%Y-%m-%d %H:%M}",
        one.get_source_display(),
        one.note or None,
    ]
