"""A theme over weeks as a chart."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.quality.feedback.queries import ThemeWeeks
from biaogan.ui import formats
from biaogan.ui.charts import Chart, formatter, token

PLACES = 2


def weeks_chart(found: ThemeWeeks) -> Chart:
    """Texts per 100 visits with the limits of chance."""
    rates = [None if point is None else round(point.value, PLACES) for point in found.points]
    upper = [None if point is None else round(point.upper, PLACES) for point in found.points]
    usual = [None if point is None else round(point.centre, PLACES) for point in found.points]
    option = {
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "legend": {"show": True, "top": 0, "right": 0, "itemWidth": 18, "itemHeight": 8},
        "tooltip": {"trigger": "axis", "valueFormatter": formatter("number")},
        "xAxis": {
            "type": "category", "data": [f"{week:%m-%d}" for week in found.weeks],
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {"type": "value", "axisLabel": {"formatter": formatter("number")}},
        "series": [
            _series(_("Per 100 visits"), rates, "series-1", "solid"),
            _series(_("Upper limit"), upper, "ink-2", "dashed"),
            _series(_("Usual"), usual, "series-2", "dotted"),
        ],
    }  # fmt: skip
    language = formats.language_of(get_language())
    rows = [
        [formats.week(week, language), texts, *(_shown(value) for value in (rate, centre, limit))]
        for week, texts, rate, centre, limit in zip(
            found.weeks, found.texts, rates, usual, upper, strict=True
        )
    ]
    header = [_("Week"), _("Texts"), _("Per 100 visits"), _("Usual"), _("Upper limit")]
    note = _("A week above the upper limit is more than chance brings along once in about 700 weeks.")
    return Chart(_("“%(theme)s” by week") % {"theme": found.theme.name}, option, header, rows, note=note)


def _series(name: str, values: list[float | None], colour: str, stroke: str) -> dict[str, object]:
    return {
        "name": name, "type": "line", "data": values, "connectNulls": False, "showSymbol": stroke == "solid",
        "symbolSize": 5, "itemStyle": {"color": token(colour)},
        "lineStyle": {"color": token(colour), "width": 1.5, "type": stroke},
    }  # fmt: skip


def _shown(value: float | None) -> str:
    return formats.NONE if value is None else formats.grouped(value, PLACES)
