"""Readings from the cache are the readings."""

from __future__ import annotations

from datetime import date

from biaogan.engine.metrics.catalogue import CATALOGUE, all_totals, metric_of
from biaogan.engine.metrics.example import example_of
from biaogan.engine.metrics.reading import readings

SLUGS = ["revenue", "visits", "first-time-fix", "revenue-per-visit", "wip-orders"]


def ask(tmp_path=None, as_of=date(2025, 3, 1), cut=None, slugs=SLUGS):
    example = example_of("first-time-fix")
    months = ["2025-01", "2025-02"]
    return readings(
        example.snapshot(),
        slugs,
        months=months,
        stores=["S1"],
        as_of=as_of,
        by="both",
        cut=cut,
        cache=tmp_path,
    )


def test_the_cache_gives_what_was_computed(tmp_path):
    computed = ask()
    assert ask(tmp_path) == computed
    files = sorted(path.name for path in tmp_path.rglob("*.arrow"))
    assert ask(tmp_path) == computed
    assert sorted(path.name for path in tmp_path.rglob("*.arrow")) == files
    assert len(files) == 2


def test_another_day_opens_other_windows_and_keeps_the_rest(tmp_path):
    ask(tmp_path)
    early = {(r.slug, r.place): r.value for r in ask(tmp_path, date(2025, 2, 4)) if r.month == "2025-01"}
    assert early["first-time-fix", "S1"] is None
    assert early["visits", "S1"] == 6
    assert len(list(tmp_path.rglob("*.arrow"))) == 3


def test_a_cut_adds_up_to_the_whole():
    whole = {r.month: r.value for r in ask(slugs=["visits"]) if r.place == "S1"}
    parts = [r for r in ask(slugs=["visits"], cut="biz_type") if r.place == "S1" and r.value is not None]
    assert {r.by["biz_type"] for r in parts} == {"repair", "maintenance", "warranty"}
    for month, value in whole.items():
        assert sum(r.value for r in parts if r.month == month) == value


def test_months_outside_the_data_are_present_and_empty():
    example = example_of("revenue")
    found = readings(
        example.snapshot(), list(CATALOGUE), months=["1999-01"], stores=["S1"], as_of=example.as_of, by="both"
    )
    assert len(found) == 2 * len(CATALOGUE)
    assert {reading.value for reading in found} == {None}


def test_totals_have_names_of_their_own():
    named = {}
    for total in all_totals():
        assert named.setdefault(total.name, total) is total


def test_a_variant_is_asked_for_by_its_own_slug():
    assert metric_of("on-time-delivery/strict").name.en == "Without the 15 minutes"
