"""The scorecard: wrong weights are said, a change keeps its name, a score opens down to the rows."""

from __future__ import annotations

import pytest
from tests.journeys.test_comparison import Reader
from tests.targets.conftest import own_home
from tests.targets.region import LAST
from tests.targets.region import bring as bring_orders

from biaogan.targets.models import Scorecard
from house_world import build

WEIGHTS = {"revenue": "60", "on-time-delivery": "40"}
LIMITS = {"standard-on-time-delivery": "90", "red_line-on-time-delivery": "50"}

pytestmark = pytest.mark.timeout(600)  # a region is imported first


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to("2026-06-20T12:00:00+08:00", tick=False)
    with own_home(tmp_path) as home:
        made = build()
        bring_orders(home, ["T-own", "T-sister"])
        yield made


def sent(weights, note="上半年以交车准时为重"):
    return {**LIMITS, **{f"weight-{slug}": one for slug, one in weights.items()}, "month": LAST, "note": note}


def test_from_weights_to_rank_red_line_metric_and_rows(world):
    manager = world.client("regional_manager")
    reader = Reader(manager)
    before = reader.opens(f"/scorecard?month={LAST}")
    assert "gives its weight to its neighbours" in before

    wrong = manager.post("/scorecard/weights/save", sent(WEIGHTS | {"revenue": "50"})).content.decode()
    assert "The weights add up to 90, not to 100: 10 are missing." in wrong
    assert 'name="weight-revenue" value="50"' in wrong
    text = manager.post("/scorecard/weights/save", sent(WEIGHTS | {"revenue": "六十"})).content.decode()
    assert "“六十” is not a number." in text
    assert Scorecard.objects.count() == 0

    cells = {f"revenue|{store}|{LAST}": "43.2" for store in ("T-own", "T-sister")}
    assert manager.post("/goals/save?metric=revenue&year=2026", cells | {"seen": "{}"}).status_code == 302
    assert manager.post("/scorecard/weights/save", sent(WEIGHTS)).status_code == 302
    history = reader.opens("/scorecard/weights")
    for word in ("上半年以交车准时为重", "regional_manager", "10 → 60"):
        assert word in history

    region = reader.opens(f"/scorecard?month={LAST}")
    assert region.index("own店") < region.index("sister店"), "beyond its red line a store stands last"
    assert "Rank holds under" in region
    own = reader.follows("/scorecard/stores/T-own?")
    # revenue on its target: 100 points; 34 of 36 on time against 90 %: 104.9
    assert "102.0" in own
    reader.opens(f"/scorecard/stores/T-sister?month={LAST}")
    assert "red line" in reader.shown.lower()
    rows = reader.follows("/metrics/on-time-delivery/rows?")
    assert "TER202605" in rows

    keeper = world.client("store_manager")
    assert keeper.post("/scorecard/weights/save", sent(WEIGHTS)).status_code == 403
    assert keeper.get(f"/scorecard/stores/T-sister?month={LAST}").status_code == 404
