"""A region whose days follow known weights: what weights and landing are tried on."""

from __future__ import annotations

from datetime import date

import numpy as np

from biaogan.engine.methods.business_calendar import china
from biaogan.engine.methods.day_weights import ASSUMED, ENDS, FESTIVALS, KINDS, WEEKDAYS, DayWeights
from biaogan.engine.periods import days_of, months_between

TRUE = DayWeights(
    ASSUMED
    | dict(zip(WEEKDAYS, (0.8, 0.85, 0.9, 0.95, 1.0, 1.35, 1.15), strict=True))
    | dict(zip(KINDS, (1.0, 0.5, 0.9), strict=True))
    | dict(zip(FESTIVALS, (1.0, 1.25, 0.15, 0.6), strict=True))
    | dict(zip(ENDS, (1.0, 1.2), strict=True))
)


def history(
    first: str, last: str, *, stores: int = 3, day_noise: float = 0.0, month_noise: float = 0.0, seed: int = 1
) -> dict[str, dict[date, float]]:
    """Daily figures by store; every store-month has its own level, drawn with `month_noise`."""
    random = np.random.default_rng(seed)
    sizes = random.uniform(50_000, 200_000, stores)
    found: dict[str, dict[date, float]] = {f"S{number}": {} for number in range(stores)}
    for month in months_between(first, last):
        shared = random.normal(0, month_noise / 2)
        for (_, days), size in zip(found.items(), sizes, strict=True):
            level = size * np.exp(shared + random.normal(0, month_noise))
            for day in days_of(month):
                luck = np.exp(random.normal(0, day_noise))
                days[day] = float(level * TRUE.of(day, china()) * luck)
    return found
