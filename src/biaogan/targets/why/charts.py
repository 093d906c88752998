"""The waterfall: from what a figure was to what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from biaogan.ui.charts import Chart, Height, formatter, token, unit_formatter

MANY = 6
AIR = 0.15  # of the span of all bars, left below the lowest end


@dataclass(frozen=True)
class Bar:
    """From `start` to `end`; a whole figure stands on the ground."""

    name: str
    start: float
    end: float
    written: str
    whole: bool = False


def waterfall(
    title: str, bars: Sequence[Bar], *, unit: str, note: str, header: Sequence[str], rest: Sequence[str]
) -> Chart:
    """`header`: step, change; `rest`: the line of what is left unexplained, for the table."""
    ground = _ground(bars)
    spans = [_span(bar, ground) for bar in bars]
    option: dict[str, Any] = {
        "grid": {"left": 8, "right": 8, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"show": False},
        "xAxis": {
            "type": "value", "min": ground, "scale": True, "splitNumber": 3,
            "axisLabel": {"formatter": unit_formatter(unit), "hideOverlap": True},
        },
        "yAxis": [
            _axis([bar.name for bar in bars]),
            {**_axis([bar.written for bar in bars]), "position": "right"},
        ],
        "series": [
            {**_stacked("transparent"), "data": [low for low, _ in spans]},
            {
                **_stacked(token("series-1")),
                "data": [
                    {"value": width, "itemStyle": {"color": token(_tone(bar))}}
                    for bar, (_, width) in zip(bars, spans, strict=True)
                ],
            },
        ],
    }  # fmt: skip
    option["yAxis"][0]["axisLabel"] = {"formatter": formatter("text"), "width": 120, "overflow": "break"}
    rows = [[bar.name, bar.written] for bar in bars]
    rows.insert(len(rows) - 1, list(rest))
    return Chart(title, option, header, rows, Height.TALL if len(bars) > MANY else Height.USUAL, note)


def _ground(bars: Sequence[Bar]) -> float:
    """Nought where it is near, else a little below the lowest end: small steps would not be seen."""
    ends = [end for bar in bars for end in (bar.start, bar.end) if not bar.whole]
    ends += [bar.end for bar in bars if bar.whole]
    low, high = min(ends), max(ends)
    beneath = low - AIR * (high - low) if high > low else min(low, 0.0)
    return min(0.0, beneath) if low <= 0 or beneath <= 0 else beneath


def _span(bar: Bar, ground: float) -> tuple[float, float]:
    """The invisible part from the axis' foot, and the visible part."""
    start = ground if bar.whole else bar.start
    low, high = min(start, bar.end), max(start, bar.end)
    return low, high - low


def _stacked(colour: object) -> dict[str, Any]:
    return {
        "type": "bar", "stack": "whole", "stackStrategy": "all", "barMaxWidth": 22, "silent": True,
        "itemStyle": {"color": colour},
    }  # fmt: skip


def _tone(bar: Bar) -> str:
    """Whole figures darkest, rises and falls in two tones: the sign beside the bar says which."""
    if bar.whole:
        return "series-1"
    return "series-2" if bar.end >= bar.start else "series-3"


def _axis(names: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "category", "inverse": True, "data": list(names), "axisLine": {"show": False},
    }  # fmt: skip
