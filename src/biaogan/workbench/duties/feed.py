"""The work list as a calendar for phones and mail programs (iCalendar, RFC 5545)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from biaogan.engine.methods.business_calendar import china
from biaogan.engine.methods.recurrence import Cadence, due_day, period_of
from biaogan.org.models import Person
from biaogan.workbench.models import Duty

AHEAD = timedelta(days=100)


def calendar_of(*, person: Person, today: date, at: datetime) -> bytes:
    """Duties due in the next hundred days; daily ones are left out, or they would bury the rest."""
    from icalendar import Calendar, Event

    feed = Calendar()
    feed.add("prodid", "-//Biaogan//Work list//ZH")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", _("Work list"))
    for duty, due in _dues(person, today):
        event = Event()
        event.add("uid", f"{duty.code}-{due.isoformat()}@biaogan")
        event.add("dtstamp", at)
        event.add("dtstart", due)
        event.add("dtend", due + timedelta(days=1))
        event.add("summary", duty.name + _estimated(due))
        event.add("transp", "TRANSPARENT")
        feed.add_component(event)
    return bytes(feed.to_ical())


def _dues(person: Person, today: date) -> list[tuple[Duty, date]]:
    found: list[tuple[Duty, date]] = []
    duties = Duty.objects.of(person).filter(retired_on__isnull=True).exclude(cadence=Cadence.DAILY)
    for duty in duties:
        cadence, day = Cadence(duty.cadence), today
        while day <= today + AHEAD:
            period = period_of(cadence, day)
            due = due_day(cadence, duty.place, period, china())
            if due is not None and due >= today:
                found.append((duty, due))
            day = period.last + timedelta(days=1)
    return sorted(found, key=lambda pair: (pair[1], pair[0].pk))


def _estimated(due: date) -> str:
    return _(" (estimated holidays)") if china().estimated(due.year) else ""
