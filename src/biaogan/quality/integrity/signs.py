"""The signs that a survey was steered, worked out from its rows: numbers in, exact chances out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from biaogan.engine.methods.discovery import discoveries
from biaogan.engine.methods.survey_signs import longest_run, more_often, run_by_chance

FALSE_SHARE = 0.01  # of the signs raised; a suspicion of people is raised more seldom than one of figures
TOP_FROM = 90.0  # percent of the scale: 9 and 10 of 10
LOW_UNDER = 60.0
CLOSE_SECONDS = 120
OPEN_MINUTES = 12 * 60  # of a day in which people answer
CARS_OF_ONE_PHONE = 3  # a family answers for two cars
LEAST_ANSWERS = 20
LEAST_ANGRY = 5
CLEAR_GAP = 0.10  # of the answer rate, beyond which a jump is spoken of
CLOCK_SHARE = 0.5  # of the answers must carry a time of day
Pair = tuple[int, int]  # k of n


class Sign(StrEnum):
    ANSWER_JUMP = "answer-jump"
    ANSWER_RATE = "answer-rate"
    TOP_RUN = "top-run"
    ONE_PHONE = "one-phone"
    FAST = "fast"
    NO_CONTACT = "no-contact"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True)
class Seen:
    """One sign at one store: k of n here, k of n where it is compared with, and the chance.

    `p` is None where there is too little to judge. `clear`: chance and size both speak for it. `extra` is the
    length of the longest run.
    """

    store: str
    sign: Sign
    k: int
    n: int
    other_k: int
    other_n: int
    p: float | None
    extra: int = 0
    clear: bool = True

    @property
    def share(self) -> float | None:
        return self.k / self.n if self.n else None

    @property
    def other_share(self) -> float | None:
        return self.other_k / self.other_n if self.other_n else None


@dataclass(frozen=True)
class Rows:
    """What is looked at, for all stores of a region.

    `now`: survey rows of the month; `past`: of the six months before. Columns store, ro_no, vin, phone,
    answered_at, percent (of the scale). `orders`: store, ro_no, angry of orders handed over in the month.
    """

    now: pl.DataFrame
    past: pl.DataFrame
    orders: pl.DataFrame
    days: int


def signs(rows: Rows, stores: Sequence[str]) -> list[Seen]:
    """Every sign at every store that has surveys."""
    counted: list[Callable[[Rows, str], Seen]] = [
        answer_jump, answer_rate, top_run, one_phone, fast, no_contact, not_asked,
    ]  # fmt: skip
    with_rows = set(rows.now["store"].unique())
    return [count(rows, store) for store in stores if store in with_rows for count in counted]


def raised(found: Sequence[Seen]) -> list[Seen]:
    """Those that remain when at most one in a hundred raised may be false (Benjamini and Hochberg)."""
    judged = discoveries({(one.store, one.sign): one.p for one in found}, FALSE_SHARE)
    kept = {key for key, one in judged.items() if one is not None and one.remains}
    return [one for one in found if (one.store, one.sign) in kept and one.clear]


def answer_jump(rows: Rows, store: str) -> Seen:
    """Answered of sent: above the store's own past and above the others, whichever is the likelier chance."""
    k, n = _answered(_of(rows.now, store))
    own, other = _answered(_of(rows.past, store)), _answered(_not_of(rows.now, store))
    if min(n, own[1], other[1]) < LEAST_ANSWERS:
        return Seen(store, Sign.ANSWER_JUMP, k, n, *own, None)
    chance = max(more_often(k, n, *past) or 0.0 for past in (own, other))
    highest = max(own[0] / own[1], other[0] / other[1])
    return Seen(store, Sign.ANSWER_JUMP, k, n, *own, chance, clear=k / n - highest >= CLEAR_GAP)


def answer_rate(rows: Rows, store: str) -> Seen:
    """Answered of sent, against the store that is answered most often among the others in seven months."""
    k, n = _answered(_of(rows.now, store))
    best = _best_other(rows, store, _answered)
    if n < LEAST_ANSWERS or best is None:
        return Seen(store, Sign.ANSWER_RATE, k, n, 0, 0, None)
    clear = k / n - best[0] / best[1] >= CLEAR_GAP
    return Seen(store, Sign.ANSWER_RATE, k, n, *best, more_often(k, n, *best), clear=clear)


def top_run(rows: Rows, store: str) -> Seen:
    """The longest run of top scores in order of answering, at the share of the best other store."""
    here = answers(_of(rows.now, store)).drop_nulls("percent").sort("answered_at", "ro_no")
    tops = (here["percent"] >= TOP_FROM).to_list()
    length, _start = longest_run(tops)
    k, n = sum(tops), len(tops)
    best = _best_other(rows, store, _tops)
    if n < LEAST_ANSWERS or best is None:
        return Seen(store, Sign.TOP_RUN, k, n, 0, 0, None, length)
    chance = run_by_chance(n, best[0] / best[1], length) if length else 1.0
    return Seen(store, Sign.TOP_RUN, k, n, *best, chance, length)


def _best_other(rows: Rows, store: str, count: Callable[[pl.DataFrame], Pair]) -> Pair | None:
    """The pair (k, n) of the other store with the highest share over all months looked at."""
    every = pl.concat([_not_of(rows.now, store), _not_of(rows.past, store)])
    pairs = [count(_of(every, other)) for other in every["store"].unique().sort()]
    known = [pair for pair in pairs if pair[1] >= LEAST_ANSWERS]
    return max(known, key=lambda pair: pair[0] / pair[1], default=None)


def one_phone(rows: Rows, store: str) -> Seen:
    """Answers whose contact answered for three cars or more, against the other stores."""
    here, others = answers(_of(rows.now, store)), answers(_not_of(rows.now, store))
    k, n = many_cars(here).height, here["phone"].count()
    other = many_cars(others).height, others["phone"].count()
    chance = more_often(k, n, *other) if n >= LEAST_ANSWERS and other[1] else None
    return Seen(store, Sign.ONE_PHONE, k, n, *other, chance)


def many_cars(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of contacts of a store that speak for three cars or more."""
    cars = pl.coalesce("vin", "plate").n_unique().over("store", "phone")
    return frame.filter(pl.col("phone").is_not_null()).filter(cars >= CARS_OF_ONE_PHONE)


def fast(rows: Rows, store: str) -> Seen:
    """Answers within two minutes of the one before, against the others and against as many spread evenly."""
    here, others = answers(_of(rows.now, store)), answers(_not_of(rows.now, store))
    k, n = close(here).height, max(0, _with_clock(here).height - 1)
    other = close(others).height, max(0, _with_clock(others).height - others["store"].n_unique())
    if n < LEAST_ANSWERS or _with_clock(here).height < CLOCK_SHARE * here.height:
        return Seen(store, Sign.FAST, k, n, *other, None)
    even = 1 - math.exp(-(n + 1) * CLOSE_SECONDS / 60 / (rows.days * OPEN_MINUTES))
    share = max(even, other[0] / other[1] if other[1] else 0.0)
    return Seen(store, Sign.FAST, k, n, *other, at_least(k, n, share))


def close(frame: pl.DataFrame) -> pl.DataFrame:
    """Answers of a store that came within two minutes of the one before."""
    gap = pl.col("answered_at").diff().over("store").dt.total_seconds()
    return _with_clock(frame).sort("store", "answered_at").filter(gap <= CLOSE_SECONDS)


def pairs(frame: pl.DataFrame) -> pl.DataFrame:
    """Both of every two answers of a store that came within two minutes of each other."""
    moment = pl.col("answered_at")
    before, after = moment.diff(), moment.diff(-1).neg()
    near = [gap.over("store").dt.total_seconds() <= CLOSE_SECONDS for gap in (before, after)]
    return _with_clock(frame).sort("store", "answered_at").filter(pl.any_horizontal(near))


def no_contact(rows: Rows, store: str) -> Seen:
    """Surveys without a contact: of angry customers against the others of the same store."""
    here = _of(rows.now, store)
    angry, calm = here.filter("angry"), here.filter(~pl.col("angry"))
    k, n = angry["phone"].null_count(), angry.height
    other = calm["phone"].null_count(), calm.height
    known = here["phone"].count() > 0  # a system that sends no contacts hides nobody's
    chance = more_often(k, n, *other) if known and n >= LEAST_ANGRY else None
    return Seen(store, Sign.NO_CONTACT, k, n, *other, chance)


def not_asked(rows: Rows, store: str) -> Seen:
    """Orders nobody was asked about: of those with a complaint against the others of the same store."""
    here = _of(rows.orders, store)
    angry, calm = here.filter("angry"), here.filter(~pl.col("angry"))
    k, n = int((~angry["asked"]).sum()), angry.height
    other = int((~calm["asked"]).sum()), calm.height
    chance = more_often(k, n, *other) if n >= LEAST_ANGRY and here["asked"].any() else None
    return Seen(store, Sign.NOT_ASKED, k, n, *other, chance)


def at_least(k: int, n: int, share: float) -> float:
    """Chance of k or more of n, each with this share: the binomial tail."""
    from scipy.special import bdtrc

    return 1.0 if k == 0 else float(bdtrc(k - 1, n, share))


def answers(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("answered_at").is_not_null())


def _with_clock(frame: pl.DataFrame) -> pl.DataFrame:
    """Answers with a time of day; midnight is how a system writes that it knows the day alone."""
    return frame.filter(pl.col("answered_at").dt.time() != pl.time(0, 0))


def _answered(frame: pl.DataFrame) -> Pair:
    return frame["answered_at"].count(), frame.height


def _tops(frame: pl.DataFrame) -> Pair:
    known = answers(frame)["percent"].drop_nulls()
    return int((known >= TOP_FROM).sum()), len(known)


def _of(frame: pl.DataFrame, store: str) -> pl.DataFrame:
    return frame.filter(pl.col("store") == store)


def _not_of(frame: pl.DataFrame, store: str) -> pl.DataFrame:
    return frame.filter(pl.col("store") != store)


def by_store(found: Sequence[Seen]) -> Mapping[str, list[Seen]]:
    grouped: dict[str, list[Seen]] = {}
    for one in found:
        grouped.setdefault(one.store, []).append(one)
    return grouped
