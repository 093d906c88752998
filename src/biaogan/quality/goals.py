"""Which metrics an improvement can promise to move, and how the size of a change is written."""

from __future__ import annotations

import math
from decimal import Decimal

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.measure import Nowhere
from biaogan.engine.metrics.metric import Better, Metric, Period
from biaogan.engine.metrics.reading import Reading
from biaogan.engine.text import Text
from biaogan.quality.models import Direction
from biaogan.ui import formats
from biaogan.ui.formats import Language


def offered() -> list[Metric]:
    """Monthly figures: what looks back over a year cannot show within three months that something changed."""
    return [
        metric
        for metric in CATALOGUE.values()
        if metric.period is Period.MONTH and not isinstance(metric.numerator, Nowhere)
    ]


def usual_direction(metric: Metric) -> str:
    return Direction.DOWN if metric.better is Better.LOWER else Direction.UP


def comparable(metric: Metric, reading: Reading) -> float | None:
    """Shares and averages in their unit; sums as 100 × the logarithm, whose differences are percent."""
    if reading.value is None:
        return None
    number = float(reading.value)
    if metric.denominator is not None:
        return number
    return 100 * math.log(number) if number > 0 else None


def unit_of(metric: Metric) -> Text:
    if metric.denominator is None:
        return Text("%", "%")
    if metric.unit.value == "percent":
        return Text("个百分点", "pp")
    zh, en = (formats.unit_word(metric.unit.value, one) for one in (Language.ZH, Language.EN))
    return Text(zh, en)


def sized(metric: Metric, value: float | Decimal | None, *, sign: bool = True) -> Text:
    """A change in words: +4.2 pp."""
    if value is None:
        return Text("—", "—")
    unit = unit_of(metric)
    number = formats.signed(Decimal(str(value)), 1) if sign else formats.grouped(Decimal(str(value)), 1)
    return Text(f"{number} {unit.zh}".strip(), f"{number} {unit.en}".strip())
