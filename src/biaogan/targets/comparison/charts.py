"""The funnel: stores by cases and figure, between the limits that chance draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from biaogan.engine.methods.funnel import Funnel, FunnelPoint
from biaogan.engine.metrics.metric import Metric
from biaogan.ui import formats
from biaogan.ui.charts import Chart, Height, formatter, token, unit_formatter
from biaogan.ui.formats import Language

LIMITS = (
    ("warning_low", "dashed"),
    ("warning_high", "dashed"),
    ("alarm_low", "solid"),
    ("alarm_high", "solid"),
)


def funnel(
    found: Funnel,
    *,
    names: Mapping[str, str],
    metric: Metric,
    title: str,
    note: str,
    header: Sequence[str],
    outside: Mapping[str | None, str],
    language: Language,
) -> Chart:
    """`header`: store, cases, value, 95 % limits, remark; `outside`: the words of each remark."""
    factor, unit = metric.factor, metric.unit.value
    points = {code: point for code, point in found.stores.items() if point}
    ordered = sorted(points.values(), key=lambda point: point.size)
    option = {
        "grid": {"left": 8, "right": 48, "top": 16, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": {"type": "value", "scale": True, "axisLabel": {"formatter": formatter("count")}},
        "yAxis": {"type": "value", "scale": True, "axisLabel": {"formatter": unit_formatter(unit)}},
        "series": [
            _dots(points, names, factor),
            *(_line(name, stroke, ordered, factor) for name, stroke in LIMITS),
            _middle(found.target * factor, ordered),
        ],
    }
    rows = [
        _row(names[code], point, factor, unit, outside, language)
        for code, point in sorted(points.items(), key=lambda item: -item[1].size)
    ]
    return Chart(title, option, header, rows, Height.USUAL, note)


def _dots(points: Mapping[str, FunnelPoint], names: Mapping[str, str], factor: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "symbolSize": 9,
        "itemStyle": {"color": token("series-1")},
        "label": {"show": True, "formatter": "{b}", "position": "right"},
        "labelLayout": {"hideOverlap": True},
        "data": [
            {"name": names[code], "value": [point.size, point.value * factor]}
            for code, point in points.items()
        ],
    }


def _line(name: str, stroke: str, ordered: Sequence[FunnelPoint], factor: int) -> dict[str, Any]:
    return {
        "type": "line",
        "showSymbol": False,
        "silent": True,
        "lineStyle": {"color": token("line-strong"), "type": stroke, "width": 1.5},
        "data": [[point.size, getattr(point.limits, name) * factor] for point in ordered],
    }


def _middle(target: float, ordered: Sequence[FunnelPoint]) -> dict[str, Any]:
    ends = (ordered[0].size, ordered[-1].size) if ordered else ()
    return {
        "type": "line",
        "showSymbol": False,
        "silent": True,
        "lineStyle": {"color": token("ink-2"), "type": "dotted", "width": 1.5},
        "data": [[size, target] for size in ends],
    }


def _row(
    name: str,
    point: FunnelPoint,
    factor: int,
    unit: str,
    outside: Mapping[str | None, str],
    language: Language,
) -> list[str]:
    value = formats.figure(point.value * factor, unit, language)
    low, high = point.limits.warning_low * factor, point.limits.warning_high * factor
    span = f"{formats.grouped(low, 1)}–{formats.grouped(high, 1)}"
    return [name, formats.count(point.size), str(value), span, outside[point.outside]]
