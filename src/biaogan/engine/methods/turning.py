"""The turning point: the period at which a series changed its direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ENOUGH = 5  # periods with data: two slopes and the bend between them
DRAWS = 999


@dataclass(frozen=True)
class Turn:
    """Where two lines meet best, their slopes (units a period), and how easily chance bends one as much."""

    at: int
    before: float
    after: float
    p: float

    @property
    def reversed(self) -> bool:
        """Rising before and falling after, or the other way round."""
        return self.before * self.after < 0


def turning_point(values: Sequence[float | None], *, seed: int = 1) -> Turn | None:
    """The period, counted from 0, at which two joined lines fit the series best, by least squares.

    Hinkley (1969), Biometrika 56, 495-504. The p-value compares the gain over one straight line with that
    of the line's residuals in 999 random orders (`seed`): Freedman and Lane (1983), Journal of Business
    and Economic Statistics 1, 292-298. Six months seldom give a small one, so it is shown beside and
    decides nothing. None for fewer than five periods with data, or a series that is a straight line.
    """
    known = np.array([at for at, value in enumerate(values) if value is not None])
    if len(known) < ENOUGH:
        return None
    y = np.array([float(value) for value in values if value is not None])
    line = np.column_stack([np.ones(len(known)), known])
    straight = _off(line)
    fitted = y - straight @ y
    if np.allclose(fitted, y, rtol=0, atol=1e-9 * (float(np.abs(y).max()) or 1.0)):
        return None
    bends = [np.column_stack([line, np.maximum(0, known - knot)]) for knot in known[1:-1]]
    off = [_off(bend) for bend in bends]
    best = int(np.argmin([((each @ y) ** 2).sum() for each in off]))
    _, before, change = np.linalg.lstsq(bends[best], y, rcond=None)[0]
    orders = np.random.default_rng(seed).permuted(np.tile(y - fitted, (DRAWS, 1)), axis=1) + fitted
    reached = _gains(orders, straight, off) >= _gains(y[None], straight, off)[0] - 1e-12
    p = (1 + int(reached.sum())) / (DRAWS + 1)
    return Turn(int(known[1:-1][best]), float(before), float(before + change), p)


def _off(columns: np.ndarray) -> np.ndarray:
    """The matrix that leaves of a series what these columns cannot fit."""
    found: np.ndarray = np.eye(len(columns)) - columns @ np.linalg.pinv(columns)
    return found


def _gains(series: np.ndarray, straight: np.ndarray, off: Sequence[np.ndarray]) -> np.ndarray:
    """Share of the squares left by the straight line that the best bend takes away; one a row."""
    before = ((series @ straight) ** 2).sum(axis=1)
    after = np.min([((series @ each) ** 2).sum(axis=1) for each in off], axis=0)
    gains: np.ndarray = 1 - np.divide(after, before, out=np.ones(len(series)), where=before > 0)
    return gains
