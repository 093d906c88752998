"""The region before the decision: cars by age, how often they come, what they pay, what stores can carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

AGES = 40  # quarters; a car leaves the count after ten years


@dataclass(frozen=True)
class Region:
    """Plain numbers per quarter of age 0 to 39 where a tuple stands; money in fen; hashable.

    `new_cars` per quarter; `leaving` is the share of cars sold away or written off per quarter;
    `visits` per active car and quarter; `ticket_fen` per visit before any discount; `churn` per active
    loyal car and quarter; `margin` gross profit over revenue; `dependent` share of active cars whose
    customers come on promotions only; `returning` share of lost cars that come back per quarter unasked;
    `load` visits over capacity; costs per active car and year.
    """

    new_cars: float
    leaving: float
    visits: tuple[float, ...]
    ticket_fen: tuple[float, ...]
    churn: tuple[float, ...]
    margin: float
    dependent: float
    returning: float
    load: float
    training_fen: float
    reminders_fen: float = 2400.0
    app_fen: float = 1900.0
    contract_fen: float = 8000.0
    noise: float = 0.05
    discount_rate: float = 0.10

    def __post_init__(self) -> None:
        lengths = {len(self.visits), len(self.ticket_fen), len(self.churn)}
        if lengths != {AGES}:
            raise ValueError(f"figures by age need {AGES} quarters, found {sorted(lengths)}")

    def to_dict(self) -> dict[str, Any]:
        """Plain values only, tuples as lists."""
        return {name: list(one) if isinstance(one, tuple) else one for name, one in vars(self).items()}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Region:
        values: dict[str, Any] = {n: tuple(one) if isinstance(one, list) else one for n, one in kept.items()}
        return cls(**values)

    def cars(self) -> NDArray[np.float64]:
        """Cars by quarter of age in the steady state, shape (40,)."""
        return np.asarray(self.new_cars * (1 - self.leaving) ** np.arange(AGES), dtype=np.float64)


def by_age(value: Callable[[int], float]) -> tuple[float, ...]:
    return tuple(value(age) for age in range(AGES))


def usual_churn(age: int) -> float:
    """Churn per quarter assumed until measured: one wave in the quarter after the three-year warranty."""
    if age < 4:
        return 0.012
    if age < 12:
        return 0.018
    return 0.060 if age == 12 else 0.030


def reference_region() -> Region:
    """The region of the method's trial: 53,853 cars, 37,565 active, 170 M yuan and 77 M gross profit a year.

    What the trial leaves open is chosen so that its results come out: `leaving` and `returning` (active cars;
    what a coupon for lost customers brings back), `visits` (how fast a habit spreads), the ticket rising with
    age (what a returning car is worth), `load` (ceiling of a permanent discount), and the costs.
    """
    return Region(
        new_cars=1603,
        leaving=0.0093,
        visits=(0.40,) * AGES,
        ticket_fen=by_age(lambda age: 181_500 * (1 + age / 26)),
        churn=by_age(usual_churn),
        margin=77 / 170,
        dependent=0.148,
        returning=0.0056,
        load=0.907,
        training_fen=3500.0,
    )
