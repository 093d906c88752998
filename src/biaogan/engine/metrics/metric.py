"""The declaration of a metric: everything the product knows of it, in one object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from biaogan.engine.metrics.measure import Measure, Total
from biaogan.engine.text import Text


class Room(StrEnum):
    TARGETS = "targets"
    QUALITY = "quality"
    TEAM = "team"


class Perspective(StrEnum):
    FINANCE = "finance"
    CUSTOMER = "customer"
    PROCESS = "process"
    LEARNING = "learning"


class Unit(StrEnum):
    YUAN = "CNY"
    PERCENT = "percent"
    COUNT = "count"
    POINTS = "points"
    SCORE = "score"
    PER_THOUSAND = "per-thousand"
    HOURS = "hours"
    DAYS = "days"
    TIMES = "times"
    RATIO = "ratio"
    YUAN_PER_HOUR = "yuan-per-hour"

    @property
    def is_money(self) -> bool:
        return self in (Unit.YUAN, Unit.YUAN_PER_HOUR)


# value = numerator / denominator x factor; days are a stock over the flow of a year
FACTORS = {Unit.PERCENT: 100, Unit.POINTS: 100, Unit.PER_THOUSAND: 1000, Unit.DAYS: 365}


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    BAND = "band"


class Period(StrEnum):
    MONTH = "M"
    ROLLING_YEAR = "R12"
    ROLLING_QUARTER = "R3"
    SNAPSHOT = "S"
    COHORT = "COH"


class Cut(StrEnum):
    """By what a reading may be divided further, besides store and month."""

    ADVISOR = "advisor"
    TECHNICIAN = "technician"
    PAYER = "payer"
    BIZ_TYPE = "biz_type"
    VEHICLE_AGE = "vehicle_age"
    MODEL = "model"


@dataclass(frozen=True)
class Benchmark:
    """A figure from outside with the grade of its source: A official, B trade, C unconfirmed."""

    text: Text
    grade: str


@dataclass(frozen=True, eq=False)
class Variant:
    """A rival definition in use elsewhere, computed and shown beside the metric, never mixed with it."""

    slug: str
    name: Text
    numerator: Measure
    denominator: Measure | None = None
    paired: bool | None = None
    history: int | None = None


@dataclass(frozen=True, eq=False)
class Metric:
    """A figure: numerator over denominator, or a total, with all that is said about it.

    `history`: complete months of orders needed before there is a reading.
    `paired`: the parts come from different files; a store counts for the region only with all of them.
    `matures`: months that must have passed since the end of the month asked for.
    `awaits`: which file would bring the figure, where no kind of file brings it yet.
    """

    slug: str
    code: str
    name: Text
    formula: Text
    numerator: Measure
    room: Room
    perspective: Perspective
    denominator: Measure | None = None
    unit: Unit = Unit.PERCENT
    better: Better = Better.HIGHER
    period: Period = Period.MONTH
    excludes: Text | None = None
    needs: tuple[str, ...] = ("repair_order",)
    cuts: tuple[Cut, ...] = ()
    history: int = 0
    matures: int = 0
    paired: bool = False
    min_n: int = 30
    sample: Measure | None = None
    variants: tuple[Variant, ...] = ()
    benchmark: Benchmark | None = None
    awaits: Text | None = None
    places: int = field(default=0)  # decimals of a reading that is a plain number

    @property
    def factor(self) -> int:
        return FACTORS.get(self.unit, 1)

    def totals(self) -> Iterator[Total]:
        for measure in (self.numerator, self.denominator, self.sample):
            if measure is not None:
                yield from measure.totals()

    def variant(self, slug: str) -> Metric:
        """The rival definition as a metric of its own. Raises KeyError if there is none of that name."""
        for other in self.variants:
            if other.slug == slug:
                return replace(
                    self, slug=f"{self.slug}/{slug}", name=other.name, numerator=other.numerator,
                    denominator=other.denominator, variants=(),
                    paired=self.paired if other.paired is None else other.paired,
                    history=self.history if other.history is None else other.history,
                )  # fmt: skip
        raise KeyError(f"metric {self.slug} has no variant {slug}")
