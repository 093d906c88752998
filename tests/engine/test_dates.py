"""Dates, moments and months in every form that exports contain."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from biaogan.engine.facts.checking.dates import joined_date_and_time, moments, month, months


def read(text: str | None, year: int | None = None) -> tuple[datetime | None, bool]:
    times = moments(pl.Series("date", [text], dtype=pl.String), year=year)
    return times.moments[0], times.bad[0]


DAY, MOMENT = datetime.fromisoformat("2025-06-02"), datetime.fromisoformat("2025-06-02T09:30")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-06-02", DAY),
        ("2025-6-2", DAY),
        ("2025/06/02", DAY),
        ("2025.6.2", DAY),
        ("2025年6月2日", DAY),
        ("20250602", DAY),
        ("20250602.0", DAY),
        ("45810", DAY),
        ("45810.0", DAY),
        ("2025-06-02 00:00:00", DAY),
        ("２０２５－０６－０２", DAY),
        ("2025-06-02 09:30:00", MOMENT),
        ("2025-06-02 9:30", MOMENT),
        ("2025/6/2 9:30:00", MOMENT),
        ("2025年6月2日 9时30分", MOMENT),
        ("2025-06-02T09:30:00", MOMENT),
        ("2025-06-02T09:30:00+08:00", MOMENT),
        ("2025-06-02T01:30:00Z", MOMENT),
        ("20250602 09:30", MOMENT),
        ("20250602 09:30:00", MOMENT),
        ("202506020930", MOMENT),
        ("20250602093000", MOMENT),
        ("2025-06-02 09:30:00.000", MOMENT),
        ("2025-06-02 上午 9:30", MOMENT),
        ("2025/6/2 上午9:30:00", MOMENT),
        ("2025-06-02 9:30 AM", MOMENT),
        ("45810.3958333333", MOMENT),
        ("20250602 0.3958333333", MOMENT),
        ("2025-06-02 下午 3:05", datetime.fromisoformat("2025-06-02T15:05")),
        ("2025-06-02 下午12:05", datetime.fromisoformat("2025-06-02T12:05")),
        ("2025-06-02 上午12:05", datetime.fromisoformat("2025-06-02T00:05")),
        ("2014-12-4", datetime.fromisoformat("2014-12-04")),
    ],
)
def test_a_moment_is_read_in_every_form(text: str, expected: datetime) -> None:
    assert read(text) == (expected, False)


@pytest.mark.parametrize(
    "text",
    [
        "--",
        "—",
        "-",
        "",
        None,
        "0001-01-01",
        "0001-01-01 00:00:00",
        "1900-01-00",
        "1900-01-01 00:00:00",
        "1900/1/0",
        "1899-12-30 00:00:00",
        "0000-00-00",
        "0",
        "null",
        "/",
    ],
)
def test_a_placeholder_is_no_date_and_no_mistake(text: str | None) -> None:
    if text != "":
        assert read(text) == (None, False)


@pytest.mark.parametrize(
    "text",
    [
        "2025-13-45",
        "20251345",
        "2025-02-30",
        "2025/2/29",
        "昨天",
        "待定",
        "02/06/2025",
        "2/6/2025",
        "2025",
        "202506",
        "1234567",
        "2025-06-02 25:00",
        "9/31/2025",
        "2925-06-02",
        "12345678901",
    ],
)
def test_a_date_that_does_not_exist_is_said(text: str) -> None:
    assert read(text) == (None, True)


def test_a_day_without_year_takes_the_year_of_the_file_and_says_so() -> None:
    times = moments(pl.Series("date", ["6月2日", "2025-06-02"]), year=2025)
    assert times.moments.to_list() == [DAY, DAY]
    assert times.assumed.to_list() == [True, False]
    assert read("6月2日") == (None, True)


def test_forms_may_be_mixed_in_one_column() -> None:
    times = moments(pl.Series("date", ["2025-06-02", "20250602", "2025/6/2 9:30", "--", "x", None, "45810"]))
    assert times.moments.to_list() == [DAY, DAY, MOMENT, None, None, None, DAY]
    assert times.bad.to_list() == [False, False, False, False, True, False, False]


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        ("20250602", "09:30:00", MOMENT),
        ("2025-06-02 00:00:00", "09:30", MOMENT),
        ("2025-06-02", "1899-12-30 09:30:00", MOMENT),
        ("2025-06-02", "2025-06-02 09:30:00", MOMENT),
        ("20250602", "0930", MOMENT),
        ("2025-06-02", "0.3958333333", MOMENT),
        ("2025-06-02 09:30:00", "09:30:00", MOMENT),
        ("20250602", None, DAY),
        ("20250602", "--", DAY),
        (None, "2025-06-02 09:30", MOMENT),
        (None, "09:30", None),
        ("--", "--", None),
        ("45810", "0.3958333333", MOMENT),
        ("2025年6月2日", "9:30", MOMENT),
    ],
)
def test_a_date_column_and_a_time_column_are_one_moment(
    date: str | None, time: str | None, expected: datetime | None
) -> None:
    joined = joined_date_and_time(
        pl.Series("d", [date], dtype=pl.String), pl.Series("t", [time], dtype=pl.String)
    )
    assert read(joined[0])[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "2025-06",
        "2025/6",
        "2025年6月",
        "2025年06月份",
        "202506",
        "2025-06-01",
        "2025-06-01 00:00:00",
        "45809",
        "2025.6",
        "2025 6",
    ],
)
def test_a_month_is_read_in_every_form(text: str) -> None:
    assert month(text) == "2025-06"


def test_a_month_alone_takes_the_year_of_the_file() -> None:
    assert month("6月", 2025) == month("6", 2025) == "2025-06"
    assert month("6月") is None
    values, bad = months(pl.Series("month", ["2025-13", "--", "6月", None]), year=2025)
    assert values.to_list() == [None, None, "2025-06", None]
    assert bad.to_list() == [True, False, False, False]
