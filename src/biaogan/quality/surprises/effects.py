"""Whether surprised customers come back more often than like customers.

Like: at the same store in the same month, and there in the year before or not. It is a
comparison, no experiment: whom a store chooses to surprise may be different to begin with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import polars as pl

from biaogan.engine.methods.matched import Matched, Stratum, difference
from biaogan.quality.models import Moment
from biaogan.quality.vehicles import external_orders, names_of

WINDOWS = {6: timedelta(days=183), 12: timedelta(days=365)}  # months, as long as they are counted
BEFORE = timedelta(days=365)
LEAST = 20  # surprised customers whose time is over; with fewer the interval says nothing


@dataclass(frozen=True)
class Effect:
    """`matched` is None below LEAST customers; `n` and `like_n` are those whose time is over."""

    months: int
    n: int
    like_n: int
    matched: Matched | None


@dataclass(frozen=True)
class Start:
    """A car at a store from a day on: its stratum and whether it came back in time."""

    stratum: tuple[str, str, bool]
    back: bool


Visits = Mapping[str, list[tuple[datetime, str]]]  # by car: when, at which store; oldest first


def effects(moments: Iterable[Moment], *, stores: Collection[str]) -> list[Effect]:
    """The effect after each window, for the stores' moments that are not masked."""
    known = [one for one in moments if one.customer]
    names = names_of({one.customer for one in known})
    visits, until = _visits(stores, names)
    if until is None:
        return [Effect(months, 0, 0, None) for months in WINDOWS]
    return [_effect(months, window, known, visits, until) for months, window in WINDOWS.items()]


def _effect(
    months: int, window: timedelta, moments: Collection[Moment], visits: Visits, until: datetime
) -> Effect:
    surprised = {one.customer for one in moments}
    own = list(_surprised(moments, visits, window, until))
    like = list(_like(visits, surprised, {one.stratum for one in own}, window, until))
    strata = list(_strata(own, like))
    usable = sum(one.n for one in strata)
    return Effect(
        months, usable, sum(one.like_n for one in strata), difference(strata) if usable >= LEAST else None
    )


def _surprised(
    moments: Iterable[Moment], visits: Visits, window: timedelta, until: datetime
) -> Iterator[Start]:
    """Each customer once per window: from their first moment on."""
    first: dict[str, Moment] = {}
    for one in moments:
        known = first.setdefault(one.customer, one)
        if one.happened_on < known.happened_on:
            first[one.customer] = one
    for customer, one in first.items():
        since = datetime.combine(one.happened_on, time())
        if until >= since + window:
            yield _start(one.store.code, since, visits.get(customer, []), window)


def _like(
    visits: Visits,
    surprised: Collection[str],
    strata: Collection[tuple[str, str, bool]],
    window: timedelta,
    until: datetime,
) -> Iterator[Start]:
    """Cars without a moment that were at the same store in the same month, each from its first day of it."""
    places = {(store, month) for store, month, _before in strata}
    for car, seen in visits.items():
        if car in surprised:
            continue
        begun: set[tuple[str, str]] = set()
        for moment, store in seen:
            place = (store, f"{moment:%Y-%m}")
            if place in places and place not in begun:
                begun.add(place)
                since = datetime.combine(moment.date(), time())
                if until >= since + window:
                    yield _start(store, since, seen, window)


def _start(store: str, since: datetime, seen: Iterable[tuple[datetime, str]], window: timedelta) -> Start:
    days = [moment for moment, _store in seen]
    before = any(since - BEFORE <= day < since for day in days)
    back = any(since + timedelta(days=1) <= day < since + window for day in days)
    return Start((store, f"{since:%Y-%m}", before), back)


def _strata(own: Iterable[Start], like: Iterable[Start]) -> Iterator[Stratum]:
    """Strata with cases on both sides."""
    counts: dict[tuple[str, str, bool], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for place, starts in ((0, own), (2, like)):
        for one in starts:
            counts[one.stratum][place] += one.back
            counts[one.stratum][place + 1] += 1
    return (Stratum(*found) for found in counts.values() if found[1] and found[3])


def _visits(stores: Collection[str], names: Mapping[str, str]) -> tuple[Visits, datetime | None]:
    """All visits of cars that were ever at these stores, by car, and the newest order known."""
    orders = external_orders(rework=False).with_columns(
        car=pl.coalesce("vin", "plate").replace(dict(names)) if names else pl.coalesce("vin", "plate")
    )
    frame = orders.select("car", "opened_at", "store").drop_nulls().sort("opened_at").collect()
    cars = frame.filter(pl.col("store").is_in(list(stores))).select("car").unique()
    visits: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for car, opened, store in frame.join(cars, on="car", how="semi", maintain_order="left").iter_rows():
        visits[car].append((opened, store))
    return visits, frame["opened_at"].max() if frame.height else None  # type: ignore[return-value]
