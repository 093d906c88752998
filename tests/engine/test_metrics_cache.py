"""Readings from the cache are the readings."""

from __future__ import annotations

from datetime import date

import pytest

from biaogan.engine.facts.snapshot import Snapshot
from biaogan.engine.metrics import marts
from biaogan.engine.metrics.catalogue import CATALOGUE, all_totals, metric_of
from biaogan.engine.metrics.example import example_of
from biaogan.engine.metrics.marts import compiled
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
    assert len(files) == 4, "of the stores and of the region: what lasts, and what waits for windows"


def test_another_day_opens_other_windows_and_keeps_the_rest(tmp_path):
    ask(tmp_path)
    early = {(r.slug, r.place): r.value for r in ask(tmp_path, date(2025, 2, 4)) if r.month == "2025-01"}
    assert early["first-time-fix", "S1"] is None
    assert early["visits", "S1"] == 6
    assert len(list(tmp_path.rglob("*.arrow"))) == 6, "what lasts is not worked out again"


def test_the_sums_of_stores_serve_every_region_and_a_region_is_its_own(tmp_path):
    """A transfer leaves the store and not the region; a vehicle of two stores counts once."""
    with_both, with_one = ["S1", "S2"], ["S1"]
    for stores in (with_both, with_one):
        example = example_of("turnover")
        asked = {
            "months": ["2025-12"], "stores": stores, "as_of": example.as_of, "by": "both",
        }  # fmt: skip
        plain = readings(example.snapshot(), list(CATALOGUE), **asked)
        assert readings(example.snapshot(), list(CATALOGUE), cache=tmp_path, **asked) == plain
    stores = [path for path in tmp_path.rglob("*.arrow") if "-stores" in path.name]
    assert len(stores) == 2


def test_without_a_region_none_is_worked_out(tmp_path):
    example = example_of("revenue")
    asked = {"months": ["2025-01"], "stores": ["S1"], "as_of": example.as_of, "by": "store"}
    assert readings(example.snapshot(), ["revenue"], cache=tmp_path, **asked)
    assert len(list(tmp_path.rglob("*.arrow"))) == 2


def test_questions_compiled_once_are_found_by_the_next_process(tmp_path, monkeypatch):
    """What is asked of other stores and another day is the same question with its blanks filled in."""

    def found(stores, as_of):
        example = example_of("first-time-fix")
        snapshot = example.snapshot()
        snapshot.compiled = tmp_path
        slugs, months = ["first-time-fix", "active-vehicles", "turnover"], ["2025-01"]
        return readings(snapshot, slugs, months=months, stores=stores, as_of=as_of, by="both")

    monkeypatch.setattr(compiled, "KNOWN", {})
    first = found(["S1"], date(2025, 3, 1))
    questions = sorted(tmp_path.rglob("*.json"))
    assert len(questions) > 10
    monkeypatch.setattr(compiled, "KNOWN", {})
    monkeypatch.setattr(compiled, "_compiled", lambda *_: pytest.fail("compiled again"))
    assert found(["S1"], date(2025, 3, 1)) == first
    assert [one.value for one in found(["S'2"], date(2025, 3, 1)) if one.place == "S'2"] == [None] * 3
    assert found(["S1"], date(2025, 2, 1)) != first
    assert sorted(tmp_path.rglob("*.json")) == questions


def test_what_other_code_compiled_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "KNOWN", {})
    old = tmp_path / "of-other-code" / "question.json"
    old.parent.mkdir()
    old.write_text("{}", encoding="utf-8")
    example = example_of("revenue")
    snapshot = example.snapshot()
    snapshot.compiled = tmp_path
    readings(snapshot, ["revenue"], months=["2025-01"], stores=["S1"], as_of=example.as_of)
    assert not old.exists()
    assert list(tmp_path.rglob("*.json"))


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


def test_questions_in_sql_and_through_ibis_give_the_same(monkeypatch):
    """A snapshot cut at a day, and Spark, ask through Ibis."""
    example = example_of("first-time-fix")
    slugs = [
        "revenue",
        "visits",
        "first-time-fix",
        "active-vehicles",
        "turnover",
        "appointment-rate",
        "wip-orders",
    ]
    asked = {"months": ["2025-01", "2025-02"], "stores": ["S1"], "as_of": date(2025, 3, 1), "by": "both"}
    in_sql = readings(example.snapshot(), slugs, **asked)
    monkeypatch.setattr(Snapshot, "embedded", None)
    monkeypatch.setattr(marts, "question", lambda *_: pytest.fail("asked in SQL"))
    assert readings(example.snapshot(), slugs, **asked) == in_sql
    assert any(one.value for one in in_sql)
