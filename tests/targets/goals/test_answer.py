"""The one answer on targets: set or filed, of a store or of the region."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.targets.goals.test_setting import AT, MONTH, wish

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.intake.actions import import_paths, undo_batch
from biaogan.intake.models import Batch
from biaogan.intake.staging import Options
from biaogan.targets.goals import stored
from biaogan.targets.goals.actions import Wish, set_goals
from biaogan.targets.goals.goal import FROM_FILE, FROM_STORES, weighted_mean
from biaogan.targets.goals.progress import attained, share_of, time_progress
from biaogan.targets.goals.queries import goals
from biaogan.targets.models import GoalSource

DAY = date(2026, 5, 31)
TWO = ["T-own", "T-sister"]


def file_brings(folder, *lines, at=AT, name="目标.csv"):
    path = folder / name
    path.write_text("门店,月份,指标,目标值\n" + "\n".join(lines) + "\n", encoding="utf-8-sig")
    return import_paths(paths=[path], options=Options(), by=None, at=at, below=folder)


def put(world, *wishes, at=AT):
    return set_goals(wishes=wishes, source=GoalSource.TYPED, note="x", at=at, by=None)


def region_wish(world, value, slug="revenue"):
    return Wish(slug, world.regions["own"], MONTH, Decimal(value))


def answer(place, *, slug="revenue", stores=TWO, day=DAY):
    return goals([slug], stores=stores, months=[MONTH], as_of=day).get((slug, place, MONTH))


def test_the_stores_make_the_region_and_who_is_missing_is_named(world):
    put(world, wish(world, 500_000))
    whole = answer("region")
    assert (whole.value, whole.source, whole.missing) == (500_000, FROM_STORES, ("T-sister",))
    put(world, wish(world, 300_000, place="sister"))
    assert (answer("region").value, answer("region").missing) == (800_000, ())


def test_the_regions_own_target_counts_for_the_whole_region_alone(world):
    put(world, wish(world, 500_000), wish(world, 300_000, place="sister"), region_wish(world, 900_000))
    assert answer("region").value == 900_000
    assert answer("region", stores=["T-own"]).value == 500_000, "a store's manager sees no region"
    assert answer("region", stores=[*TWO, "T-far"]).value == 800_000, "one region of two has its own"


def test_the_newest_word_holds_whether_set_or_filed(world, tmp_path):
    file_brings(tmp_path, "T-own,2026-05,售后产值,400000")
    assert (answer("T-own").value, answer("T-own").source) == (400_000, FROM_FILE)
    put(world, wish(world, 450_000, seen=400_000), at=AT + timedelta(days=2))
    assert answer("T-own").value == 450_000
    file_brings(tmp_path, "T-own,2026-05,售后产值,470000", at=AT + timedelta(days=4), name="目标二.csv")
    assert answer("T-own").value == 470_000
    assert answer("T-own", day=AT.date() + timedelta(days=3)).value == 450_000, (
        "as of the day before the file"
    )
    undo_batch(batch=Batch.objects.latest("position"), by=None, at=AT + timedelta(days=5))
    assert answer("T-own").value == 450_000, "undoing an import takes exactly its targets away"


def test_files_name_any_metric_and_what_they_name_in_vain_is_said(world, tmp_path):
    file_brings(tmp_path, "T-own,2026-05,NPS,60", "T-own,2026-05,门店印象,7", "T-sister,2026-05,售后产值,0")
    assert answer("T-own", slug="nps").value == 60
    assert answer("T-sister") is None
    assert stored.unused(TWO) == stored.Unused(("门店印象",), 1)
    assert stored.unused(["T-far"]) == stored.Unused((), 0)


def test_shares_are_weighted_by_what_they_are_shares_of():
    assert weighted_mean([Decimal(90), Decimal(80)], [Decimal(300), Decimal(100)]) == Decimal("87.5")
    assert weighted_mean([Decimal(90), Decimal(80)], [Decimal(0), Decimal(0)]) == 85
    third = Decimal(1) / 3
    assert weighted_mean([third, third], [Decimal(1), Decimal(7)]) == third


def test_equal_levels_make_the_same_level(world):
    put(world, wish(world, 95, slug="on-time-delivery"),
        wish(world, 95, slug="on-time-delivery", place="sister"))  # fmt: skip
    assert answer("region", slug="on-time-delivery").value == 95


@pytest.mark.parametrize(
    ("slug", "value", "target", "share"),
    [
        ("revenue", 90, 100, 90), ("revenue", None, 100, None), ("on-time-delivery", 96, 96, 100),
        ("comeback-rate", 3, 2, 50), ("comeback-rate", 1, 2, 150), ("comeback-rate", 9, 2, 0),
        ("comeback-rate", 0, 0, 100), ("comeback-rate", 1, 0, 0), ("revenue-per-visit", 2500, 2800, None),
    ],
)  # fmt: skip
def test_attainment_follows_the_direction(slug, value, target, share):
    value = None if value is None else Decimal(value)
    assert share_of(metric_of(slug), value, Decimal(target)) == share


def test_time_runs_for_what_grows_day_by_day_and_not_for_shares(world):
    put(world, wish(world, 500_000), wish(world, 95, slug="on-time-delivery"))
    half = date(2026, 5, 16)
    money = attained(metric_of("revenue"), answer("T-own"), Decimal(300_000), today=half)
    assert money.share == 60
    assert money.elapsed == time_progress(MONTH, half)
    assert money.ahead == money.share - money.elapsed.working
    share = attained(
        metric_of("on-time-delivery"), answer("T-own", slug="on-time-delivery"), Decimal(90), today=half
    )
    assert (share.elapsed, share.ahead, share.gap) == (None, None, -5)
    assert attained(metric_of("revenue"), answer("T-own"), None, today=half).share is None


def test_the_festival_passes_slowly_by_working_days():
    """Eight days around 17 February 2026 are much of the calendar and little of the business."""
    before, after = (time_progress("2026-02", day) for day in (date(2026, 2, 15), date(2026, 2, 23)))
    assert after.working - before.working < (after.calendar - before.calendar) / 2
    assert time_progress("2026-02", date(2026, 3, 1)).working == 100
