"""The naive implementation against the dictionary's worked example, before it may judge the engine."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from naive import SLUGS, Reading, readings
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
)  # fmt: skip


@pytest.mark.parametrize("slug", EXPECTED)
def test_the_worked_example_from_lines(slug: str) -> None:
    found = readings(golden_facts(), months=[MONTH], stores=[STORE], as_of=AS_OF, slugs=[slug])
    assert found[slug, STORE, MONTH].value == found[slug, "region", MONTH].value == EXPECTED[slug]


@pytest.mark.parametrize("slug", EXPECTED_FROM_HEADERS)
def test_the_worked_example_from_order_totals(slug: str) -> None:
    found = readings(header_facts(), months=[MONTH], stores=[STORE], as_of=AS_OF, slugs=[slug])
    assert found[slug, STORE, MONTH].value == EXPECTED_FROM_HEADERS[slug]


@pytest.mark.parametrize("slug", RETENTION_EXPECTED)
def test_retention_intersects_base_and_last_year(slug: str) -> None:
    found = readings(
        retention_facts(), months=[RETENTION_MONTH], stores=[STORE], as_of=date(2026, 1, 31), slugs=[slug]
    )
    assert found[slug, STORE, RETENTION_MONTH].value == RETENTION_EXPECTED[slug]


def test_passives_stay_in_the_denominator_of_nps() -> None:
    found = readings(nps_facts(), months=[MONTH], stores=[STORE], as_of=AS_OF, slugs=["nps"])
    assert found["nps", STORE, MONTH].value == 44


def test_a_region_sums_first_and_divides_last() -> None:
    found = readings(
        region_facts(), months=[MONTH], stores=["S1", "S2"], as_of=AS_OF, slugs=["survey-response"]
    )
    region = found["survey-response", "region", MONTH]
    assert region == Reading(Fraction(92), Fraction(110), Fraction(9200, 110))


def test_eighteen_of_twenty_visits_are_fixed_first_time() -> None:
    found = readings(fix_facts(), months=[MONTH], stores=[STORE], as_of=AS_OF, slugs=["first-time-fix"])
    assert found["first-time-fix", STORE, MONTH].value == 90


def test_every_slug_place_and_month_is_present_and_empty_without_facts() -> None:
    found = readings({}, months=[MONTH, "2030-01"], stores=[STORE], as_of=AS_OF)
    assert len(found) == len(SLUGS) * 2 * 2
    assert all(reading.value is None for reading in found.values())
