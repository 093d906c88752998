"""Where the running month will end, place by place, and how far such landings were off before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from biaogan.engine.methods.business_calendar import BusinessCalendar, DayKind, Festival, festival
from biaogan.engine.methods.landing import DayError, Landing, land, pace
from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Metric
from biaogan.engine.periods import first_day, last_day, month_of
from biaogan.intake.state import current_version
from biaogan.org.models import Store
from biaogan.targets.asked import REGION, Asked
from biaogan.targets.goals.goal import Goal, Key
from biaogan.targets.goals.queries import goals
from biaogan.targets.landing.history import DAYS, METRICS, curve, taken
from biaogan.targets.numbers import newest_days
from biaogan.targets.working_calendar import calendar


class Missing(Enum):
    """Why there is no landing."""

    FIRST_DAY = "no day of the month is over"
    FESTIVAL = "no orders yet, and the Spring Festival is on"
    HOLIDAY = "no orders yet, and a holiday is on"
    NO_ORDERS = "no orders of this month yet"
    NO_PACE = "nothing taken yet, and no pace of earlier months"


@dataclass(frozen=True)
class MonthEnd:
    """The landing of one metric and place. Amounts in fen or visits, the target in the metric's unit.

    `until`: the last day counted; `left_out`: stores without orders of the month, counted on neither side.
    """

    metric: Metric
    month: str
    store: Store | None
    landing: Landing | None
    missing: Missing | None
    until: date | None
    left_out: Sequence[Store]
    goal: Goal | None
    estimated: bool  # the holidays of the year have not been announced


@dataclass(frozen=True)
class Tested:
    """A back-test of one place: errors by day of the month; empty without a year and a month of history."""

    store: Store | None
    errors: Mapping[int, DayError]

    @property
    def months(self) -> int:
        return max((error.months for error in self.errors.values()), default=0)


@dataclass(frozen=True)
class _Known:
    """The state of the facts, and what is asked of them: read once for all places of a page."""

    version: str
    newest: Mapping[str, date]
    calendar: BusinessCalendar


def month_end(slug: str, about: Asked) -> MonthEnd | None:
    """The landing of the place asked for; None for a month that is over and for metrics without one."""
    found = month_ends(about, slugs=[slug]) if slug in METRICS else []
    return found[0] if found else None


def month_ends(about: Asked, *, slugs: Sequence[str] = METRICS) -> list[MonthEnd]:
    """The landings of the place asked for; none for a month that is over."""
    if not about.running:
        return []
    known = _known(about)
    codes = [store.code for store in _within(about, known)]
    return _ends(about, slugs, known, _aims(about, slugs, codes))


def every_place(slug: str, about: Asked) -> list[MonthEnd]:
    """The landing of the region and of each store; one store alone makes no region."""
    if not about.running:
        return []
    known, whole = _known(about), replace(about, store=None)
    within = [store.code for store in _within(whole, known)]
    aims = _aims(whole, [slug], within)
    places = [whole] if len(about.stores) > 1 else []
    places += [replace(about, store=store) for store in about.stores]
    return [end for place in places for end in _ends(place, [slug], known, aims)]


def _known(about: Asked) -> _Known:
    return _Known(current_version(), newest_days(about.codes), calendar())


def _within(about: Asked, known: _Known) -> list[Store]:
    """The stores that have brought orders of the month."""
    first = first_day(about.month)
    stores = [about.store] if about.store else about.stores
    return [store for store in stores if known.newest.get(store.code, date.min) >= first]


def _aims(about: Asked, slugs: Sequence[str], codes: Sequence[str]) -> dict[Key, Goal]:
    return goals(slugs, stores=codes, months=[about.month], as_of=about.today) if codes else {}


def _ends(about: Asked, slugs: Sequence[str], known: _Known, aims: Mapping[Key, Goal]) -> list[MonthEnd]:
    within = _within(about, known)
    codes = [store.code for store in within]
    yesterday = about.today - timedelta(days=1)
    until = min([*(known.newest[code] for code in codes), yesterday, last_day(about.month)])
    over = bool(codes) and month_of(until) == about.month
    bare = MonthEnd(
        metric=metric_of(slugs[0]), month=about.month, store=about.store, landing=None, goal=None,
        missing=None if over else _missing(about, yesterday, known.calendar),
        until=until if over else None,
        left_out=_left_out(about, within) if over else (),
        estimated=known.calendar.estimated(first_day(about.month).year),
    )  # fmt: skip
    place = about.store.code if about.store else REGION
    found = [
        replace(bare, metric=metric_of(slug), goal=aims.get((slug, place, about.month))) for slug in slugs
    ]
    return [_landed(one, codes, until, known) for one in found] if over else found


def _left_out(about: Asked, within: Sequence[Store]) -> list[Store]:
    return [] if about.store else [store for store in about.stores if store not in within]


def _landed(bare: MonthEnd, codes: Sequence[str], until: date, known: _Known) -> MonthEnd:
    slug, month = bare.metric.slug, bare.month
    days = taken(known.version, slug, codes)
    own = curve(known.version, slug, codes, month, known.calendar)
    so_far = sum(amount for day, amount in days.items() if first_day(month) <= day <= until)
    prior = pace(days, month, own.weights, known.calendar)
    landing = land(
        so_far, until, weights=own.weights, calendar=known.calendar, prior=prior, errors=own.errors
    )
    return replace(bare, landing=landing, missing=None if landing else Missing.NO_PACE)


def _missing(about: Asked, yesterday: date, days: BusinessCalendar) -> Missing:
    """What a page says in the place of a landing."""
    if yesterday < first_day(about.month):
        return Missing.FIRST_DAY
    if festival(yesterday) is Festival.DURING:
        return Missing.FESTIVAL
    return Missing.HOLIDAY if days.kind(yesterday) is DayKind.HOLIDAY else Missing.NO_ORDERS


def tested(slug: str, about: Asked) -> list[Tested]:
    """How landings did in the months before the running one: of the region, then of each store."""
    places: list[tuple[Store | None, list[str]]] = [(store, [store.code]) for store in about.stores]
    if len(about.stores) > 1:
        places.insert(0, (None, about.codes))
    version, days = current_version(), calendar()
    return [
        Tested(store, _shown(curve(version, slug, codes, about.month, days).errors))
        for store, codes in places
    ]


def _shown(errors: Mapping[int, DayError]) -> dict[int, DayError]:
    return {day: errors[day] for day in DAYS if day in errors}
