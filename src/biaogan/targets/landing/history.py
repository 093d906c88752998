"""What a place took day by day, and how its landings did in the past; kept per version of the facts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import blake2b
from inspect import getsource
from pathlib import Path

import polars as pl
from django.conf import settings

from biaogan.engine.files import whole
from biaogan.engine.methods import business_calendar, day_weights, landing
from biaogan.engine.methods.business_calendar import BusinessCalendar
from biaogan.engine.methods.day_weights import DayWeights, fit
from biaogan.engine.methods.landing import DayError, back_test
from biaogan.engine.metrics.cache import definitions
from biaogan.engine.metrics.daily import daily
from biaogan.engine.periods import first_day
from biaogan.intake.state import snapshot
from biaogan.org.models import Store
from biaogan.targets.numbers import ENGINE, newest_days

METRICS = ("revenue", "visits")
DAYS = (5, 10, 15, 20, 25)  # those shown
TESTED = (1, 3, 5, 8, 10, 13, 15, 18, 20, 23, 25, 28)

Taken = Mapping[date, float]


@dataclass(frozen=True)
class Curve:
    """How a place's business spreads over a month, and the errors of its landings by day of the month."""

    weights: DayWeights
    errors: Mapping[int, DayError]


def taken(version: str, slug: str, stores: Sequence[str]) -> dict[date, float]:
    """What these stores took together on each day, in fen or visits; a day no store speaks of is not named.

    `version` is the current one: other facts are not opened here.
    """
    every, found = _days(_kept_days(version, slug)), dict[date, float]()
    for store in stores:
        for day, amount in every.get(store, {}).items():
            found[day] = found.get(day, 0.0) + amount
    return found


def curve(version: str, slug: str, stores: Sequence[str], month: str, calendar: BusinessCalendar) -> Curve:
    """Fitted and tested on the months before `month` alone."""
    path = _kept_curve(version, slug, stores, month, calendar)
    if not path.exists():
        days = taken(version, slug, stores)
        past = {day: amount for day, amount in days.items() if day < first_day(month)}
        _write_curve(fit({"": past}, calendar), back_test({"": past}, calendar, days=TESTED), path)
    return _curve(path)


def _kept_days(version: str, slug: str) -> Path:
    path = _folder(version) / f"daily-{slug}-{definitions()}.parquet"
    if not path.exists():
        stores = list(Store.objects.order_by("code").values_list("code", flat=True))
        with ENGINE:
            found = daily(snapshot(), slug, stores=stores, until=newest_days(stores))
        rows = [(store, day, amount) for store, days in found.items() for day, amount in days.items()]
        frame = pl.DataFrame(rows, {"store": pl.String, "day": pl.Date, "amount": pl.Int64}, orient="row")
        with whole(path) as unfinished:
            frame.write_parquet(unfinished)
    return path


@lru_cache(maxsize=4)
def _days(path: Path) -> Mapping[str, Taken]:
    found: dict[str, dict[date, float]] = {}
    for store, day, amount in pl.read_parquet(path).iter_rows():
        found.setdefault(store, {})[day] = float(amount)
    return found


def _kept_curve(
    version: str, slug: str, stores: Sequence[str], month: str, calendar: BusinessCalendar
) -> Path:
    asked = "\n".join([definitions(), _method(), slug, month, calendar.digest, *sorted(stores)])
    return _folder(version) / f"landing-{blake2b(asked.encode(), digest_size=8).hexdigest()}.json"


@cache
def _method() -> str:
    """A changed method finds nothing kept."""
    return "\n".join(getsource(module) for module in (landing, day_weights, business_calendar))


def _folder(version: str) -> Path:
    return Path(settings.BIAOGAN_CACHE) / version


def _write_curve(weights: DayWeights, errors: Mapping[int, DayError], path: Path) -> None:
    """Whole or not at all."""
    kept = {
        "levels": dict(weights.levels),
        "fitted": sorted(weights.fitted),
        "errors": [asdict(error) for error in errors.values()],
    }
    with whole(path) as unfinished:
        unfinished.write_text(json.dumps(kept), encoding="utf-8")


@lru_cache(maxsize=512)
def _curve(path: Path) -> Curve:
    kept = json.loads(path.read_text(encoding="utf-8"))
    weights = DayWeights(kept["levels"], frozenset(kept["fitted"]))
    return Curve(weights, {error["day"]: DayError(**error) for error in kept["errors"]})
