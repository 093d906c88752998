"""A control chart as a picture with its table, and the list of what stands out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Better, Metric, Unit
from biaogan.org.models import Store
from biaogan.targets.signals import words
from biaogan.targets.signals.charted import Charted, Point
from biaogan.targets.signals.telling import Line, Told, Verdict
from biaogan.targets.written import said
from biaogan.ui import formats
from biaogan.ui.charts import Chart, Height, Series, time_chart, token
from biaogan.ui.formats import Language
from biaogan.ui.table import Cell, Column, Table

MARKED = 11  # size of a marked point


def control_chart(chart: Charted, *, own: str, language: Language) -> Chart:
    """The figure with its centre and limits; a month that is a signal is marked, and said in the table."""
    metric, points = chart.metric, chart.points
    series = [
        Series(own, [_value(point) for point in points]),
        Series(_("Centre"), [point.centre for point in points]),
        Series(_("Lower limit"), [point.low for point in points], dashed=True),
        Series(_("Upper limit"), [point.high for point in points], dashed=True),
    ]
    unit = Unit.COUNT.value if metric.unit.is_money and metric.denominator is not None else metric.unit.value
    drawn = time_chart(
        said(metric.name), [point.month for point in points], series, unit=unit, language=language,
        note=note(chart), height=Height.USUAL,
    )  # fmt: skip
    option: Any = drawn.option
    option["series"][0]["data"] = [_drawn(metric, point) for point in points]
    option["series"][0]["showAllSymbol"] = True  # or a narrow screen leaves marked months out
    for one in option["series"][1:]:
        one |= {"step": "middle", "showSymbol": False}
        one["lineStyle"] = {**one["lineStyle"], "color": token("ink-2"), "width": 1}
        one["itemStyle"] = {"color": token("ink-2")}
    header = [
        _("Month"),
        _("Value"),
        _("Cases"),
        _("Lower limit"),
        _("Centre"),
        _("Upper limit"),
        _("Signal"),
    ]
    rows = [[formats.month(point.month, language), *_row(metric, point)] for point in points]
    return Chart(drawn.title, option, header, rows, drawn.height, drawn.note)


def _value(point: Point) -> Decimal | None:
    return None if point.reading.value is None else Decimal(point.reading.value)


def _drawn(metric: Metric, point: Point) -> object:
    if not point.marks:
        return _value(point)
    status = "bad-line" if is_bad(metric, point) else "good-line"
    colour = token("ink" if metric.better is Better.BAND else status)
    return {
        "value": _value(point), "symbol": "diamond", "symbolSize": MARKED, "itemStyle": {"color": colour},
    }  # fmt: skip


def is_bad(metric: Metric, point: Point) -> bool:
    return metric.better is not Better.BAND and (point.side > 0) is (metric.better is Better.LOWER)


def _row(metric: Metric, point: Point) -> list[object]:
    levels = [point.low, point.centre, point.high]
    shown = [None if one is None else said(words.figure(metric, one)) for one in levels]
    cases = None if point.reading.n is None else formats.count(point.reading.n)
    marks = "; ".join(said(words.MARKS[mark]) for mark in point.marks)
    value = None if point.reading.value is None else said(words.figure(metric, point.reading.value))
    return [value, cases, *shown, marks]


def note(chart: Charted) -> str:
    """What the limits stand on."""
    stretch = chart.stretch
    if not stretch.baseline:
        return _("Too few months for limits: at least eight are needed.")
    how = said(words.BASES[chart.basis])
    if stretch.frozen:
        return _("%(how)s. Limits from %(months)s months, frozen.") % {"how": how, "months": stretch.baseline}
    return _("%(how)s. Limits from %(months)s months, until there are 24.") % {
        "how": how,
        "months": stretch.baseline,
    }


def table(found: Told, stores: Sequence[Store], *, month: str, store: str = "") -> Table:
    """What stands out beyond chance, the surest first, good and bad."""
    names = {one.code: one.name for one in stores}
    language = words.page_language()
    columns = [
        Column(_("Metric")),
        Column(_("Store")),
        Column(_("Month")),
        Column(_("Value"), number=True),
        Column(_("Why")),
        Column(_("Distance"), unit=_("SD"), number=True),
        Column(_("At stake"), unit=formats.wan_unit(language), number=True),
    ]
    rows = [_line(one, names[one.store], month, language) for one in found.lines if store in ("", one.store)]
    return Table(_("Signals"), columns, rows, cards=True)


def _line(one: Line, store: str, month: str, language: Language) -> list[Cell | object]:
    status = {True: "bad", False: "good", None: "info"}[one.worse]
    address = f"{reverse('targets:signal', args=[one.slug])}?store={one.store}&month={month}"
    return [
        Cell(metric_name(one.slug), url=address, status=status),
        store,
        formats.month(one.month, language),
        said(one.value),
        said(one.reason),
        f"{one.distance:.1f}",
        None if one.stake_fen is None else formats.wan(one.stake_fen, language).number,
    ]


def meanings() -> list[tuple[str, str]]:
    """What the columns of the list say, for the sheet of definitions."""
    return [
        (
            _("Signal"),
            _(
                "A month outside the limits of the store's own past, or part of a lasting shift, that is "
                "beyond chance among all stores and metrics together: at most one in ten is a false alarm."
            ),
        ),
        (_("Distance"), _("How far from the centre, in standard deviations of the store's usual months.")),
        (_("At stake"), _("The money of the month between what the store is used to and what it is.")),
    ]


def judged_line(found: Told, slug: str, store: str) -> str:
    """One sentence on the newest month of a chart; never that all is well where nothing was judged."""
    verdict, line = found.verdicts.get((store, slug)), found.line(store, slug)
    if verdict is None:
        return _("The month is still running: only shares are judged.")
    if line:
        return said(line.reason)
    sentences = {
        Verdict.CHANCE: _(
            "Conspicuous on its own chart, yet among all stores and metrics looked at together it may be "
            "chance."
        ),
        Verdict.WITHIN: _("Within what the store is used to."),
        Verdict.SILENT: _("Not judged in this month: there is no figure yet, or too few cases."),
        Verdict.NO_LIMITS: _("Not judged: there are too few months for limits."),
    }
    return sentences[verdict]


def metric_name(slug: str) -> str:
    return said(metric_of(slug).name)
