"""Sparklines, intervals, charts: what is missing stays missing, and data cannot break out of the page."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

import biaogan.ui
from biaogan.ui import charts, sparkline
from biaogan.ui.charts import Chart, Series
from biaogan.ui.formats import Language
from biaogan.ui.intervals import Interval, Intervals
from biaogan.ui.kpi import Kpi

STATIC = Path(biaogan.ui.__file__).parent / "static"


def test_a_missing_month_is_a_gap_in_the_sparkline():
    stretches = sparkline.runs(sparkline.points([1, 2, None, 3]))
    assert [len(stretch) for stretch in stretches] == [2, 1]


def test_a_level_line_lies_in_the_middle():
    assert {place[1] for place in sparkline.points([5, 5, 5])} == {sparkline.HEIGHT / 2}


def test_no_values_draw_nothing():
    assert sparkline.svg([]) == sparkline.svg([None, None]) == ""


def test_the_label_of_a_sparkline_is_escaped():
    assert "<b>" not in sparkline.svg([1, 2], "<b>")


def lines():
    return [Interval("A", 90, 80, 95, cases=40), Interval("B", None, None, None), Interval("C", 70, 60, 75)]


def test_intervals_share_one_scale():
    first, _, third = Intervals("x", "percent", lines(), target=92).drawn
    assert 'x2="216.0"' in first.picture
    assert 'x1="4.0"' in third.picture


def test_an_interval_without_a_reading_has_no_picture():
    missing = Intervals("x", "percent", lines()).drawn[1]
    assert missing.picture == ""
    assert str(missing.figure) == "—"


def chart(**changes):
    settings = {"unit": "percent", "language": Language.EN, **changes}
    return charts.time_chart(
        "Fix", ["2026-01", "2026-02"], [Series("Now", [Decimal("91.25"), None])], **settings
    )


def test_a_missing_value_is_null_in_the_option_and_a_dash_in_the_table():
    drawn = chart()
    assert drawn.option["series"][0]["data"] == [Decimal("91.25"), None]
    assert '"data": [91.25, null]' in drawn.option_json
    assert drawn.rows == [["Jan 2026", "91.3%"], ["Feb 2026", "—"]]


def test_the_option_cannot_close_its_script():
    drawn = Chart("x", {"name": "</script><b>&"}, [], [])
    assert "<" not in drawn.option_json
    assert "\\u003c/script\\u003e" in drawn.option_json


def test_an_option_holds_only_what_json_holds():
    with pytest.raises(TypeError):
        _ = Chart("x", {"when": object()}, [], []).option_json


def test_a_bar_begins_at_nought_and_its_status_has_a_mark():
    drawn = charts.bar_chart(
        "Fix", ["A", "B"], [90, 40], unit="percent", language=Language.EN, statuses=["good", "bad"]
    )
    assert drawn.option["xAxis"]["scale"] is False
    assert drawn.option["yAxis"][1]["data"] == ["✓ 90.0%", "✕ 40.0%"]
    assert drawn.rows == [("A", "90.0%"), ("B", "40.0%")]


def test_every_formatter_named_in_python_exists_in_the_script():
    script = (STATIC / "ui" / "chart.js").read_text(encoding="utf-8")
    block = script[script.index("const formats = {") :].split("\n  };")[0]
    for name in charts.FORMATTERS:
        assert f"\n    {name}: " in block
    with pytest.raises(ValueError, match="knows no formatter"):
        charts.formatter("guess")


def test_every_colour_named_in_python_is_a_token_of_the_stylesheet():
    tokens = (STATIC / "ui" / "tokens.css").read_text(encoding="utf-8")
    for name in (
        "series-1",
        "series-2",
        "series-3",
        "series-4",
        "ink-2",
        "good-line",
        "watch-line",
        "bad-line",
    ):
        assert tokens.count(f"--{name}:") == 3  # light, dark by the system, dark by choice


def test_a_card_without_a_value_shows_a_dash():
    with translation.override("zh-hans"):
        card = Kpi("x", None, "CNY", attainment=None)
        assert str(card.figure) == "—"
        assert card.bar is card.tick is None


def test_the_bar_of_a_card_stays_inside_its_frame():
    assert Kpi("x", 1, "count", attainment=Decimal("132.4"), elapsed=-1).bar == 100
    assert Kpi("x", 1, "count", attainment=50, elapsed=-1).tick == 0
