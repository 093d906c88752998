"""Who comes on which day and why: services that fall due, things that break, accidents, car washes."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from biaogan.intake.demonstration.chance import Array, stream
from biaogan.intake.demonstration.course import Course
from biaogan.intake.demonstration.fleet import Fleet
from biaogan.intake.demonstration.region import Size, window_start
from biaogan.intake.demonstration.seasons import Calendar

SERVICES = 14
# Visits per loyal vehicle and year.
RATES = {"repair": 0.3, "accident": 0.19, "wash": 0.11, "accessories": 0.04, "internal": 0.02}
WARRANTY_DAYS = 3 * 365


def visits(
    fleet: Fleet, course: Course, *, code: str, size: Size, until: date, seed: int
) -> tuple[pl.DataFrame, Calendar]:
    """One row per reason to come: vehicle (index), day, cause; in the order of the days."""
    rng = stream(seed, code, "traffic")
    first, last = np.datetime64(window_start(until, size.months)), np.datetime64(until)
    calendar = Calendar(first, last)
    parts = [_services(rng, fleet, first, last), _deliveries(fleet, first)]
    parts += [_accidental(rng, fleet, first, last, cause, rate) for cause, rate in RATES.items()]
    vehicle = np.concatenate([part[0] for part in parts])
    even = np.concatenate([part[1] for part in parts])
    cause = np.concatenate([part[2] for part in parts])
    day = calendar.busy_day(even)
    keep = rng.random(len(day)) < course.volume[_month_index(day, first)]
    table = pl.DataFrame({"vehicle": vehicle[keep], "day": day[keep], "cause": cause[keep]})
    young = pl.Series(day[keep] - fleet.sold[vehicle[keep]] < np.timedelta64(WARRANTY_DAYS, "D"))
    claim = pl.Series(rng.random(int(keep.sum())) < 0.8) & young
    table = table.with_columns(
        cause=pl.when((pl.col("cause") == "repair") & claim).then(pl.lit("warranty")).otherwise("cause")
    )
    return table.sort("day", "vehicle", "cause"), calendar


def _month_index(day: Array, first: np.datetime64) -> Array:
    found: Array = day.astype("datetime64[M]").astype("int64") - first.astype("datetime64[M]").astype("int64")
    return found


Part = tuple[Array, Array, Array]


def _services(rng: np.random.Generator, fleet: Fleet, first: np.datetime64, last: np.datetime64) -> Part:
    """Every service that falls due while the vehicle is loyal, a few of them skipped."""
    number = np.arange(1, SERVICES + 1)
    due: Array = (fleet.starts - first).astype("int64")[:, None] + fleet.interval[:, None] * number
    due = due + rng.normal(0, 13, due.shape)
    loyal = due < (fleet.quits - first).astype("int64")[:, None]
    inside = (due >= 0) & (due < float((last - first).astype("int64")) + 1)
    vehicle, k = np.nonzero(loyal & inside & (rng.random(due.shape) > 0.05))
    return vehicle, due[vehicle, k], np.full(len(vehicle), "maintenance")


def _deliveries(fleet: Fleet, first: np.datetime64) -> Part:
    """A new car is prepared three days before its customer takes it: an internal order."""
    day = (fleet.sold - first).astype("int64") - 3
    chosen = np.nonzero(fleet.own & (day >= 0))[0]
    return chosen, day[chosen].astype(float), np.full(len(chosen), "pdi")


def _accidental(
    rng: np.random.Generator,
    fleet: Fleet,
    first: np.datetime64,
    last: np.datetime64,
    cause: str,
    rate: float,
) -> Part:
    """Events spread evenly over the loyal time; older cars break more often."""
    begin = np.maximum((fleet.starts - first).astype("int64"), 0)
    end = np.minimum((fleet.quits - first).astype("int64"), (last - first).astype("int64"))
    span = np.maximum(end - begin, 0)
    age = np.maximum((last - fleet.sold).astype("int64") / 365, 0)
    factor = 0.6 + 0.13 * np.minimum(age, 8) if cause == "repair" else np.ones(len(fleet))
    vehicle = np.repeat(np.arange(len(fleet)), rng.poisson(rate * factor * span / 365))
    even = begin[vehicle] + rng.random(len(vehicle)) * span[vehicle]
    return vehicle, even, np.full(len(vehicle), cause)
