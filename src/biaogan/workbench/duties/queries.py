"""The work list of a day: what is due, what shows that it was done, and where the week's time went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from biaogan.engine.methods.business_calendar import BusinessCalendar, china
from biaogan.engine.methods.recurrence import Cadence, Period, due_day, period_of
from biaogan.org.models import AuditEvent, Person, Store
from biaogan.org.scope import PersonalScope
from biaogan.org.setting import value_of
from biaogan.workbench.models import Area, Duty, Talk, Tick

SILENT_DAYS = 30


@dataclass(frozen=True)
class Seen:
    """Something in the audit trail that shows a duty done."""

    at: datetime
    action: str
    about: str
    key: str
    store: str


@dataclass(frozen=True)
class Line:
    """A duty in the period of a day. `due` is None where the calendar has no workday in it."""

    duty: Duty
    period: Period
    due: date | None
    wanted: int
    seen: Sequence[Seen]
    ticks: Sequence[Tick]

    @property
    def done(self) -> int:
        count = len({one.store for one in self.seen}) if self.duty.by_store else len(self.seen)
        return min(count + len(self.ticks), self.wanted)

    @property
    def is_done(self) -> bool:
        return self.done >= self.wanted

    def status(self, today: date) -> str:
        if self.is_done:
            return "good"
        if self.due is None or self.due > today:
            return "none"
        return "bad" if self.due < today else "watch"


@dataclass(frozen=True)
class WorkList:
    day: date
    groups: dict[Cadence, list[Line]]
    estimated: bool  # the year's holidays have not been announced

    @property
    def lines(self) -> list[Line]:
        return [line for lines in self.groups.values() for line in lines]

    @property
    def open(self) -> list[Line]:
        return [line for line in self.lines if not line.is_done and line.due and line.due <= self.day]


def work_list(*, scope: PersonalScope, day: date, calendar: BusinessCalendar | None = None) -> WorkList:
    calendar = calendar or china()
    duties = list(Duty.objects.of(scope.person).filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day)))
    periods = {cadence: period_of(cadence, day) for cadence in Cadence}
    ticks = _ticks(scope.person, [period.name for period in periods.values()])
    events = _events(scope.person, duties, periods)
    stores = Store.objects.within(scope).active().count()
    groups: dict[Cadence, list[Line]] = {cadence: [] for cadence in Cadence}
    for duty in duties:
        cadence = Cadence(duty.cadence)
        period = periods[cadence]
        due = due_day(cadence, duty.place, period, calendar)
        seen, by_hand = _within(events, duty, period), ticks[duty.pk, period.name]
        groups[cadence].append(Line(duty, period, due, _wanted(duty, stores), seen, by_hand))
    return WorkList(day, groups, calendar.estimated(day.year))


def _wanted(duty: Duty, stores: int) -> int:
    if duty.every_store:
        return max(stores, 1)
    return max(int(value_of(duty.times_setting)), 0) if duty.times_setting else duty.times


def _ticks(person: Person, periods: Iterable[str]) -> dict[tuple[int, str], list[Tick]]:
    found: dict[tuple[int, str], list[Tick]] = defaultdict(list)
    for tick in Tick.objects.filter(person=person, period__in=list(periods)):
        found[tick.duty_id, tick.period].append(tick)
    return found


def _events(person: Person, duties: Sequence[Duty], periods: dict[Cadence, Period]) -> list[Seen]:
    codes = {code for duty in duties for code in duty.evidence}
    since = min(period.first for period in periods.values())
    until = max(period.last for period in periods.values())
    rows = AuditEvent.objects.filter(
        person=person, action__in=codes, at__gte=_begin(since), at__lt=_begin(until + timedelta(days=1))
    ).order_by("sequence")
    return [Seen(*row) for row in rows.values_list("at", "action", "about", "key", "store_code")]


def _within(events: Sequence[Seen], duty: Duty, period: Period) -> list[Seen]:
    return [
        one for one in events
        if one.action in duty.evidence and period.first <= timezone.localdate(one.at) <= period.last
    ]  # fmt: skip


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


# People not spoken to


@dataclass(frozen=True)
class Silent:
    person: Person
    last: date | None
    days: int | None


def silent_people(*, scope: PersonalScope, day: date) -> list[Silent]:
    """Active people of the stores whom one has not spoken to for 30 days, the longest silence first."""
    people = Person.objects.within(scope).filter(is_active=True, assignments__store__isnull=False)
    people = people.exclude(pk=scope.person.pk).distinct()
    last = dict(
        Talk.objects.within(scope).values("about").annotate(day=Max("on")).values_list("about", "day")
    )
    found = [
        Silent(person, last.get(person.pk), (day - last[person.pk]).days if person.pk in last else None)
        for person in people
    ]
    quiet = [one for one in found if one.days is None or one.days >= SILENT_DAYS]
    return sorted(quiet, key=lambda one: (one.days is not None, -(one.days or 0), one.person.display_name))


# A or B: where the time of a week goes


@dataclass(frozen=True)
class Meter:
    """Minutes by area in one week; None where nothing was done, which is no share of zero."""

    week: Period
    minutes: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.minutes.values())

    @property
    def chasing(self) -> float | None:
        """The share of the week spent on figures, in percent."""
        return 100 * self.minutes.get(Area.FIGURES, 0) / self.total if self.total else None


def meter(*, scope: PersonalScope, day: date) -> Meter:
    """From ticks and from what the system saw; each counts with the usual minutes of its duty.

    What was seen counts once a duty and day (a store where stores are counted), so that ten answered
    alerts are one look at the figures.
    """
    week = period_of(Cadence.WEEKLY, day)
    duties = list(Duty.objects.of(scope.person))
    spent: dict[str, int] = defaultdict(int)
    begin, end = _begin(week.first), _begin(week.last + timedelta(days=1))
    ticks = Tick.objects.filter(person=scope.person, at__gte=begin, at__lt=end).select_related("duty")
    for tick in ticks:
        spent[tick.duty.area] += tick.minutes if tick.minutes is not None else tick.duty.minutes
    for duty in _seen_once(duties, _events(scope.person, duties, dict.fromkeys(Cadence, week))):
        spent[duty.area] += duty.minutes
    return Meter(week, dict(spent))


def _seen_once(duties: Sequence[Duty], events: Sequence[Seen]) -> list[Duty]:
    """A duty for every day it was seen; one visit that serves two duties of stores counts for the first."""
    found: list[Duty] = []
    counted: set[tuple[str, str, date]] = set()
    for event in events:
        day = timezone.localdate(event.at)
        for duty in duties:
            if event.action not in duty.evidence:
                continue
            once = ("store", event.store, day) if duty.by_store else (duty.code, "", day)
            if once not in counted:
                counted.add(once)
                found.append(duty)
    return found
