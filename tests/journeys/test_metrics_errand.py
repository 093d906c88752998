"""Every figure of the dictionary has its page; without data it names the file that would bring it."""

from __future__ import annotations

import html
import re

import pytest
from django.conf import settings
from tests.journeys.test_comparison import Reader
from tests.targets.conftest import own_home
from tests.targets.region import HEADER, LAST, NOW, orders
from tests.targets.region import bring as bring_orders

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options
from biaogan.org.actions import create_store
from house_world import build

pytestmark = pytest.mark.timeout(600)  # a region is imported first


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to("2026-06-20T12:00:00+08:00", tick=False)
    with own_home(tmp_path) as home:
        made = build()
        bring_orders(home, ["T-own", "T-sister"])
        yield made


def test_a_figure_is_found_and_says_what_it_is_or_what_is_missing(world):
    reader = Reader(world.client("regional_manager"))
    listed = reader.opens(f"/metrics?month={LAST}")
    assert {slug for slug in CATALOGUE if f"/metrics/{slug}?" not in html.unescape(listed)} == set()

    found = reader.opens(f"/metrics?month={LAST}&words=first-time")
    assert "/metrics/first-time-fix?" in found
    page = reader.follows("/metrics/first-time-fix?")
    assert "Other definitions in use" in page
    assert "Worked example" in page

    page = reader.opens(f"/metrics/absorption?month={LAST}&store=T-own")
    assert "The figure comes from:" in page
    value = re.search(r'class="kpi-value">(.*?)</p>', page, re.DOTALL)
    assert value
    assert re.sub(r"<[^>]+>", "", value[1]).strip() == "—"


def test_a_store_that_opened_last_month_has_figures_and_no_judgement(world):
    """Its figures stand there; limits, ranks and looks back wait until there is enough of it."""
    lines = [HEADER, *(line for line in orders("T-far") if f"FAR{LAST.replace('-', '')}" in line)]
    path = settings.BIAOGAN_HOME / "新店.csv"
    path.write_text("\n".join(line.replace("T-far", "T-new") for line in lines) + "\n", encoding="utf-8-sig")
    create_store(code="T-new", name="新开店", region=world.regions["own"], by=None)
    import_paths(paths=[path], options=Options(), by=None, at=NOW, below=settings.BIAOGAN_HOME)

    reader = Reader(world.client("regional_manager"))
    assert "94.4%" in reader.opens(f"/metrics/on-time-delivery?month={LAST}&store=T-new")
    chart = reader.follows("/signals/on-time-delivery?")
    assert "Not judged: there are too few months for limits." in chart
    assert "Too few months for limits: at least eight are needed." in chart
    compared = reader.opens(f"/metrics/revenue-per-visit/comparison?month={LAST}")
    row = next(one for one in compared.split("<tr") if "新开店" in one and "1,200" in one)
    cells = [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<td.*?</td>", row, re.DOTALL)]
    assert "—" in cells, "a figure without a rank"
    why = reader.opens(f"/metrics/revenue/why?month={LAST}&store=T-new&against=year")
    assert "There is no figure of May 2025 to hold May 2026 against." in why
