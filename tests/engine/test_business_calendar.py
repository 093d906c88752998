"""Holidays, make-up days and the Spring Festival; a table that a person may bring."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from biaogan.engine.methods.business_calendar import (
    NEW_YEARS,
    Basis,
    BusinessCalendar,
    DayKind,
    Festival,
    Problem,
    SpecialDay,
    china,
    festival,
    read_table,
)
from biaogan.engine.periods import days_of


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-02-17", DayKind.HOLIDAY),
        ("2026-02-14", DayKind.MAKE_UP),
        ("2026-02-28", DayKind.MAKE_UP),
        ("2026-10-01", DayKind.HOLIDAY),
        ("2026-10-10", DayKind.MAKE_UP),
        ("2026-11-21", DayKind.WEEKEND),
        ("2026-11-23", DayKind.WORKDAY),
        ("2025-10-08", DayKind.HOLIDAY),
        ("2024-02-04", DayKind.MAKE_UP),
        ("2027-10-03", DayKind.HOLIDAY),
        ("2044-10-01", DayKind.WEEKEND),
    ],
)
def test_the_kind_of_a_day(day, kind):
    assert china().kind(date.fromisoformat(day)) is kind


def test_office_days_of_a_year_are_those_of_the_notices():
    counted = {year: china().office_days(_year(year)) for year in (2024, 2025, 2026)}
    assert counted == {2024: 251, 2025: 248, 2026: 248}


def _year(year):
    return [day for month in range(1, 13) for day in days_of(f"{year}-{month:02d}")]


def test_a_make_up_day_is_a_weekend_day_and_the_new_year_a_holiday():
    for year in range(2015, 2031):
        days = _year(year)
        assert all(day.weekday() >= 5 for day in days if china().kind(day) is DayKind.MAKE_UP)
        (new_year,) = [day for day in NEW_YEARS if day.year == year]
        assert china().kind(new_year) is DayKind.HOLIDAY
        assert china().name(new_year) == "spring-festival"


def test_years_without_a_notice_are_estimated_and_never_crash():
    assert [china().estimated(year) for year in (2026, 2027, 2030, 2045)] == [False, True, True, True]
    assert china().kind(date(2045, 1, 1)) is DayKind.WEEKEND
    assert china().name(date(2045, 1, 1)) is None


@pytest.mark.parametrize(
    ("distance", "phase"),
    [
        (-21, Festival.NONE), (-20, Festival.BEFORE), (-3, Festival.BEFORE), (-2, Festival.DURING),
        (0, Festival.DURING), (5, Festival.DURING), (6, Festival.AFTER), (14, Festival.AFTER),
        (15, Festival.NONE),
    ],
)  # fmt: skip
def test_the_days_around_every_new_year(distance, phase):
    assert {festival(day + timedelta(days=distance)) for day in NEW_YEARS} == {phase}


def test_before_and_after_the_known_years_there_is_no_festival():
    assert festival(date(2014, 1, 31)) is Festival.NONE
    assert festival(date(2041, 2, 1)) is Festival.NONE


def test_a_newer_notice_replaces_its_year_alone():
    rows, problems = read_table(
        "\ufeffday,kind,name,basis\n2027-01-04,holiday,new-year,\n2027-01-09,make-up,new-year,announced\n"
    )
    assert problems == []
    newer = china().replaced_by(rows)
    assert newer.kind(date(2027, 1, 1)) is DayKind.WORKDAY
    assert newer.kind(date(2027, 1, 9)) is DayKind.MAKE_UP
    assert newer.kind(date(2026, 10, 1)) is DayKind.HOLIDAY
    assert (newer.estimated(2027), china().estimated(2027)) == (False, True)


def test_every_line_that_cannot_be_used_is_named():
    rows, problems = read_table(
        "day,kind,name,basis,remark\n"
        "2027-02-30,holiday,x,announced,\n"
        "2027-02-06,party,x,announced,\n"
        "2027-02-06,holiday,spring-festival,perhaps,\n"
        "2027-02-06,holiday,spring-festival,estimated,seen\n"
        "2027-02-06,holiday,spring-festival,estimated\n"
    )
    assert rows == [SpecialDay(date(2027, 2, 6), DayKind.HOLIDAY, "spring-festival", Basis.ESTIMATED)]
    assert problems == [
        Problem(2, "day", "2027-02-30"),
        Problem(3, "kind", "party"),
        Problem(4, "basis", "perhaps"),
        Problem(6, "twice", "2027-02-06"),
    ]


@pytest.mark.parametrize("text", ["", "date,type\n2027-01-01,holiday\n"])
def test_a_table_without_its_columns_is_refused(text):
    rows, (problem,) = read_table(text)
    assert (rows, problem.line, problem.code) == ([], 1, "columns")


def test_an_empty_calendar_knows_weekdays():
    calendar = BusinessCalendar([])
    assert calendar.kind(date(2026, 10, 1)) is DayKind.WORKDAY
    assert calendar.estimated(2026)
