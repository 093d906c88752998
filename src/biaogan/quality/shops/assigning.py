"""Who visits which store with which story on which day: by a recorded seed and by rotation.

Pure: the same seed and the same past give the same plan, so that anybody can repeat it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from biaogan.engine.methods.draw import ticket


@dataclass(frozen=True)
class Past:
    """A shop of an earlier wave; `last_wave` when it was the one just before."""

    store: str
    shopper: str
    scenario: str
    part: str
    day: date
    last_wave: bool


@dataclass(frozen=True)
class Assigned:
    store: str
    place: int
    shopper: str
    scenario: str
    part: str
    day: date


@dataclass(frozen=True)
class Offer:
    """What can be drawn from. `days` are the days of the wave on which a part of the week exists."""

    stores: Sequence[str]
    per_store: int
    shoppers: Sequence[str]
    scenarios: Sequence[str]
    days: Mapping[str, Sequence[date]]
    past: Sequence[Past]
    lock_out_days: int
    starts: date
    seed: str


class TooFewShoppers(ValueError):
    """So many shoppers may visit this store, and more are needed."""

    def __init__(self, store: str, found: int, needed: int) -> None:
        super().__init__(f"{store}: {found} of {needed}")
        self.store, self.found, self.needed = store, found, needed


def assign(offer: Offer) -> list[Assigned]:
    """Every store `per_store` shops by different shoppers; raises TooFewShoppers.

    Whoever is free is chosen by the fewest shops in this wave, scenarios and parts of the week by how seldom
    the store has had them; what remains equal is decided by the ticket of the seed.
    """
    made: list[Assigned] = []
    for store in sorted(offer.stores, key=lambda one: ticket(offer.seed, one)):
        free = free_shoppers(offer, store)
        if len(free) < offer.per_store:
            raise TooFewShoppers(store, len(free), offer.per_store)
        for place in range(1, offer.per_store + 1):
            made.append(_one(offer, store, place, free, made))
    return sorted(made, key=lambda one: (one.store, one.place))


def free_shoppers(offer: Offer, store: str) -> list[str]:
    """Those who have not been there within the lock-out, nor in the wave before."""
    since = offer.starts - timedelta(days=offer.lock_out_days)
    known = {one.shopper for one in offer.past if one.store == store and (one.last_wave or one.day > since)}
    return [shopper for shopper in offer.shoppers if shopper not in known]


def _one(offer: Offer, store: str, place: int, free: Sequence[str], made: Sequence[Assigned]) -> Assigned:
    here = [one for one in made if one.store == store]
    left = [one for one in free if one not in {other.shopper for other in here}]
    slot = f"{store}/{place}"
    shopper = _seldom(offer.seed, slot, left, [[one.shopper for one in made]])
    earlier = [one for one in offer.past if one.store == store]
    had = [one.scenario for one in earlier] + [one.scenario for one in here]
    scenario = _seldom(offer.seed, slot, offer.scenarios, [had, [one.scenario for one in made]])
    parts = [part for part, days in offer.days.items() if days]
    had = [one.part for one in earlier] + [one.part for one in here]
    part = _seldom(offer.seed, slot, parts, [had, [one.part for one in made]])
    days = [day.isoformat() for day in offer.days[part]]
    day = _seldom(offer.seed, slot, days, [[one.day.isoformat() for one in here]])
    return Assigned(store, place, shopper, scenario, part, date.fromisoformat(day))


def _seldom(seed: str, slot: str, names: Sequence[str], used: Sequence[Sequence[str]]) -> str:
    """The name used least, by the first list, then by the next; equals by ticket."""
    counts = [Counter(one) for one in used]
    return min(names, key=lambda name: (*(count[name] for count in counts), ticket(seed, f"{slot}/{name}")))
