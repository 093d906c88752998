"""When a car is promised, ready, settled and fetched."""

from __future__ import annotations

import numpy as np
import polars as pl

from biaogan.intake.demonstration.chance import MINUTE, Array, minutes
from biaogan.intake.demonstration.course import Course

# Usual minutes in the workshop and their spread (of the logarithm).
USUAL = {
    "maintenance": (105, 0.2),
    "repair": (230, 0.45),
    "warranty": (150, 0.4),
    "accident": (5 * 1440, 0.4),
    "wash": (40, 0.2),
    "accessories": (45, 0.3),
    "pdi": (150, 0.2),
    "internal": (1440, 0.3),
    "rework": (170, 0.35),
}
CLOSING_HOUR = 18
GRACE = 16  # minutes after which a promise is surely broken

Moments = Array


def arrivals(rng: np.random.Generator, day: Array) -> Moments:
    """Most come in the morning."""
    minute = rng.triangular(8.4 * 60, 9.6 * 60, 17.2 * 60, len(day))
    return day.astype("datetime64[m]") + minutes(minute)


def clock(rng: np.random.Generator, orders: pl.DataFrame, course: Course, month: Array) -> pl.DataFrame:
    """Adds the moments of each order; needs `arrived` and `cause`, months as indices of the window."""
    n = len(orders)
    arrived = orders["arrived"].to_numpy().astype("datetime64[m]")
    cause = orders["cause"].to_numpy()
    usual = np.array([USUAL[name][0] for name in cause], dtype=float)
    spread = np.array([USUAL[name][1] for name in cause], dtype=float)
    took = usual * np.exp(rng.normal(0, 1, n) * spread) * course.slowness[month]
    opened = arrived + minutes(rng.uniform(3, 18, n))
    promised, completed = _promise(rng, course, month, opened, usual, took)
    wait = rng.uniform(8, 75, n) * np.where(cause == "accident", 4, 1) * course.handover
    delivered = _not_at_night(completed + minutes(wait))
    paid_later = (cause == "accident") & (rng.random(n) < 0.3)
    settled = completed + (delivered - completed) * 2 // 3 // MINUTE * MINUTE
    settled = np.where(paid_later, delivered + minutes(rng.uniform(1, 6, n) * 1440), settled)
    moved = (rng.random(n) < 0.12) & ~np.full(n, course.default_promise)
    return orders.with_columns(
        opened_at=_column(opened),
        promised_first=_column(promised),
        promised_last=_column(np.where(moved, _not_at_night(promised + minutes(np.full(n, 90.0))), promised)),
        promise_changed=pl.Series(moved),
        completed_at=_column(completed),
        submitted_at=_column(settled - 2 * MINUTE),
        settled_at=_column(settled),
        delivered_at=_column(delivered),
    )


def _promise(
    rng: np.random.Generator,
    course: Course,
    month: Array,
    opened: Moments,
    usual: Array,
    took: Array,
) -> tuple[Moments, Moments]:
    """The promise, and when the car really was ready: kept as often as the store's course says."""
    n = len(opened)
    natural = _not_at_night(opened + minutes(took))
    asked = np.ceil((usual * 0.55 + took * 0.75) / 30) * 30
    promised = _not_at_night(opened + minutes(asked))
    kept = rng.random(n) < course.on_time[month]
    early = np.minimum(rng.exponential(22, n), (promised - opened) / MINUTE * 0.5)
    late = GRACE + rng.exponential(50, n) * np.where(usual > 1000, 20, 1)
    completed = np.where(kept, promised - minutes(early), _not_at_night(promised + minutes(late)))
    if course.default_promise:
        default = rng.random(n) < 0.95
        return np.where(default, opened + 120 * MINUTE, promised), np.where(default, natural, completed)
    return promised, completed


def _not_at_night(moment: Moments) -> Moments:
    """After closing time means the next morning."""
    day = moment.astype("datetime64[D]").astype("datetime64[m]")
    minute = (moment - day) / MINUTE
    moment = np.where(minute > CLOSING_HOUR * 60, day + minutes(1440 + 520 + minute % 97), moment)
    return np.where(minute < 8 * 60, day + minutes(520 + minute % 97), moment)


def _column(moment: Moments) -> pl.Series:
    return pl.Series(moment.astype("datetime64[us]"))
