"""The tables of a metric's page: stores, parts, rival definitions, the worked example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.cuts import COLUMNS
from biaogan.engine.metrics.example import LINE_COLUMNS, Example
from biaogan.engine.metrics.metric import Cut, Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.intake.naming import field_label, kind_label
from biaogan.targets.goals.progress import Attained
from biaogan.targets.goals.tables import origin
from biaogan.targets.metric_list import Line, MetricList
from biaogan.targets.metric_page import PERSONS, MetricPage, Part, Rival, Standing, adds_up
from biaogan.targets.tables import COMPARED
from biaogan.targets.words import CUTS, PERSPECTIVES, amount, page_language, part_label
from biaogan.targets.written import bare, column_unit, said, written
from biaogan.ui import formats
from biaogan.ui.intervals import Interval, Intervals
from biaogan.ui.sparkline import svg
from biaogan.ui.table import Cell, Column, Table
from biaogan.ui.templatetags.formats import directed


@dataclass(frozen=True)
class Given:
    """What the view knows of the person and the request."""

    may_see_rows: bool
    export_url: str = ""
    drawn: bool = True  # for a page; an export takes text alone


def changed(value: Decimal | None, metric: Metric, given: Given) -> object:
    """A change with its arrow on a page, as text in an export."""
    figure = formats.gap(value, metric.unit.value, page_language())
    return directed(value, figure) if given.drawn else str(figure)


def rows_url(metric: Metric, month: str, store: str, **cut: str) -> str:
    address = reverse("targets:rows", args=[metric.slug])
    return f"{address}?{urlencode({'month': month, 'store': store, **cut})}"


def place_url(metric: Metric, month: str, store: str) -> str:
    return f"{reverse('targets:metric', args=[metric.slug])}?{urlencode({'month': month, 'store': store})}"


def value_column(metric: Metric, label: str = "") -> Column:
    return Column(label or _("Value"), unit=column_unit(metric, page_language()), number=True)


def charted(title: str, metric: Metric) -> str:
    """The title of a chart whose axis has no unit of its own."""
    if metric.unit.is_money and metric.denominator is not None:
        return _("%(title)s (yuan)") % {"title": title}
    return title


# Stores.


def stores(page: MetricPage, given: Given) -> Table:
    """Every store of the scope; a mark only where it differs from the region beyond chance."""
    metric, shares = page.metric, not adds_up(page.metric)
    columns = [
        Column(_("Store")),
        value_column(metric),
        Column(_("Against the region") if shares else _("Share of the region"), number=True),
        Column(_("Year on year"), number=True),
        Column(_("Month on month"), number=True),
        Column(_("Cases"), number=True),
    ]
    if has_targets(page):
        columns[2:2] = [value_column(metric, _("Target")), Column(_("Attained"), number=True)]
    if not given.drawn:  # on the page they are drawn
        columns.append(Column(_("95% interval"), number=True))
    rows = [_store_row(page, one, given) for one in page.stores]
    title = _("Stores, %(month)s") % {"month": formats.month(page.asked.month, page_language())}
    return Table(title, columns, rows, totals=_region_row(page, given), export_url=given.export_url)


def _region_row(page: MetricPage, given: Given) -> list[Cell | object]:
    metric, whole = page.metric, page.region
    row: list[Cell | object] = [
        _("Region"),
        bare(metric, whole.reading.value),
        *(target_cells(metric, whole.attained, in_column=True) if has_targets(page) else []),
        None,
        changed(whole.year_on_year, metric, given),
        changed(whole.month_on_month, metric, given),
        _cases(whole.reading.n),
    ]
    return row if given.drawn else [*row, _span(whole)]


def _store_row(page: MetricPage, one: Standing, given: Given) -> list[Cell | object]:
    metric, month = page.metric, page.asked.month
    code = one.store.code if one.store else ""
    status, note = COMPARED[one.comparison]
    rows = rows_url(metric, month, code) if given.may_see_rows and one.reading.value is not None else ""
    gap: object = formats.percent(one.share) if adds_up(metric) else changed(one.gap, metric, given)
    row: list[Cell | object] = [
        Cell(one.store.name if one.store else "", url=place_url(metric, month, code)),
        Cell(bare(metric, one.reading.value), url=rows, status=status, note=str(note)),
        *(target_cells(metric, one.attained, in_column=True) if has_targets(page) else []),
        gap,
        changed(one.year_on_year, metric, given),
        changed(one.month_on_month, metric, given),
        Cell(_cases(one.reading.n), note=_("Too few cases to compare") if one.few else ""),
    ]
    return row if given.drawn else [*row, _span(one)]


def has_targets(page: MetricPage) -> bool:
    return any(one.attained for one in (page.region, *page.stores))


def target_cells(metric: Metric, reached: Attained | None, *, in_column: bool = False) -> list[Cell]:
    """A target and how far it is attained, in percent, or where there is none such, how far away."""
    if reached is None:
        return [Cell(None, note=_("No target set")), Cell(None)]
    goal, language = reached.goal, page_language()
    target = bare(metric, goal.value) if in_column else written(metric, goal.value)
    if reached.share is None:
        away = formats.figure(reached.gap, metric.unit.value, language)
        return [Cell(target, note=origin(goal)), Cell(None if reached.gap is None else str(away))]
    note = ""
    if reached.elapsed:
        words = {
            "calendar": formats.percent(reached.elapsed.calendar, 0),
            "working": formats.percent(reached.elapsed.working, 0),
            "ahead": formats.points(reached.ahead, language),
        }
        note = _("Time progress %(calendar)s, by working days %(working)s: %(ahead)s") % words
    return [Cell(target, note=origin(goal)), Cell(str(formats.percent(reached.share)), note=note)]


def _cases(n: int | None) -> str | None:
    return None if n is None else formats.count(n)


def intervals(page: MetricPage) -> Intervals | None:
    """Stores with their 95 % intervals and the region's line; None for metrics without intervals."""
    if not any(one.interval for one in page.stores):
        return None
    lines = [
        Interval(
            label=one.store.name if one.store else "",
            value=one.reading.value,
            low=one.interval.low if one.interval else None,
            high=one.interval.high if one.interval else None,
            url=place_url(page.metric, page.asked.month, one.store.code if one.store else ""),
            status=COMPARED[one.comparison][0],
            cases=one.reading.n,
        )
        for one in page.stores
    ]
    return Intervals(
        _("95% intervals"),
        page.metric.unit.value,
        lines,
        target=page.region.reading.value,
        target_label=_("Region"),
    )


# Parts.


def division(page: MetricPage, names: dict[str, str], given: Given) -> Table | None:
    if page.division is None:
        return None
    cut, metric, parts = page.division.cut, page.metric, page.division.parts
    columns = [Column(str(CUTS[cut])), value_column(metric)]
    if adds_up(metric):
        columns.append(Column(_("Share"), number=True))
    elif any(part.interval for part in parts):
        columns.append(Column(_("95% interval"), number=True))
    columns.append(Column(_("Cases"), number=True))
    rows = [_part_row(page, cut, part, names, given) for part in parts]
    # The share or interval stands between value and cases, where there is one.
    shown = rows if len(columns) == 4 else [[*row[:2], row[3]] for row in rows]
    return Table(_("By %(cut)s") % {"cut": CUTS[cut]}, columns, shown, export_url=given.export_url)


def _part_row(
    page: MetricPage, cut: Cut, part: Part, names: dict[str, str], given: Given
) -> list[Cell | object]:
    metric, label, url = page.metric, part_label(cut, part.name, names), ""
    if given.may_see_rows and part.store and cut in COLUMNS:
        url = rows_url(metric, page.asked.month, part.store.code, **{cut.value: part.name})
    if cut in PERSONS and part.store and page.asked.store is None:
        label = f"{label} · {part.store.name}"
    middle = str(formats.percent(part.share)) if adds_up(metric) else _span(part)
    return [label, Cell(bare(metric, part.reading.value), url=url), middle, _cases(part.reading.n)]


def _span(part: Part | Standing) -> str | None:
    if part.interval is None:
        return None
    return f"{formats.grouped(part.interval.low, 1)}–{formats.grouped(part.interval.high, 1)}"


# Rival definitions.


def rivals(page: MetricPage, given: Given) -> Table | None:
    """Our definition first, then the others in use; side by side and never mixed."""
    if not page.rivals:
        return None
    metric, reading = page.metric, page.own.reading
    columns = [
        Column(_("Definition")),
        value_column(metric),
        Column(_("Against ours"), number=True),
        Column(_("Numerator"), number=True),
        Column(_("Denominator"), number=True),
    ]
    ours: list[object] = [said(metric.name), bare(metric, reading.value), None, *sides(metric, reading)]
    rows = [ours, *(_rival_row(metric, rival, given) for rival in page.rivals)]
    width = len(columns) if any(row[4] for row in rows) else 3  # sums have no two sides
    return Table(
        _("Other definitions in use"),
        columns[:width],
        [row[:width] for row in rows],
        export_url=given.export_url,
    )


def _rival_row(metric: Metric, rival: Rival, given: Given) -> list[object]:
    other = metric_of(rival.reading.slug)
    value = bare(metric, rival.reading.value)
    return [said(rival.name), value, changed(rival.gap, metric, given), *sides(other, rival.reading)]


def sides(metric: Metric, reading: Reading) -> list[str | None]:
    """Numerator and denominator in full."""
    under = metric.denominator
    bottom = None if under is None else amount(under, reading.denominator)
    return [amount(metric.numerator, reading.numerator), bottom]


# The worked example.


def example(metric: Metric, found: Example) -> list[Table]:
    """The rows of the example kind by kind, then the readings they give."""
    tables = [_example_table(kind, list(rows)) for kind, rows in found.tables.items()]
    columns = [Column(_("Place")), Column(_("Month")), Column(said(metric.name), number=True)]
    places = {"region": _("Region")}
    rows = [
        [places.get(place, place), month, None if value is None else _exact(value)]
        for (place, month), value in found.expected.items()
    ]
    return [*tables, Table(_("These give"), columns, rows)]


def _exact(value: Decimal) -> str:
    return formats.grouped(value, max(0, -int(value.normalize().as_tuple().exponent)))


def _example_table(kind: str, rows: Sequence[dict[str, str]]) -> Table:
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = [Column(_example_label(kind, name)) for name in names]
    return Table(kind_label(kind), columns, [[row.get(name) or None for name in names] for row in rows])


def _example_label(kind: str, name: str) -> str:
    own = {
        "labour": _("Labour"),
        "parts": _("Parts"),
        "accessories": _("Accessories"),
        "hours": _("Standard hours"),
        "labour_cost": _("Cost of labour"),
        "parts_cost": _("Cost of parts"),
        "payer": _("Payer"),
    }
    return own[name] if name in LINE_COLUMNS and kind == "repair_order" else field_label(kind, name)


# The list of all metrics.


def groups(found: MetricList, given: Given) -> list[Table]:
    return [
        lines(str(PERSPECTIVES[perspective]), group, found.asked.month, found.asked.place, given)
        for perspective, group in found.groups
    ]


def lines(title: str, found: Sequence[Line], month: str, place: str, given: Given) -> Table:
    columns = [
        Column(_("Metric")),
        Column(_("Value"), number=True),
        Column(_("Year on year"), number=True),
        Column(_("Month on month"), number=True),
    ]
    columns += [Column(_("13 months"))] if given.drawn else []
    rows = [_line_row(line, month, place, given) for line in found]
    return Table(title, columns, rows, export_url=given.export_url)


def _line_row(line: Line, month: str, place: str, given: Given) -> list[Cell | object]:
    metric, unit = line.metric, line.metric.unit.value
    asked = {"month": month} | ({"store": place} if place != "region" else {})
    url = reverse("targets:metric", args=[metric.slug]) + (f"?{urlencode(asked)}" if month else "")
    figure = formats.figure(line.reading.value if line.reading else None, unit, page_language())
    value: object = None if figure is formats.NOTHING else str(figure)
    row: list[Cell | object] = [
        Cell(said(metric.name), url=url, note=said(metric.formula)),
        Cell(value, note=figure.raw),
        changed(line.year_on_year, metric, given),
        changed(line.month_on_month, metric, given),
    ]
    if given.drawn:
        row.append(svg(line.trend) if line.trend else None)
    return row
