"""Charts as data: an ECharts option, and the table that says the same without a picture.

Python cannot put a function into JSON. Where ECharts wants one, `formatter("percent")` names a
function of chart.js; where it wants a colour of the theme, `token("series-1")` names a CSS property.
Colour means status only, so series differ by tone and dash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.safestring import SafeString

from biaogan.ui import formats
from biaogan.ui.formats import Language, Number

Option = dict[str, Any]


class Height(StrEnum):
    SHORT = "short"
    USUAL = "usual"
    TALL = "tall"


@dataclass(frozen=True)
class Chart:
    """A picture and its table. `note` says in one sentence what to see; it is read aloud too."""

    title: str
    option: Mapping[str, Any]
    header: Sequence[str]
    rows: Sequence[Sequence[object]]
    height: Height = Height.USUAL
    note: str = ""

    @property
    def option_json(self) -> SafeString:
        text = json.dumps(self.option, ensure_ascii=False, default=_plain)
        for character in "<>&":  # nothing in the data may close the script element
            text = text.replace(character, f"\\u{ord(character):04x}")
        return SafeString(text)


@dataclass(frozen=True)
class Series:
    name: str
    values: Sequence[Number | None]
    dashed: bool = False
    bars: bool = False


FORMATTERS = frozenset({"money", "percent", "count", "number", "month", "text"})


def formatter(name: str) -> Option:
    """The name of a function of chart.js, put where ECharts expects a function."""
    if name not in FORMATTERS:
        raise ValueError(f"chart.js knows no formatter {name!r}; it knows {sorted(FORMATTERS)}")
    return {"$format": name}


def token(name: str) -> Option:
    """A colour of the theme, by the name of its CSS property without the dashes."""
    return {"$token": name}


def unit_formatter(unit: str) -> Option:
    if unit in formats.MONEY_UNITS:
        return formatter("money")
    return formatter({"percent": "percent", "count": "count"}.get(unit, "number"))


def time_chart(
    title: str,
    months: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str,
    language: Language,
    target: Number | None = None,
    note: str = "",
    height: Height = Height.USUAL,
) -> Chart:
    """Lines or bars over months (YYYY-MM). A missing value is a gap in the line."""
    option = _frame(unit, several=len(series) > 1)
    if len(series) == 1 and not formats.unit_word(unit, language):
        option["grid"]["top"] = 12  # neither legend nor unit stands above
    option["xAxis"] = {
        "type": "category",
        "data": list(months),
        "boundaryGap": any(one.bars for one in series),
        "axisLabel": {"formatter": formatter("month"), "hideOverlap": True, "lineHeight": 14},
    }
    option["yAxis"] = _value_axis(unit, language)
    option["series"] = [_drawn(one, place) for place, one in enumerate(series)]
    if target is not None:
        option["series"][0]["markLine"] = _target_line(target, "yAxis")
    header = ["", *(one.name for one in series)]
    rows = [
        [
            formats.month(when, language),
            *(str(formats.figure(one.values[at], unit, language)) for one in series),
        ]
        for at, when in enumerate(months)
    ]
    return Chart(title, option, header, rows, height, note)


MANY_BARS = 8


def bar_chart(
    title: str,
    names: Sequence[str],
    values: Sequence[Number | None],
    *,
    unit: str,
    language: Language,
    statuses: Sequence[str] = (),
    target: Number | None = None,
    note: str = "",
) -> Chart:
    """One bar a name, lying, first name on top; a status colours its bar and is said in the table."""
    option = _frame(unit, several=False)
    written = [str(formats.figure(value, unit, language)) for value in values]
    option["grid"] = {"left": 8, "right": 8, "top": 8, "bottom": 8, "containLabel": True}
    # A bar begins at 0, or its length would lie.
    option["xAxis"] = {**_value_axis(unit, language), "name": "", "scale": False, "splitNumber": 3}
    option["yAxis"] = [_names(names), {**_names(_marked(written, statuses)), "position": "right"}]
    highest = max((value for value in values if value is not None), default=0)
    if unit == "percent" and 60 < highest <= 100:
        option["xAxis"]["max"] = 100
    bars: Option = {
        "type": "bar",
        "barMaxWidth": 18,
        "data": [
            {"value": value, "itemStyle": {"color": token(_bar_token(at, statuses))}}
            for at, value in enumerate(values)
        ],
    }
    if target is not None:
        bars["markLine"] = _target_line(target, "xAxis")
    option["series"] = [bars]
    rows = list(zip(names, written, strict=True))
    height = Height.TALL if len(names) > MANY_BARS else Height.USUAL
    return Chart(title, option, ["", formats.unit_word(unit, language)], rows, height, note)


def _names(names: Sequence[str]) -> Option:
    """An axis of names, first on top, without a line."""
    return {"type": "category", "inverse": True, "data": list(names), "axisLine": {"show": False}}


STATUS_MARKS = {"good": "\u2713", "watch": "!", "bad": "\u2715"}


def _marked(written: Sequence[str], statuses: Sequence[str]) -> list[str]:
    """The values at the end of their bars, with the mark of their status: the colour never speaks alone."""
    marks = [STATUS_MARKS.get(status, "") for status in statuses] or [""] * len(written)
    return [f"{mark} {value}".strip() for mark, value in zip(marks, written, strict=True)]


def _frame(unit: str, *, several: bool) -> Option:
    return {
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "legend": {"show": several, "top": 0, "right": 0, "itemWidth": 18, "itemHeight": 8},
        "tooltip": {"trigger": "axis", "valueFormatter": unit_formatter(unit)},
    }


def _value_axis(unit: str, language: Language) -> Option:
    return {
        "type": "value",
        "name": formats.unit_word(unit, language),
        "nameGap": 12,
        "nameTextStyle": {"align": "left"},
        "scale": unit == "percent",
        "axisLabel": {"formatter": unit_formatter(unit), "hideOverlap": True},
    }


def _drawn(series: Series, place: int) -> Option:
    colour = token(f"series-{place % 4 + 1}")
    drawn: Option = {
        "name": series.name,
        "type": "bar" if series.bars else "line",
        "data": list(series.values),
        "itemStyle": {"color": colour},
    }
    if series.bars:
        return {**drawn, "barMaxWidth": 24}
    first = place == 0
    stroke = "dashed" if series.dashed else "solid"
    line = {"color": colour, "width": 2 if first else 1.5, "type": stroke}
    return {**drawn, "lineStyle": line, "symbolSize": 5, "connectNulls": False, "showSymbol": first}


def _target_line(target: Number, axis: str) -> Option:
    return {
        "silent": True,
        "symbol": "none",
        "label": {"show": False},
        "lineStyle": {"color": token("ink-2"), "type": "dotted", "width": 1.5},
        "data": [{axis: target}],
    }


def _bar_token(at: int, statuses: Sequence[str]) -> str:
    status = statuses[at] if at < len(statuses) else ""
    return f"{status}-line" if status in ("good", "watch", "bad") else "series-1"


def _plain(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"a chart option holds {type(value).__name__}, which JSON does not")
