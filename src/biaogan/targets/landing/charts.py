"""The errors of landings as a chart; pure: the words are arguments."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from biaogan.targets.landing.history import DAYS
from biaogan.targets.landing.queries import Tested
from biaogan.ui import formats
from biaogan.ui.charts import Chart, Height, formatter, token

HUNDRED = 100


def errors(
    tested: Sequence[Tested], *, title: str, whole: str, each: str, days: Sequence[str], note: str
) -> Chart | None:
    """Mean error by day of the month: the region, and the mean of its stores dashed; None untested."""
    places = [one for one in tested if one.errors]
    if not places:
        return None
    region = [one for one in places if one.store is None]
    stores = [one for one in places if one.store is not None]
    series = [(name, _means(group)) for name, group in ((whole, region), (each, stores)) if group]
    option = {
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "legend": {"show": len(series) > 1, "top": 0, "right": 0, "itemWidth": 18, "itemHeight": 8},
        "tooltip": {"trigger": "axis", "valueFormatter": formatter("percent")},
        "xAxis": {"type": "category", "data": list(days)},
        "yAxis": {"type": "value", "min": 0, "axisLabel": {"formatter": formatter("percent")}},
        "series": [_line(name, values, place) for place, (name, values) in enumerate(series)],
    }
    rows = [[day, *(str(formats.percent(values[at])) for _, values in series)] for at, day in enumerate(days)]
    return Chart(title, option, ["", *(name for name, _ in series)], rows, Height.SHORT, note)


def _means(places: Sequence[Tested]) -> list[float | None]:
    """In percent, by day; None where no place was tested."""
    found = [[one.errors[day].error * HUNDRED for one in places if day in one.errors] for day in DAYS]
    return [fmean(errors) if errors else None for errors in found]


def _line(name: str, values: Sequence[float | None], place: int) -> dict[str, object]:
    colour = token(f"series-{place + 1}")
    return {
        "name": name,
        "type": "line",
        "data": list(values),
        "itemStyle": {"color": colour},
        "lineStyle": {"color": colour, "width": 2, "type": "dashed" if place else "solid"},
    }
