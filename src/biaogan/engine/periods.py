"""Months as text `YYYY-MM`, and the arithmetic that figures need on them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")


class NotAMonth(ValueError):
    """A text is no month of the form YYYY-MM, or a range of them is no range."""


def number(month: str) -> int:
    """Months since year 0, so that months can be subtracted. Raises NotAMonth."""
    found = MONTH.match(month)
    if not found:
        raise NotAMonth(month)
    return int(found.group(1)) * 12 + int(found.group(2)) - 1


def month_of(day: date | datetime) -> str:
    """The month a day lies in."""
    return f"{day.year:04d}-{day.month:02d}"


def shifted(month: str, months: int) -> str:
    """The month so many months later, or earlier where `months` is negative."""
    year, index = divmod(number(month) + months, 12)
    return f"{year:04d}-{index + 1:02d}"


def distance(earlier: str, later: str) -> int:
    """How many months `later` lies after `earlier`; negative where it lies before."""
    return number(later) - number(earlier)


def months_between(first: str, last: str) -> list[str]:
    """Every month from the first to the last, both included; empty where the last lies before the first."""
    return [shifted(first, step) for step in range(distance(first, last) + 1)]


def month_range(text: str) -> list[str]:
    """`2026-01..2026-06`, or one month alone, as months. Raises NotAMonth for anything else."""
    first, found, last = text.strip().partition("..")
    months = months_between(first.strip(), (last if found else first).strip())
    if not months:
        raise NotAMonth(text)
    return months


def rolling(month: str, length: int = 12) -> list[str]:
    """The complete months that end with `month`: twelve of them for R12, three for R3."""
    return months_between(shifted(month, 1 - length), month)


def first_day(month: str) -> date:
    """The first day of a month."""
    year, index = divmod(number(month), 12)
    return date(year, index + 1, 1)


def last_day(month: str) -> date:
    """The last day of a month."""
    first = first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


def days_of(month: str) -> list[date]:
    """Every day of a month."""
    first = first_day(month)
    return [first + timedelta(days=step) for step in range(last_day(month).day)]


def years_later(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes 28 February where the year has none."""
    year = day.year + years
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def months_later(day: date, months: int) -> date:
    """The same day of another month, or the last one where that month is shorter."""
    month = shifted(month_of(day), months)
    return first_day(month).replace(day=min(day.day, last_day(month).day))


def completed_years(since: date, until: date) -> int:
    """Whole years that have passed, as an age is counted."""
    years = until.year - since.year
    return years if years_later(since, years) <= until else years - 1


def iso_week(day: date) -> str:
    """The ISO week, which starts on Monday: `2026-W53` holds 2026-12-28 to 2027-01-03."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_of(month: str) -> str:
    """The calendar quarter a month lies in, as `2026-Q1`."""
    year, index = divmod(number(month), 12)
    return f"{year:04d}-Q{index // 3 + 1}"


def same_month_last_year(month: str) -> str:
    """The month that year-on-year comparison looks at."""
    return shifted(month, -12)
