"""The worked example of the KPI dictionary (7.C), read by the engine to the cent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from biaogan.engine.facts.snapshot import Snapshot
from biaogan.engine.methods.intervals import wilson
from biaogan.engine.metrics.reading import readings
from naive.frames import snapshot_of
from naive.golden import (
    AS_OF,
    EXPECTED,
    EXPECTED_FROM_HEADERS,
    MONTH,
    RETENTION_EXPECTED,
    RETENTION_MONTH,
    STORE,
    fix_facts,
    golden_facts,
    header_facts,
    nps_facts,
    region_facts,
    retention_facts,
)


def values(
    snapshot: Snapshot,
    slugs: list[str],
    month: str = MONTH,
    stores: tuple[str, ...] = (STORE,),
    as_of: date = AS_OF,
) -> dict[tuple[str, str], Any]:
    found = readings(snapshot, slugs, months=[month], stores=list(stores), as_of=as_of, by="both")
    return {(reading.slug, reading.place): reading for reading in found}


def same(found: Any, expected: Fraction) -> bool:
    return found is not None and abs(Fraction(found) - expected) < Fraction(1, 10**9)


def wrong(found: dict[tuple[str, str], Any], expected: dict[str, Fraction]) -> dict[tuple[str, str], Any]:
    return {
        (slug, place): (found[slug, place].value, float(value))
        for slug, value in expected.items()
        for place in (STORE, "region")
        if not same(found[slug, place].value, value)
    }


def test_the_worked_example_from_lines() -> None:
    assert wrong(values(snapshot_of(golden_facts()), list(EXPECTED)), EXPECTED) == {}


def test_the_worked_example_from_order_totals() -> None:
    found = values(snapshot_of(header_facts()), list(EXPECTED_FROM_HEADERS))
    assert wrong(found, EXPECTED_FROM_HEADERS) == {}


def test_the_worked_example_in_its_own_figures() -> None:
    slugs = [
        "revenue",
        "revenue-per-visit",
        "on-time-delivery",
        "first-time-fix",
        "accident-share",
        "wip-orders",
    ]
    found = values(snapshot_of(golden_facts()), slugs)
    shown = {slug: f"{float(found[slug, STORE].value):.2f}" for slug in slugs}
    assert shown == {
        "revenue": "17050.00",
        "revenue-per-visit": "3410.00",
        "on-time-delivery": "80.00",
        "first-time-fix": "66.67",
        "accident-share": "46.92",
        "wip-orders": "1.00",
    }


def test_retention_intersects_base_and_last_year() -> None:
    found = values(
        snapshot_of(retention_facts()),
        list(RETENTION_EXPECTED),
        month=RETENTION_MONTH,
        as_of=date(2026, 1, 31),
    )
    assert wrong(found, RETENTION_EXPECTED) == {}


def test_passives_stay_in_the_denominator_of_nps() -> None:
    found = values(snapshot_of(nps_facts()), ["nps"])["nps", STORE]
    assert (Fraction(found.value), found.numerator, found.denominator) == (44, 22, 50)


def test_a_region_sums_first_and_divides_last() -> None:
    found = values(snapshot_of(region_facts()), ["survey-response"], stores=("S1", "S2"))
    assert same(found["survey-response", "region"].value, Fraction(9200, 110))


@pytest.mark.parametrize(("of", "total", "low", "high"), [(18, 20, 69.9, 97.2)])
def test_eighteen_of_twenty_fixed_first_time_is_not_surely_better(
    of: int, total: int, low: float, high: float
) -> None:
    found = values(snapshot_of(fix_facts()), ["first-time-fix"])["first-time-fix", STORE]
    assert (found.numerator, found.denominator) == (of, total)
    lower, upper = wilson(of, total)
    assert (round(lower * 100, 1), round(upper * 100, 1)) == (low, high)
