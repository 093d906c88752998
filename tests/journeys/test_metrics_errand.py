"""Every figure of the dictionary has its page; without data it names the file that would bring it."""

from __future__ import annotations

import html
import re

import pytest
from tests.journeys.test_comparison import Reader
from tests.targets.conftest import own_home
from tests.targets.region import LAST
from tests.targets.region import bring as bring_orders

from biaogan.engine.metrics.catalogue import CATALOGUE
from house_world import build


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


def test_a_store_that_opened_last_month_is_shown_and_not_ranked(world, tmp_path):
    """Its figures stand there; bands, limits and years before wait until there is enough."""
    reader = Reader(world.client("regional_manager"))
    page = reader.opens("/metrics/retention?month=2025-03&store=T-own")
    assert "—" in page
