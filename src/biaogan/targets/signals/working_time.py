"""How much working time each month has, so that a short month or the Spring Festival is no fall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings

from biaogan.engine.facts.lake import Lake
from biaogan.engine.methods.business_calendar import china
from biaogan.engine.methods.day_weights import DayWeights, fit
from biaogan.engine.periods import days_of
from biaogan.intake.state import current_version, pins_of
from biaogan.targets.numbers import ORDERS


def weights(months: Sequence[str], *, stores: Sequence[str]) -> Mapping[str, float]:
    """Weighted working days of each month, by the days on which these stores settle their orders."""
    days = _fitted(current_version(), settings.BIAOGAN_LAKE, tuple(stores))
    calendar = china()
    return {month: days.total(days_of(month), calendar) for month in months}


@lru_cache(maxsize=4)
def _fitted(version: str, root: Path, stores: tuple[str, ...]) -> DayWeights:
    pins = pins_of(version)
    orders = Lake(root).read(ORDERS, pins.get(ORDERS)).filter(pl.col("store").is_in(list(stores)))
    settled = orders.filter(pl.col("surviving"), pl.col("settled_at").is_not_null())
    counted = settled.group_by("store", pl.col("settled_at").dt.date().alias("day")).len().collect()
    history: dict[str, dict[date, float]] = {}
    for store, day, count in counted.iter_rows():
        history.setdefault(store, {})[day] = float(count)
    return fit(history, china())
