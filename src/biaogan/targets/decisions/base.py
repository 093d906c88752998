"""The region or store as it is before a decision, from its own figures; kept per version of the facts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import blake2b
from inspect import getsource
from pathlib import Path

from django.conf import settings

from biaogan.engine.files import whole
from biaogan.engine.methods.three_year.calibration import Calibrated, Observed, calibrate
from biaogan.engine.periods import rolling
from biaogan.intake.state import current_version, snapshot
from biaogan.org.models import Region, Store
from biaogan.targets.decisions import seen
from biaogan.targets.numbers import ENGINE, figures, months_with_data, newest_complete

MARGIN = "gross-margin"


@dataclass(frozen=True)
class Base:
    """What a test stands on. `month` is the last month measured, empty before the first file.

    `revenue_fen` is what the last twelve months really brought: it stands beside the model's own year.
    """

    calibrated: Calibrated
    month: str
    version: str
    revenue_fen: int | None


def stores_of(place: Store | Region) -> list[str]:
    """Codes of the stores a decision for a place touches."""
    if isinstance(place, Store):
        return [place.code]
    return list(Store.objects.active().filter(region=place).order_by("code").values_list("code", flat=True))


def base_of(place: Store | Region, *, today: date) -> Base:
    """Measured where the facts tell it, the reference region where they do not."""
    stores, version = stores_of(place), current_version()
    months = months_with_data(stores)
    if not months:
        return Base(calibrate(Observed()), "", version, None)
    month = newest_complete(months, today)
    observed = _observed(version, stores, month, today)
    return Base(calibrate(observed), month, version, observed.revenue_fen)


def _observed(version: str, stores: Sequence[str], month: str, today: date) -> Observed:
    path = _kept(version, stores, month)
    if not path.exists():
        with ENGINE:
            found = seen.observed(snapshot(), stores, month)
        found = replace(found, gross_profit_fen=_gross_profit(found, stores, month, today))
        with whole(path) as unfinished:
            unfinished.write_text(json.dumps(asdict(found)), encoding="utf-8")
    return Observed(**json.loads(path.read_text(encoding="utf-8")))


def _gross_profit(found: Observed, stores: Sequence[str], month: str, today: date) -> int | None:
    """The margin of the months that have costs, applied to the year's revenue; None where none has."""
    months = rolling(month)
    read = figures([MARGIN], months=months, stores=stores, as_of=today, by="region")
    pairs = [(one.numerator, one.denominator) for one in read.series(MARGIN, "region", months)]
    known = [(top, bottom) for top, bottom in pairs if top is not None and bottom]
    if not known or not found.revenue_fen:
        return None
    share = float(sum(top for top, _ in known)) / float(sum(bottom for _, bottom in known))
    return round(share * found.revenue_fen) if 0 <= share <= 1 else None


def _kept(version: str, stores: Sequence[str], month: str) -> Path:
    """A changed way of measuring finds nothing kept."""
    asked = "\n".join([getsource(seen), month, *sorted(stores)])
    name = blake2b(asked.encode(), digest_size=8).hexdigest()
    return Path(settings.BIAOGAN_CACHE) / version / f"customers-{name}.json"
