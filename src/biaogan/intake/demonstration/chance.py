"""Randomness that is the same on every machine: one stream per store and purpose."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[Any]  # numpy's types lose the thread in date arithmetic
MINUTE = np.timedelta64(1, "m")


def stream(seed: int, *names: str) -> np.random.Generator:
    """A generator that depends on the seed and the names only, not on what was drawn before."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def happens(rng: np.random.Generator, chance: Array | float, n: int) -> Array:
    return rng.random(n) < chance


def pick(rng: np.random.Generator, words: Sequence[str], n: int) -> Array:
    return np.array(words, dtype=object)[rng.integers(0, len(words), n)]


def minutes(values: Array) -> Array:
    return np.round(values).astype("timedelta64[m]")


def days(values: Array) -> Array:
    return np.floor(values).astype("timedelta64[D]")


def words(values: Array | Sequence[str | None]) -> pl.Series:
    """A column of text; numpy's object arrays may begin with None, which hides their type."""
    return pl.Series(np.asarray(values, dtype=object).tolist(), dtype=pl.String)
