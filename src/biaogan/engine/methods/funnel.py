"""The funnel: how far a store with so few cases may lie from the region by chance alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

WARNING = 0.025  # in each tail: 95 % of stores without a special cause lie inside
ALARM = 0.001  # 99.8 % of them
TAILS = (ALARM, WARNING, 1 - WARNING, 1 - ALARM)
WINSORISED = 0.1
Exact = Callable[[float], list[float]]
ENOUGH = 5  # stores, before a spread between them can be estimated


@dataclass(frozen=True)
class Limits:
    """Between the warning limits lie 95 %, between the alarm limits 99.8 %; in the unit of the figure."""

    alarm_low: float
    warning_low: float
    warning_high: float
    alarm_high: float


@dataclass(frozen=True)
class FunnelPoint:
    """One store: raw figure, cases, distance in standard errors (spread between stores included), limits."""

    value: float
    size: float
    z: float | None  # None where the target leaves nothing to chance (0 or 1)
    limits: Limits

    @property
    def outside(self) -> str | None:
        """`alarm`, `warning`, or None where chance is explanation enough."""
        if not self.limits.alarm_low <= self.value <= self.limits.alarm_high:
            return "alarm"
        return None if self.limits.warning_low <= self.value <= self.limits.warning_high else "warning"


@dataclass(frozen=True)
class Funnel:
    """Target, how much wider than chance stores scatter (1 = not), the variance between them, the stores."""

    target: float
    overdispersion: float | None  # None below five stores
    between: float
    stores: dict[str, FunnelPoint | None]


def binomial_limits(target: float, n: int, tails: Sequence[float] = TAILS) -> list[float]:
    """Shares 0 to 1 below which n cases fall with these chances when the true share is `target`.

    Exact distribution with interpolation between counts: Spiegelhalter (2005), Statistics in Medicine 24,
    1185-1202. Check: 0.2 of 50 gives .0348, .0844, .3071, .3791. Raises ValueError unless 0 <= target <= 1
    and n > 0.
    """
    from scipy.special import bdtr

    if not 0 <= target <= 1 or n < 1:
        raise ValueError(f"a share of {target} from {n} cases has no limits")
    below = bdtr(np.arange(n + 1), n, target)
    below[n] = 1.0
    # A count that no store can exceed is never beyond doubt: without this, 10 of 10 would stand outside 95 %.
    return [
        1.0 if tail > below[n - 1] else max(0.0, at / n)
        for at, tail in zip(_interpolated(below, tails), tails, strict=True)
    ]


def poisson_limits(rate: float, exposure: float, tails: Sequence[float] = TAILS) -> list[float]:
    """Events per unit of exposure below which a store falls with these chances when the true rate is `rate`.

    As `binomial_limits`, with the Poisson distribution. Raises ValueError unless rate >= 0 and exposure > 0.
    """
    from scipy.special import pdtr

    if rate < 0 or exposure <= 0:
        raise ValueError(f"a rate of {rate} over {exposure} has no limits")
    mean = rate * exposure
    below = pdtr(np.arange(math.ceil(mean + 10 * math.sqrt(mean) + 20)), mean)
    return [max(0.0, at / exposure) for at in _interpolated(below, tails)]


def _interpolated(below: np.ndarray, tails: Sequence[float]) -> list[float]:
    """R - (F(r) - tail) / f(r), where r is the first count with F(r) >= tail."""
    single = np.diff(below, prepend=0.0)
    counts = [int(np.searchsorted(below, tail)) for tail in tails]
    return [float(r - (below[r] - tail) / single[r]) for r, tail in zip(counts, tails, strict=True)]


def of_rates(cases: Mapping[str, tuple[int, int]], target: float | None = None) -> Funnel | None:
    """Shares k of n by store around the target, by default the share of all; None without any case.

    Where stores scatter wider than chance, the limits widen by the variance between them (`spread`). A store
    with n = 0 has no point. Raises ValueError unless 0 <= k <= n.
    """
    for store, (k, n) in cases.items():
        if not 0 <= k <= n:
            raise ValueError(f"{store}: {k} of {n} is not a share")
    centre = _centre(cases, target)
    if centre is None:
        return None
    return _funnel(cases, centre, centre * (1 - centre), lambda n: binomial_limits(centre, int(n)), most=1.0)


def of_counts(cases: Mapping[str, tuple[int, float]], target: float | None = None) -> Funnel | None:
    """Events by store over their exposure (orders, months, hours) around the rate of all; None without any.

    As `of_rates`, for events of which one case may bring several. Raises ValueError below 0.
    """
    for store, (k, exposure) in cases.items():
        if k < 0 or exposure < 0:
            raise ValueError(f"{store}: {k} over {exposure} is no rate")
    centre = _centre(cases, target)
    if centre is None:
        return None
    return _funnel(cases, centre, centre, lambda n: poisson_limits(centre, n), most=math.inf)


def _centre(cases: Mapping[str, tuple[int, float]], target: float | None) -> float | None:
    size = sum(n for _, n in cases.values())
    if not size:
        return None
    return sum(k for k, _ in cases.values()) / size if target is None else target


def spread(gaps: np.ndarray, errors: np.ndarray) -> tuple[float | None, float]:
    """Overdispersion and variance between stores, from distances to the target and errors, one entry a store.

    Mean of squared z (gap / error) winsorised at 10 % and 90 %, then tau squared: Spiegelhalter (2005).
    Below five stores nothing can be said: (None, 0).
    """
    if len(gaps) < ENOUGH or (errors == 0).any():
        return None, 0.0
    z = gaps / errors
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    phi = float(np.mean(np.clip(z, low, high) ** 2))
    w, count = errors**-2.0, len(z)
    between = (count * phi - (count - 1)) / (w.sum() - (w**2).sum() / w.sum())
    return phi, max(0.0, float(between))


def _funnel(
    cases: Mapping[str, tuple[int, float]], centre: float, spread_of_one: float, exact: Exact, most: float
) -> Funnel:
    """`spread_of_one`: variance at size 1; `exact`: limits at a size; `most`: its highest value."""
    known = {store: (k / n, n) for store, (k, n) in cases.items() if n}
    errors = np.sqrt([spread_of_one / n for _, n in known.values()])
    gaps = np.array([value - centre for value, _ in known.values()])
    phi, between = spread(gaps, errors)
    stores: dict[str, FunnelPoint | None] = dict.fromkeys(cases)
    for (store, (value, n)), error in zip(known.items(), errors.tolist(), strict=True):
        wide = math.hypot(error, math.sqrt(between))
        limits = _widened(centre, wide, most) if between else exact(n)
        stores[store] = FunnelPoint(value, n, (value - centre) / wide if wide else None, Limits(*limits))
    return Funnel(centre, phi, between, stores)


def _widened(centre: float, error: float, most: float) -> list[float]:
    from scipy.special import ndtri

    return [min(most, max(0.0, centre + float(ndtri(tail)) * error)) for tail in TAILS]
