"""Duties that come back, with holidays by hand and day by day from 2015 to 2035."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from biaogan.engine.methods.business_calendar import china
from biaogan.engine.methods.recurrence import Cadence, before, due_day, is_office_day, period_of

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("cadence", "day", "name", "first", "last"),
    [
        (Cadence.DAILY, date(2028, 2, 29), "2028-02-29", date(2028, 2, 29), date(2028, 2, 29)),
        (Cadence.WEEKLY, date(2027, 1, 2), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        (Cadence.MONTHLY, date(2024, 2, 11), "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (Cadence.QUARTERLY, date(2026, 11, 30), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_has_its_name_and_both_ends(cadence, day, name, first, last):
    period = period_of(cadence, day)
    assert (period.name, period.first, period.last) == (name, first, last)
    assert before(cadence, period).last == first - DAY


@pytest.mark.parametrize(
    ("cadence", "place", "day", "due"),
    [
        # 1 to 7 October 2025 were off, and Wednesday the 8th; Saturday the 11th was worked.
        (Cadence.WEEKLY, 5, date(2025, 10, 8), date(2025, 10, 10)),
        (Cadence.WEEKLY, 1, date(2025, 10, 8), date(2025, 10, 9)),
        (Cadence.WEEKLY, 6, date(2025, 10, 8), date(2025, 10, 11)),
        (Cadence.WEEKLY, 7, date(2025, 10, 8), date(2025, 10, 11)),
        (Cadence.MONTHLY, 1, date(2025, 10, 20), date(2025, 10, 9)),
        (Cadence.MONTHLY, -1, date(2025, 10, 20), date(2025, 10, 31)),
        (Cadence.MONTHLY, 99, date(2025, 10, 20), date(2025, 10, 31)),
        (Cadence.MONTHLY, -99, date(2025, 10, 20), date(2025, 10, 9)),
        (Cadence.QUARTERLY, -5, date(2025, 11, 1), date(2025, 12, 25)),
        (Cadence.DAILY, 1, date(2025, 10, 9), date(2025, 10, 9)),
        (Cadence.DAILY, 1, date(2025, 10, 8), None),
    ],
)
def test_a_due_day_moves_with_the_holidays(cadence, place, day, due):
    assert due_day(cadence, place, period_of(cadence, day), china()) == due


def test_every_day_of_two_decades_has_its_periods_and_due_days():
    """Also where no notice has come: the weekday decides, and nothing fails."""
    calendar, asked = china(), 0
    day, missing = date(2015, 1, 1), []
    while day <= date(2035, 12, 31):
        for cadence in Cadence:
            period = period_of(cadence, day)
            assert period.first <= day <= period.last
            due = due_day(cadence, 3, period, calendar)
            asked += 1
            if due is None:
                missing.append((cadence, day))
            else:
                assert period.first <= due <= period.last
                assert is_office_day(due, calendar)
        day += DAY
    assert asked == 4 * 7670
    # Only days off, and the weeks of long holidays, have nothing due; months and quarters always have.
    assert {cadence for cadence, _ in missing} <= {Cadence.DAILY, Cadence.WEEKLY}
