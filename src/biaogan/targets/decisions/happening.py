"""What changed since a decision began, in the measures of its forecast, as far as the facts tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from biaogan.engine.metrics.reading import Reading
from biaogan.engine.periods import rolling, shifted
from biaogan.intake.state import current_version
from biaogan.targets.decisions.base import MARGIN, stores_of
from biaogan.targets.decisions.policies import last_month
from biaogan.targets.models import Decision
from biaogan.targets.numbers import figures

REGION = "region"
QUARTER, YEAR = 3, 12
OF_THOUSAND = 100  # a mean above it can only stand on the scale of 1,000 that the forecast speaks of
# Money is scored in percent only: scored in fen as well, it would count twice.
SCORED = (
    "revenue_percent",
    "gross_profit_percent",
    "retention_points",
    "dependence_points",
    "satisfaction_points",
)


@dataclass(frozen=True)
class Happened:
    """Changes by measure, None where a figure is missing on either side; from which facts."""

    changes: Mapping[str, float | None]
    version: str


def happened(decision: Decision, after: int, *, today: date) -> Happened:
    """The quarter or year that ends with the look-back, against the same months of the year before the start.

    Everything else that changed since is in it too: nobody can say here what the decision alone did.
    """
    end = last_month(decision, after)
    months = rolling(end, QUARTER if after == QUARTER else YEAR)
    years = 1 if after == QUARTER else after // YEAR
    before = [shifted(month, -YEAR * years) for month in months]
    slugs = ["revenue", MARGIN, "retention", "promotion-share", "csi"]
    asked = sorted({*months, *before})
    found = figures(slugs, months=asked, stores=stores_of(decision.place), as_of=today, by=REGION)

    def read(slug: str, which: Sequence[str]) -> list[Reading]:
        return found.series(slug, REGION, which)

    return Happened(
        {
            "revenue_percent": _percent(_sum(read("revenue", months)), _sum(read("revenue", before))),
            "gross_profit_percent": _percent(_sum(read(MARGIN, months)), _sum(read(MARGIN, before))),
            "retention_points": _gap(_last(read("retention", months)), _last(read("retention", before))),
            "dependence_points": _gap(
                _mean(read("promotion-share", months)), _mean(read("promotion-share", before))
            ),
            "satisfaction_points": _csi(_mean(read("csi", months)), _mean(read("csi", before))),
        },
        current_version(),
    )


def _sum(readings: Sequence[Reading]) -> float | None:
    """Numerators added; None when a month has none, since a gap would look like a loss."""
    found = [one.numerator for one in readings]
    return None if any(one is None for one in found) else float(sum(one for one in found if one is not None))


def _mean(readings: Sequence[Reading]) -> float | None:
    """Numerators over denominators of the months that have them, in the metric's unit."""
    known = [one for one in readings if one.value is not None and one.n]
    weight = sum(one.n or 0 for one in known)
    return sum(float(one.value or 0) * (one.n or 0) for one in known) / weight if weight else None


def _last(readings: Sequence[Reading]) -> float | None:
    value = readings[-1].value
    return None if value is None else float(value)


def _percent(now: float | None, before: float | None) -> float | None:
    return None if now is None or not before else 100 * (now / before - 1)


def _gap(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before


def _csi(now: float | None, before: float | None) -> float | None:
    return _gap(now, before) if before and before > OF_THOUSAND else None
