"""What a numerator or denominator is made of, declared once and evaluated on whole numbers.

Money is added up in fen and hours in thousandths; `scale` says how many of them make one unit shown.
A measure answers for one place and month, or answers None: nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue

Where = Callable[["ibis.Table"], "BooleanValue"]

FEN = 100
THOUSANDTHS = 1000
ENDLESS = 12 * 9000  # months from here on stand for "without end"


class Absent(StrEnum):
    """What it means that a place and month has no row in the mart."""

    ZERO = "zero"  # none of them happened; the denominator says whether there was anything at all
    ORDERS = "orders"  # none happened where orders were settled that month; unknown elsewhere
    UNKNOWN = "unknown"  # nobody told us


class Gathering(StrEnum):
    SUM = "sum"
    COUNT = "count"
    QUANTILE = "quantile"


@dataclass
class Cells:
    """The sums of one place (and one advisor, payer, ...): total -> month -> whole number."""

    sums: Mapping[str, Mapping[int, int]]
    orders: frozenset[int] = frozenset()  # months with settled orders
    busy: frozenset[int] = frozenset()  # months with orders opened or settled
    first_order: int | None = None
    running: dict[str, tuple[int, list[int]]] = field(default_factory=dict)
    asked: dict[tuple[Measure, int], int | None] = field(default_factory=dict)

    def of_month(self, measure: Measure, month: int) -> int | None:
        """A measure's answer, remembered: neighbouring windows ask for the same months."""
        key = (measure, month)
        if key not in self.asked:
            self.asked[key] = measure.at(self, month)
        return self.asked[key]

    def has_history(self, month: int, months: int) -> bool:
        """Enough complete months since the first order, and not a year of silence behind the last one."""
        if self.first_order is None or month < self.first_order + months - 1:
            return False
        return any(m in self.busy for m in range(month - 11, month + 1))

    def of(self, name: str) -> Mapping[int, int]:
        return self.sums.get(name, {})

    def level(self, name: str, month: int) -> int | None:
        """The running count at the end of a month; None before its first step."""
        if name not in self.running:
            self.running[name] = _run_up(self.of(name))
        first, levels = self.running[name]
        if not levels or month < first:
            return None
        return levels[min(month - first, len(levels) - 1)]


def _run_up(changes: Mapping[int, int]) -> tuple[int, list[int]]:
    """First month and the running counts from it on, up to the last step that is not "without end"."""
    if not changes:
        return 0, []
    first = min(changes)
    last = max((month for month in changes if month < ENDLESS), default=first)
    total, levels = 0, []
    for month in range(first, last + 1):
        total += changes.get(month, 0)
        levels.append(total)
    return first, levels


class Measure(Protocol):
    @property
    def scale(self) -> int: ...

    def totals(self) -> Iterator[Total]: ...

    def at(self, cells: Cells, month: int) -> int | None: ...


@dataclass(frozen=True, eq=False)
class Total:
    """A sum, count or percentile over the rows of one mart, by one of its month columns.

    `closes` names a date column: rows whose date is after the as-of date are not counted yet.
    `recounted`: the region is counted anew from the rows, its stores' figures are not added.
    """

    name: str
    mart: str
    when: str = "month"
    add: str | None = None
    where: Where | None = None
    scale: int = 1
    absent: Absent = Absent.ZERO
    closes: str | None = None
    recounted: bool = False
    quantile: float | None = None

    @property
    def gathering(self) -> Gathering:
        if self.quantile is not None:
            return Gathering.QUANTILE
        return Gathering.COUNT if self.add is None else Gathering.SUM

    def totals(self) -> Iterator[Total]:
        yield self

    def at(self, cells: Cells, month: int) -> int | None:
        value = cells.of(self.name).get(month)
        if value is not None:
            return value
        if self.absent is Absent.ZERO:
            return 0
        return 0 if self.absent is Absent.ORDERS and month in cells.orders else None


@dataclass(frozen=True, eq=False)
class Sum:
    """Measures added and taken away; None where nothing at all is known of what is added."""

    plus: tuple[Measure, ...]
    minus: tuple[Measure, ...] = ()

    @property
    def scale(self) -> int:
        return self.plus[0].scale

    def totals(self) -> Iterator[Total]:
        for part in (*self.plus, *self.minus):
            yield from part.totals()

    def at(self, cells: Cells, month: int) -> int | None:
        gained = [value for part in self.plus if (value := part.at(cells, month)) is not None]
        if not gained:
            return None
        lost = [value for part in self.minus if (value := part.at(cells, month)) is not None]
        return sum(gained) - sum(lost)


@dataclass(frozen=True, eq=False)
class Less:
    """One measure less another; None where either is unknown."""

    whole: Measure
    part: Measure

    @property
    def scale(self) -> int:
        return self.whole.scale

    def totals(self) -> Iterator[Total]:
        yield from self.whole.totals()
        yield from self.part.totals()

    def at(self, cells: Cells, month: int) -> int | None:
        whole, part = self.whole.at(cells, month), self.part.at(cells, month)
        return None if whole is None or part is None else whole - part


@dataclass(frozen=True, eq=False)
class Window:
    """A measure added up over complete months ending with the month asked for.

    `whole`: unknown unless every one of the months is known.
    """

    measure: Measure
    months: int
    whole: bool = False

    @property
    def scale(self) -> int:
        return self.measure.scale

    def totals(self) -> Iterator[Total]:
        return self.measure.totals()

    def at(self, cells: Cells, month: int) -> int | None:
        first = month - self.months + 1
        known = [v for m in range(first, month + 1) if (v := cells.of_month(self.measure, m)) is not None]
        if self.whole and len(known) < self.months:
            return None
        return sum(known) if known else None


@dataclass(frozen=True, eq=False)
class Level:
    """The running count of a total of steps at the end of the month: it adds over stores, not over months.

    `before`: what it is before its first step: unknown, or 0 for a part of something that is known.
    `since_orders`: 0 from the month of the place's first order on.
    """

    steps: Total
    before: int | None = None
    since_orders: bool = False

    @property
    def scale(self) -> int:
        return self.steps.scale

    def totals(self) -> Iterator[Total]:
        yield self.steps

    def at(self, cells: Cells, month: int) -> int | None:
        level = cells.level(self.steps.name, month)
        if level is None and self.since_orders and cells.first_order is not None:
            return 0 if month >= cells.first_order else None
        return self.before if level is None else level


@dataclass(frozen=True, eq=False)
class MeanLevel:
    """Mean of a level over that many month ends, up to this one; None where it is nought."""

    level: Level
    ends: int

    @property
    def scale(self) -> int:
        return self.level.scale * self.ends

    def totals(self) -> Iterator[Total]:
        return self.level.totals()

    def at(self, cells: Cells, month: int) -> int | None:
        known = [cells.of_month(self.level, m) for m in range(month - self.ends + 1, month + 1)]
        return sum(v or 0 for v in known) or None


@dataclass(frozen=True, eq=False)
class Mean:
    """Mean of what stands at that many month ends, up to this one; None unless each of them is known."""

    measure: Measure
    months: int

    @property
    def scale(self) -> int:
        return self.measure.scale * self.months

    def totals(self) -> Iterator[Total]:
        return self.measure.totals()

    def at(self, cells: Cells, month: int) -> int | None:
        return Window(self.measure, self.months, whole=True).at(cells, month)


@dataclass(frozen=True, eq=False)
class Nowhere:
    """What no file brings yet: always unknown. The metric says which file would."""

    scale: int = 1

    def totals(self) -> Iterator[Total]:
        return iter(())

    def at(self, cells: Cells, month: int) -> int | None:  # noqa: ARG002
        return None


@dataclass(frozen=True, eq=False)
class Given:
    """A measure that is unknown unless another one is positive, in that month or in any month."""

    measure: Measure
    condition: Measure
    ever: bool = False

    @property
    def scale(self) -> int:
        return self.measure.scale

    def totals(self) -> Iterator[Total]:
        yield from self.measure.totals()
        yield from self.condition.totals()

    def at(self, cells: Cells, month: int) -> int | None:
        if self.ever:
            known = any(cells.of(total.name) for total in self.condition.totals())
        else:
            known = bool(self.condition.at(cells, month))
        return self.measure.at(cells, month) if known else None
