"""What single measures say beside a metric's numerator and denominator, such as promoters and detractors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from biaogan.engine.metrics.cache import cube_of
from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.cube import Spot
from biaogan.engine.metrics.cuts import NO_CUT
from biaogan.engine.metrics.measure import Measure
from biaogan.engine.metrics.reading import month_number

if TYPE_CHECKING:
    from biaogan.engine.facts.snapshot import Snapshot


def counts(
    snapshot: Snapshot,
    slug: str,
    measures: Mapping[str, Measure],
    *,
    month: str,
    stores: Sequence[str],
    as_of: date,
    cache: Path | None = None,
) -> dict[str, dict[str, int | None]]:
    """Whole numbers by store and name of measure; None where nothing is known.

    measures: made of totals that the metric adds up itself; a total of another metric would read as absent.
    month: a text YYYY-MM. Money is in fen, hours in thousandths. Raises KeyError for an unknown slug and
    ValueError for a measure with a total that is not the metric's.
    """
    metric = metric_of(slug)
    own = {total.name for total in metric.totals()}
    foreign = {total.name for measure in measures.values() for total in measure.totals()} - own
    if foreign:
        raise ValueError(f"metric {slug} does not add up {', '.join(sorted(foreign))}")
    cube = cube_of(snapshot, [metric], stores=stores, as_of=as_of, cut=None, cache=cache, region=False)
    number = month_number(month)
    return {
        store: {
            name: measure.at(cube.cells(Spot(store, NO_CUT)), number) for name, measure in measures.items()
        }
        for store in stores
    }
