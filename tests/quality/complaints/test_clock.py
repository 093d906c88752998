"""The clock of complaints: by the clock, in working hours, over weekends and holidays, and in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.business_calendar import DayKind, china
from biaogan.org.models import Setting
from biaogan.quality.complaints.clock import OpeningHours, clock, later, left, length, status

CHINA = ZoneInfo("Asia/Shanghai")
EVERY_DAY = OpeningHours(9, 18, weekends=True, calendar=china())
WEEKDAYS = OpeningHours(9, 18, weekends=False, calendar=china())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "hours", "working", "due"),
    [
        ("2026-05-20 17:00", 2, None, "2026-05-20 19:00"),
        ("2026-05-20 17:00", 2, EVERY_DAY, "2026-05-21 10:00"),
        ("2026-05-20 05:00", 1, EVERY_DAY, "2026-05-20 10:00"),
        ("2026-05-20 20:00", 9, EVERY_DAY, "2026-05-21 18:00"),
        ("2026-05-22 17:00", 2, WEEKDAYS, "2026-05-25 10:00"),  # Friday to Monday
        ("2026-05-22 17:00", 2, EVERY_DAY, "2026-05-23 10:00"),
        ("2026-04-30 17:00", 2, EVERY_DAY, "2026-05-06 10:00"),  # Labour Day, first to fifth of May
    ],
)
def test_hours_count_by_the_clock_or_while_stores_are_open(start, hours, working, due):
    assert later(at(start), hours, working) == at(due)


def naive(start: datetime, hours: int, working: OpeningHours) -> datetime:
    """Walks minute by minute."""
    now, minutes = start, hours * 60
    while minutes:
        kind = working.calendar.kind(now.date())
        is_open = kind is not DayKind.HOLIDAY and (working.weekends or kind is not DayKind.WEEKEND)
        minutes -= is_open and working.opens <= now.hour < working.closes
        now += timedelta(minutes=1)
    return now


@given(
    day=st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    minute=st.integers(0, 24 * 60 - 1),
    hours=st.integers(1, 12),
    weekends=st.booleans(),
)
def test_working_hours_are_those_somebody_counts_minute_by_minute(day, minute, hours, weekends):
    working = OpeningHours(9, 18, weekends=weekends, calendar=china())
    start = datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(minutes=minute)
    assert later(start, hours, working) == naive(start, hours, working)


def test_the_settings_say_the_hours_of_a_severity_and_whether_nights_count(db):
    opened = at("2026-05-20 17:00")
    usual = clock()
    assert usual.contact_due(3, opened) == at("2026-05-21 17:00")
    assert usual.close_due(3, opened) == at("2026-05-23 17:00")
    assert usual.contact_due(1, opened) == at("2026-05-20 19:00")
    Setting.objects.create(name="complaint-contact-hours-usual", value=4)
    Setting.objects.create(name="complaints-count-working-hours", value=True)
    assert clock().contact_due(3, opened) == at("2026-05-21 12:00")


def test_closing_before_opening_is_no_working_time(db):
    Setting.objects.create(name="complaints-count-working-hours", value=True)
    Setting.objects.create(name="stores-close-at", value=8)
    assert clock().working is None


def test_time_left_is_said_in_words_and_as_a_status():
    now = at("2026-05-20 12:00")
    with translation.override("en"):
        assert left(now + timedelta(hours=3), now) == "3 hours left"
        assert left(now - timedelta(days=3), now) == "3 days overdue"
        assert length(timedelta(minutes=1)) == "1 minute"
    with translation.override("zh-hans"):
        assert left(now + timedelta(hours=3), now) == "还剩 3 小时"
    assert [status(now + timedelta(hours=hours), now) for hours in (-1, 3, 30)] == ["bad", "watch", "good"]
