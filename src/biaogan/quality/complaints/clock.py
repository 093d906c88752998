"""How long there is: the moment that lies some hours after another, by the clock or in working hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from biaogan.engine.methods.business_calendar import BusinessCalendar, DayKind
from biaogan.org.setting import values_now
from biaogan.quality.complaints import settings as names
from biaogan.quality.models.complaints import Severity
from biaogan.targets.working_calendar import calendar

LONGEST_CLOSURE = 60  # days without a working hour: longer than any holiday, so a search ends


@dataclass(frozen=True)
class OpeningHours:
    """When working time runs: from `opens` to `closes` (hours of the day), not on holidays."""

    opens: int
    closes: int
    weekends: bool
    calendar: BusinessCalendar

    def runs_on(self, day: datetime) -> bool:
        kind = self.calendar.kind(day.date())
        return kind is not DayKind.HOLIDAY and (self.weekends or kind is not DayKind.WEEKEND)


@dataclass(frozen=True)
class Clock:
    """Hours to contact and to closing of every severity; `working` is None where the clock runs always."""

    contact: dict[int, int]
    closing: dict[int, int]
    working: OpeningHours | None = None

    def contact_due(self, severity: int, opened: datetime) -> datetime:
        return later(opened, self.contact[severity], self.working)

    def close_due(self, severity: int, opened: datetime) -> datetime:
        return later(opened, self.closing[severity], self.working)


def clock() -> Clock:
    """As the settings have it now."""
    now = values_now()
    hours = OpeningHours(now[names.OPENS], now[names.CLOSES], now[names.WEEKENDS], calendar())
    counts_work = now[names.WORKING] and hours.opens < hours.closes
    return Clock(
        contact={severity: now[names.contact_setting(severity)] for severity in Severity.values},
        closing={severity: now[names.closing_setting(severity)] for severity in Severity.values},
        working=hours if counts_work else None,
    )


def later(start: datetime, hours: int, working: OpeningHours | None = None) -> datetime:
    """`hours` after `start`; with opening hours only those are counted, in local time."""
    if working is None:
        return start + timedelta(hours=hours)
    left, now = timedelta(hours=hours), timezone.localtime(start)
    closed_days = 0
    while closed_days <= LONGEST_CLOSURE:
        opens, closes = _of_day(now, working)
        begins = max(now, opens)
        if working.runs_on(now) and begins < closes:
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
            closed_days = 0
        else:
            closed_days += 1
        now = _midnight(now) + timedelta(days=1)
    return start + timedelta(hours=hours)


def _of_day(now: datetime, working: OpeningHours) -> tuple[datetime, datetime]:
    start = _midnight(now)
    return start + timedelta(hours=working.opens), start + timedelta(hours=working.closes)


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.date(), time(), now.tzinfo)


def left(due: datetime, at: datetime) -> str:
    """What is left until a moment, or how much it is over, in words."""
    span = length(abs(due - at))
    return (_("%(span)s left") if due >= at else _("%(span)s overdue")) % {"span": span}


def length(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}


def status(due: datetime, at: datetime) -> str:
    """A mark for a moment: over, in its last quarter of a day, or with time left."""
    if due < at:
        return "bad"
    return "watch" if due - at <= timedelta(hours=6) else "good"
