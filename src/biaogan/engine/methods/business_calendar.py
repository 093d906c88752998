"""The business calendar of China: holidays, make-up workdays, and days around the Spring Festival.

The table in `holidays.csv` holds the notices of the State Council up to 2026 and estimates up to 2030; a
person may bring newer rows. A day beyond it is judged by its weekday and by the lunar New Year alone.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from hashlib import blake2b
from importlib.resources import files

COLUMNS = ("day", "kind", "name", "basis")

# First day of the lunar year: an astronomical fact, no notice.
NEW_YEARS = (
    date(2015, 2, 19), date(2016, 2, 8), date(2017, 1, 28), date(2018, 2, 16), date(2019, 2, 5),
    date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10),
    date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13),
    date(2030, 2, 3), date(2031, 1, 23), date(2032, 2, 11), date(2033, 1, 31), date(2034, 2, 19),
    date(2035, 2, 8), date(2036, 1, 28), date(2037, 2, 15), date(2038, 2, 4), date(2039, 1, 24),
    date(2040, 2, 12),
)  # fmt: skip


class DayKind(StrEnum):
    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up"  # a weekend day worked for a holiday


class Festival(StrEnum):
    """Where a day lies around the lunar New Year: 20 to 3 days before, 2 before to 5 after, 6 to 14 after."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    NONE = "none"


class Basis(StrEnum):
    ANNOUNCED = "announced"
    ESTIMATED = "estimated"  # the notice has not come yet


@dataclass(frozen=True)
class SpecialDay:
    """A row of the table: a holiday or a make-up workday, its name, and whether it was announced."""

    day: date
    kind: DayKind
    name: str
    basis: Basis = Basis.ANNOUNCED


@dataclass(frozen=True)
class Problem:
    """A line of an imported table that cannot be used: line number, reason code, what stood there."""

    line: int
    code: str  # columns | day | kind | basis | twice
    found: str


class BusinessCalendar:
    """Answers for any day; the rows of later years replace earlier ones year by year."""

    def __init__(self, rows: Iterable[SpecialDay]) -> None:
        self._special = {row.day: row for row in rows}
        self._announced = {row.day.year for row in self._special.values() if row.basis is Basis.ANNOUNCED}

    def kind(self, day: date) -> DayKind:
        if special := self._special.get(day):
            return special.kind
        return DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY

    def name(self, day: date) -> str | None:
        """The holiday a special day belongs to, as a code such as `national-day`."""
        special = self._special.get(day)
        return special.name if special else None

    def estimated(self, year: int) -> bool:
        """No notice for this year is in the table: whatever is shown of it needs the mark 'estimated'."""
        return year not in self._announced

    def office_days(self, days: Iterable[date]) -> int:
        """How many of the days offices work; the wrong clock for a store, which trades at weekends."""
        return sum(self.kind(day) in {DayKind.WORKDAY, DayKind.MAKE_UP} for day in days)

    @cached_property
    def digest(self) -> str:
        """A name of what the table says: the same rows, the same name."""
        rows = sorted(f"{row.day} {row.kind} {row.name} {row.basis}" for row in self._special.values())
        return blake2b("\n".join(rows).encode(), digest_size=8).hexdigest()

    def replaced_by(self, rows: Iterable[SpecialDay]) -> BusinessCalendar:
        """The calendar in which every year that the rows speak of is theirs alone."""
        new = list(rows)
        years = {row.day.year for row in new}
        kept = [row for row in self._special.values() if row.day.year not in years]
        return BusinessCalendar([*kept, *new])


def festival(day: date) -> Festival:
    """Where a day lies around the nearest lunar New Year; NONE too where none is known (before 2015)."""
    after = bisect_left(NEW_YEARS, day)
    for new_year in NEW_YEARS[max(0, after - 1) : after + 1]:
        distance = (day - new_year).days
        if -20 <= distance <= -3:
            return Festival.BEFORE
        if -2 <= distance <= 5:
            return Festival.DURING
        if 6 <= distance <= 14:
            return Festival.AFTER
    return Festival.NONE


@cache
def china() -> BusinessCalendar:
    """The calendar of the table that comes with the product."""
    text = files("biaogan.engine.methods").joinpath("holidays.csv").read_text(encoding="utf-8")
    rows, problems = read_table(text)
    if problems:
        raise ValueError(f"holidays.csv, line {problems[0].line}: {problems[0].code} {problems[0].found!r}")
    return BusinessCalendar(rows)


def read_table(text: str) -> tuple[list[SpecialDay], list[Problem]]:
    """Rows of a CSV text with the columns day, kind, name, basis, and every line that cannot be used.

    day: 2027-02-06; kind: holiday or make-up; basis: announced (also when empty) or estimated. Other columns
    are left alone. Without the first two columns there is one problem, `columns`, on line 1.
    """
    reader = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    header = [name.strip() for name in reader.fieldnames or ()]
    if not {"day", "kind"} <= set(header):
        return [], [Problem(1, "columns", ",".join(header))]
    reader.fieldnames = header
    rows: dict[date, SpecialDay] = {}
    problems = []
    for cells in reader:
        read = _row(
            {key: (value or "").strip() for key, value in cells.items() if key in COLUMNS}, reader.line_num
        )
        if isinstance(read, Problem):
            problems.append(read)
        elif read.day in rows:
            problems.append(Problem(reader.line_num, "twice", read.day.isoformat()))
        else:
            rows[read.day] = read
    return list(rows.values()), problems


def _row(cells: Mapping[str, str], line: int) -> SpecialDay | Problem:
    try:
        day = date.fromisoformat(cells["day"])
    except ValueError:
        return Problem(line, "day", cells["day"])
    if cells["kind"] not in {DayKind.HOLIDAY, DayKind.MAKE_UP}:
        return Problem(line, "kind", cells["kind"])
    basis = cells.get("basis") or Basis.ANNOUNCED
    if basis not in set(Basis):
        return Problem(line, "basis", basis)
    return SpecialDay(day, DayKind(cells["kind"]), cells.get("name", ""), Basis(basis))
