"""Forecasts as fans: twelve quarters of change against the status quo, one chart a measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.engine.methods.three_year.assumptions import WORDS
from biaogan.engine.methods.three_year.forecast import Changes, Fan, Forecast
from biaogan.targets.decisions.testing import Tested
from biaogan.targets.decisions.wording import MEASURES, axis_unit, gap
from biaogan.targets.written import said
from biaogan.ui import formats
from biaogan.ui.charts import Chart, Height, bar_chart, formatter, token

Option = dict[str, Any]
FAINT, DENSE = 0.18, 0.38
LEAST_BEARING, MOST_BARS = 0.05, 8
PERCENT = ("revenue_percent", "gross_profit_percent")


def fans(tested: Tested) -> list[Chart]:
    return [_fan(name, tested) for name in MEASURES]


def _fan(name: str, tested: Tested) -> Chart:
    literature, cautious = tested.runs
    quarters = [_("Q%(number)d") % {"number": number} for number in range(1, 13)]
    own, other = _of(literature, name), _of(cautious, name)
    series = [
        *_band([fan.p10 for fan in own], [fan.p90 for fan in own], FAINT, "wide"),
        *_band([fan.p25 for fan in own], [fan.p75 for fan in own], DENSE, "half"),
        _line(_("Middle, by literature"), [fan.p50 for fan in own]),
        _line(_("Middle, cautious"), [fan.p50 for fan in other], dashed=True),
    ]
    option: Option = {
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "legend": {"show": True, "top": 0, "right": 0, "itemWidth": 18, "itemHeight": 8,
                   "data": [one["name"] for one in series[-2:]]},
        "tooltip": {"show": False},  # it would name the parts the bands are built of; the table says all
        "xAxis": {"type": "category", "data": quarters, "boundaryGap": False,
                  "axisLabel": {"hideOverlap": True}, "axisLine": {"onZero": False}},
        "yAxis": {"type": "value", "name": axis_unit(name), "nameGap": 12,
                  "nameTextStyle": {"align": "left"}, "axisLabel": {"formatter": formatter("number")}},
        "series": series,
    }  # fmt: skip
    return Chart(
        str(MEASURES[name].label),
        option,
        _header(),
        _rows(name, literature, cautious),
        Height.SHORT,
        _note(name),
    )


def bearing(tested: Tested) -> Chart | None:
    """Which assumptions the result hangs on, the strongest first; None where it hangs on none."""
    strongest = [pair for pair in tested.trial.literature.rests_on if abs(pair[1]) >= LEAST_BEARING][
        :MOST_BARS
    ]
    if not strongest:
        return None
    names = [said(WORDS[name]) for name, _strength in strongest]
    values = [round(strength, 2) for _name, strength in strongest]
    language = formats.language_of(get_language())
    note = _(
        "Rank correlation with the present value, by literature: to the right, a higher value speaks for the "
        "decision; to the left, against it. A pilot measures the longest bar first."
    )
    return bar_chart(_("What the result hangs on"), names, values, unit="ratio", language=language, note=note)


def _of(run: Forecast, name: str) -> list[Fan]:
    return [getattr(one, name) for one in run.quarters]


def _band(low: Sequence[float], high: Sequence[float], opacity: float, stack: str) -> list[Option]:
    """Two stacked lines without strokes: up to the low end, and from there to the high one."""
    plain: Option = {
        "type": "line", "stack": stack, "stackStrategy": "all", "symbol": "none", "silent": True,
        "lineStyle": {"opacity": 0}, "itemStyle": {"color": token("series-1")},
    }  # fmt: skip
    width = [top - bottom for bottom, top in zip(low, high, strict=True)]
    shade = {"color": token("series-1"), "opacity": opacity}
    return [
        {**plain, "name": f"{stack}-low", "data": _rounded(low)},
        {**plain, "name": f"{stack}-high", "data": _rounded(width), "areaStyle": shade},
    ]


def _line(name: str, values: Sequence[float], *, dashed: bool = False) -> Option:
    colour = token("series-2" if dashed else "series-1")
    style = {"color": colour, "width": 1.5 if dashed else 2, "type": "dashed" if dashed else "solid"}
    return {
        "name": name, "type": "line", "symbol": "none", "data": _rounded(values),
        "lineStyle": style, "itemStyle": {"color": colour},
    }  # fmt: skip


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(value, 4) for value in values]


def _header() -> list[str]:
    return [
        "",
        _("Low end (1 of 10 lies below)"),
        _("Lower quarter"),
        _("Middle"),
        _("Upper quarter"),
        _("High end (1 of 10 lies above)"),
    ]


def _rows(name: str, literature: Forecast, cautious: Forecast) -> list[list[object]]:
    rows: list[list[object]] = []
    for preset, run in ((_("by literature"), literature), (_("cautious"), cautious)):
        for year, changes in enumerate(run.years, start=1):
            label = _("Year %(year)d, %(preset)s") % {"year": year, "preset": preset}
            rows.append([label, *_ends(name, changes)])
    return rows


def _ends(name: str, changes: Changes) -> list[str]:
    fan: Fan = getattr(changes, name)
    return [gap(name, value) for value in (fan.p10, fan.p25, fan.p50, fan.p75, fan.p90)]


def _note(name: str) -> str:
    if name in PERCENT:
        return _(
            "Change against the status quo, quarter by quarter; eight of ten draws lie in the shaded band."
        )
    return _("Change against the status quo at the end of each quarter; eight of ten draws lie in the band.")
