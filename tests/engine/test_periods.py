"""Months and what is counted in them."""

from __future__ import annotations

from datetime import date

import pytest

from biaogan.engine import periods


def test_months_are_shifted_across_years() -> None:
    assert periods.shifted("2026-01", -1) == "2025-12"
    assert periods.shifted("2025-12", 14) == "2027-02"
    assert periods.distance("2025-11", "2026-02") == 3


def test_twelve_months_end_with_the_month_asked_for() -> None:
    months = periods.rolling("2026-03")
    assert (len(months), months[0], months[-1]) == (12, "2025-04", "2026-03")


def test_a_range_of_months_is_read() -> None:
    assert periods.month_range("2025-11..2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert periods.month_range("2026-01") == ["2026-01"]


@pytest.mark.parametrize("text", ["2026-13", "2026", "2026-02..2026-01", "", "x..y", "2026-1"])
def test_what_is_no_range_of_months_is_said(text: str) -> None:
    with pytest.raises(periods.NotAMonth):
        periods.month_range(text)


def test_the_ends_of_months() -> None:
    assert periods.last_day("2024-02") == date(2024, 2, 29)
    assert periods.first_day("2024-02") == date(2024, 2, 1)
    assert len(periods.days_of("2025-06")) == 30


def test_a_leap_day_and_a_year_is_the_28th() -> None:
    assert periods.years_later(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert periods.months_later(date(2025, 1, 31), 1) == date(2025, 2, 28)


def test_an_age_is_counted_in_completed_years() -> None:
    assert periods.completed_years(date(2020, 6, 30), date(2025, 6, 29)) == 4
    assert periods.completed_years(date(2020, 6, 30), date(2025, 6, 30)) == 5


def test_iso_weeks_belong_to_the_year_of_their_thursday() -> None:
    assert periods.iso_week(date(2027, 1, 3)) == "2026-W53"
    assert periods.quarter_of("2026-03") == "2026-Q1"
