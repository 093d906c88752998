"""The vehicles a store knows: sold by it or joined later, loyal for a while, then gone."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from biaogan.intake.demonstration import names
from biaogan.intake.demonstration.chance import Array, days, stream
from biaogan.intake.demonstration.region import Size, window_start

YEARS_BACK = 10
# Chance rate per year of leaving for good, by years since sale: warranty holds a customer.
LEAVING_GRID = np.array([0.0, 3.0, 4.5, 8.0, 20.0])
LEAVING_RISK = np.cumsum([0.0, 0.07 * 3, 0.26 * 1.5, 0.15 * 3.5, 0.2 * 12])
# Vehicles per monthly order that give about the asked number of orders.
VEHICLES_PER_ORDER = 19.4


@dataclass
class Fleet:
    """Arrays with one entry per vehicle."""

    vin: Array
    plate: Array
    owner: Array
    phone: Array
    customer_id: Array
    series: Array
    sold: Array
    own: Array
    starts: Array
    quits: Array
    interval: Array  # days between two services
    daily_km: Array
    package: Array

    def __len__(self) -> int:
        return len(self.vin)


def grow_fleet(
    store_no: int, code: str, *, size: Size, until: date, seed: int, scale: float, loyalty: float
) -> Fleet:
    rng = stream(seed, code, "fleet")
    n = int(size.orders_per_store_month * VEHICLES_PER_ORDER * scale)
    first = np.datetime64(window_start(until, size.months)) - np.timedelta64(YEARS_BACK * 365, "D")
    span = float((np.datetime64(until) - first).astype("int64"))
    sold = first + days(np.sort(rng.uniform(0, span, n)))
    own = rng.random(n) < 0.7
    starts = np.where(own, sold, sold + days(rng.uniform(60, 6 * 365, n)))
    series = rng.choice(4, n, p=[0.38, 0.34, 0.13, 0.15])
    return Fleet(
        vin=names.vehicle_numbers(store_no, series, sold.astype("datetime64[Y]").astype("int64") + 1970),
        plate=names.plates(store_no, n),
        owner=names.people(rng, n),
        phone=names.phones(rng, n),
        customer_id=np.array([f"KH{store_no}{number:06d}" for number in range(n)], dtype=object),
        series=series,
        sold=sold,
        own=own,
        starts=starts,
        quits=starts + days(365 * _tenure(rng, own, loyalty)),
        interval=rng.normal(350, 24, n),
        daily_km=rng.gamma(6.0, 6.5, n) + 4,
        package=rng.random(n) < 0.14,
    )


def _tenure(rng: np.random.Generator, own: Array, loyalty: float) -> Array:
    """Years a vehicle stays: by age for own-sold ones, shorter for those that came from elsewhere."""
    patience = rng.exponential(1.0, len(own)) / loyalty
    return np.where(own, np.interp(patience, LEAVING_RISK, LEAVING_GRID), patience * 3.0)


GUEST_SHARE = 0.025


def with_guests(fleet: Fleet, neighbour: Fleet, *, code: str, seed: int) -> Fleet:
    """Some vehicles of the next store come here for a while: the same vehicle in two stores' files."""
    rng = stream(seed, code, "guests")
    n = int(len(neighbour) * GUEST_SHARE)
    chosen = np.sort(rng.choice(len(neighbour), n, replace=False))
    starts = neighbour.sold[chosen] + days(rng.uniform(200, 9 * 365, n))
    changed = {
        "own": np.zeros(n, dtype=bool),
        "starts": starts,
        "quits": starts + days(rng.exponential(500, n)),
        "customer_id": np.array([f"KHW{number:06d}" for number in range(n)], dtype=object),
    }
    return Fleet(
        **{
            part.name: np.concatenate(
                [getattr(fleet, part.name), changed.get(part.name, getattr(neighbour, part.name)[chosen])]
            )
            for part in fields(Fleet)
        }
    )
