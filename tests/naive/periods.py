"""Months as text, month ends, and the same day some years later."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def shift(month: str, by: int) -> str:
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def ending_with(month: str, count: int) -> list[str]:
    """The `count` months of which `month` is the last."""
    return [shift(month, -back) for back in range(count - 1, -1, -1)]


def last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])


def years_later(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29) and monthrange(day.year + years, 2)[1] == 28:
        return date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)


def completed_years(born: date, on: date) -> int:
    """Full years from `born` to `on`; negative when `on` lies before."""
    years = on.year - born.year
    return years if years_later(born, years) <= on else years - 1


def months_later(day: date, months: int) -> date:
    """The same day some months on; the month's last day where it has none such."""
    month = shift(month_of(day), months)
    end = last_day(month)
    return end.replace(day=min(day.day, end.day))
