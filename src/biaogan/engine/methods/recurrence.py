"""Duties that come back: the period a day lies in, and the day a duty of that period is due.

Periods are calendar ones: a day, an ISO week (from Monday), a month, a quarter. A due day is named by the
weekday of a week, or by counting office workdays of the period from its beginning or its end, so that it
moves with the holidays and make-up workdays of the calendar it is asked with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from biaogan.engine.methods.business_calendar import BusinessCalendar, DayKind
from biaogan.engine.periods import first_day, iso_week, last_day, month_of, quarter_of, shifted


class Cadence(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


@dataclass(frozen=True)
class Period:
    """`name` is `2026-11-30`, `2026-W49`, `2026-11` or `2026-Q4`; both days belong to it."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1)]


def period_of(cadence: Cadence, day: date) -> Period:
    """The period of this cadence that a day lies in."""
    if cadence is Cadence.DAILY:
        return Period(day.isoformat(), day, day)
    if cadence is Cadence.WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return Period(iso_week(day), monday, monday + timedelta(days=6))
    month = month_of(day)
    if cadence is Cadence.MONTHLY:
        return Period(month, first_day(month), last_day(month))
    first = shifted(month, -((day.month - 1) % 3))
    return Period(quarter_of(month), first_day(first), last_day(shifted(first, 2)))


def before(cadence: Cadence, period: Period) -> Period:
    """The period of this cadence that ends where this one begins."""
    return period_of(cadence, period.first - timedelta(days=1))


def is_office_day(day: date, calendar: BusinessCalendar) -> bool:
    return calendar.kind(day) in (DayKind.WORKDAY, DayKind.MAKE_UP)


def due_day(cadence: Cadence, place: int, period: Period, calendar: BusinessCalendar) -> date | None:
    """The day a duty is due, or None where the period has no office workday (a day off, a week of holidays).

    `place`: of a week 1 (Monday) to 7; of a month or quarter the n-th office workday, counted from the end
    where negative (-1 is the last). A weekday that is no office workday moves to the nearest one before it
    in its week, else to the next one after it. More workdays than there are means the last, or the first.
    """
    working = [day for day in period.days if is_office_day(day, calendar)]
    if not working:
        return None
    if cadence is Cadence.DAILY:
        return working[0]
    if cadence is Cadence.WEEKLY:
        named = period.first + timedelta(days=place - 1)
        return max((day for day in working if day <= named), default=working[0])
    if place > 0:
        return working[min(place, len(working)) - 1]
    return working[max(place, -len(working))]
