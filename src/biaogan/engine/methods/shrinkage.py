"""Figures of small stores drawn towards the mean of all, the raw figure always beside."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from biaogan.engine.methods.estimates import Estimate, with_spread

ENOUGH = 4  # below four stores their mean is too uncertain to draw anybody towards it


@dataclass(frozen=True)
class Shrunken:
    """The raw figure, the one drawn towards the mean, and the share of the raw figure in it (0 to 1)."""

    raw: float
    value: float
    trust: float


@dataclass(frozen=True)
class Shrinkage:
    """The mean of all (None without figures), the variance between stores, and each store (None without)."""

    mean: float | None
    between: float
    stores: dict[str, Shrunken | None]


def of_rates(cases: Mapping[str, tuple[int, int]]) -> Shrinkage:
    """Shares k of n by store, as shares 0 to 1, each with the error that the common share gives for its n.

    Efron and Morris (1975), Journal of the American Statistical Association 70, 311-319. Check: their 18
    hitters, Clemente .400 becomes .294. A store with n = 0 has no figure. Raises ValueError
    unless 0 <= k <= n.
    """
    for store, (k, n) in cases.items():
        if not 0 <= k <= n:
            raise ValueError(f"{store}: {k} of {n} is not a share")
    total = sum(n for _, n in cases.values())
    share = sum(k for k, _ in cases.values()) / total if total else 0.0
    spread = share * (1 - share)
    known = {store: Estimate(k / n, math.sqrt(spread / n), n) for store, (k, n) in cases.items() if n}
    return _shrunk(dict.fromkeys(cases), known)


def of_estimates(stores: Mapping[str, Estimate | None]) -> Shrinkage:
    """Means or scores by store, in their unit; a store without a figure stays without one."""
    known = {store: estimate for store, estimate in stores.items() if estimate is not None}
    spread = with_spread(list(known.values()))
    return _shrunk(dict.fromkeys(stores), dict(zip(known, spread, strict=True)))


def between_stores(values: np.ndarray, errors: np.ndarray) -> float:
    """Variance of the true figures, in squared units: DerSimonian and Laird (1986).

    `values` and `errors` have one entry a store, errors above 0; 0 below two stores.
    Controlled Clinical Trials 7, 177-188.
    """
    if len(values) < 2:
        return 0.0
    w = errors**-2.0
    q = float(np.sum(w * (values - np.average(values, weights=w)) ** 2))
    return max(0.0, (q - (len(values) - 1)) / float(w.sum() - (w**2).sum() / w.sum()))


def _shrunk(stores: dict[str, Shrunken | None], known: dict[str, Estimate]) -> Shrinkage:
    """Morris's factor (k - 3) / (k - 1) makes this James and Stein's rule where all errors are equal.

    Morris (1983), Journal of the American Statistical Association 78, 47-55.
    """
    if not known:
        return Shrinkage(None, 0.0, stores)
    values = np.array([each.value for each in known.values()])
    errors = np.array([each.error for each in known.values()])
    if (errors == 0).any():  # only when no store has a spread: nothing is left to chance
        mean, between, pull = float(values.mean()), float(values.var()), np.zeros(len(values))
    else:
        between = between_stores(values, errors)
        mean = float(np.average(values, weights=1 / (errors**2 + between)))
        correction = (len(values) - 3) / (len(values) - 1) if len(values) >= ENOUGH else 0.0
        pull = correction * errors**2 / (errors**2 + between)
    for store, raw, part in zip(known, values.tolist(), pull.tolist(), strict=True):
        stores[store] = Shrunken(raw, raw + part * (mean - raw), 1 - part)
    return Shrinkage(mean, between, stores)
