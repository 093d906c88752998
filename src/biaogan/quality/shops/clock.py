"""The quarter as a span of days, and the clock of an appeal."""

from __future__ import annotations

import re
from datetime import date, timedelta

from biaogan.engine.methods.business_calendar import BusinessCalendar
from biaogan.quality.dayparts import OFFICE_DAYS

QUARTER = re.compile(r"(\d{4})Q([1-4])")


def quarter_of(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarter_after(quarter: str) -> str:
    return quarter_of(days_of(quarter)[1] + timedelta(days=1))


def days_of(quarter: str) -> tuple[date, date]:
    """First and last day of a quarter such as 2026Q4; raises ValueError for anything else."""
    known = QUARTER.fullmatch(quarter)
    if known is None:
        raise ValueError(f"{quarter!r} is no quarter")
    year, number = int(known[1]), int(known[2])
    after = date(year + number // 4, 3 * number % 12 + 1, 1)
    return date(year, 3 * number - 2, 1), after - timedelta(days=1)


def working_days_after(day: date, count: int, calendar: BusinessCalendar) -> date:
    """The last day of a clock of so many working days that starts the day after."""
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.kind(day) in OFFICE_DAYS
    return day
