"""Ladder scoring: four levels of quality, of which the higher count only while the basic one holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BASIC, PROCESS, EXPERIENCE, SURPRISE = LEVELS = (1, 2, 3, 4)
STRONG = 80.0  # percent of its points from which a level is strong
SOUND = 90.0  # percent of its points below which the basic level is weak, also without an open breach
FEWEST = 3  # answers a level needs before it is called strong or weak


@dataclass(frozen=True)
class Answer:
    """One answered check item: its level 1 to 4, the points given, the most it can give.

    Points may carry fractions (a share of looks passed); 0 <= points <= full, full > 0. What did not
    apply is no answer. Raises ValueError otherwise.
    """

    level: int
    points: float
    full: float

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"there is no level {self.level}")
        if self.full <= 0 or not 0 <= self.points <= self.full:
            raise ValueError(f"{self.points} of {self.full} points is no answer")


@dataclass(frozen=True)
class Rung:
    """One level: sums over its answers. `score` in percent, None without answers."""

    level: int
    points: float
    full: float
    answers: int

    @property
    def score(self) -> float | None:
        return 100 * self.points / self.full if self.answers else None


@dataclass(frozen=True)
class Ladder:
    """Four rungs, lowest first, and the basic breaches that stand open.

    `raw` is the percent of all points; `counted` that of the points that count: with an open breach
    the points of levels 2 to 4 are lost, while what they could have given stays in the denominator.
    Both None without answers.
    """

    rungs: tuple[Rung, ...]
    breaches: int

    @property
    def raw(self) -> float | None:
        return self._percent(sum(rung.points for rung in self.rungs))

    @property
    def counted(self) -> float | None:
        counting = [rung for rung in self.rungs if rung.level == BASIC or not self.breaches]
        return self._percent(sum(rung.points for rung in counting))

    @property
    def top_heavy(self) -> int | None:
        """The highest level that is strong while the basic level is weak; None where there is none.

        Strong: at least STRONG percent of at least FEWEST answers, and more than the basic level.
        Weak: an open breach, or less than SOUND percent of at least FEWEST answers. With a breach the
        basic score may be high all the same: then it need not lie below.
        """
        basic = self.rungs[0]
        low = basic.answers >= FEWEST and (basic.score or 0.0) < SOUND
        if not (self.breaches or low):
            return None
        floor = 0.0 if self.breaches else (basic.score or 0.0)
        strong = [
            rung.level
            for rung in self.rungs[1:]
            if rung.answers >= FEWEST and (rung.score or 0.0) >= STRONG and (rung.score or 0.0) > floor
        ]
        return max(strong, default=None)

    def _percent(self, points: float) -> float | None:
        full = sum(rung.full for rung in self.rungs)
        return 100 * points / full if full else None


def climb(answers: Iterable[Answer], *, breaches: int) -> Ladder:
    """The ladder of some answers, with the number of basic breaches that stand open at the place.

    Own rule of the product, after the knock-on rule of dealer operation standards ("if this is not
    good, the following are not good"). Check: basic 8 of 10, process 12 of 20, experience 9 of 10,
    surprise 10 of 10 give 78 % raw; with one open breach 16 % counted, and surprise stands strong on
    weak basics. Raises ValueError for fewer than 0 breaches.
    """
    if breaches < 0:
        raise ValueError("fewer than no breaches cannot be open")
    sums = {level: [0.0, 0.0, 0] for level in LEVELS}
    for answer in answers:
        held = sums[answer.level]
        held[0] += answer.points
        held[1] += answer.full
        held[2] += 1
    rungs = tuple(Rung(level, points, full, int(n)) for level, (points, full, n) in sums.items())
    return Ladder(rungs, breaches)
