"""Working figures out before somebody waits for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from biaogan.engine.metrics.metric import Cut
from biaogan.engine.periods import month_of
from biaogan.intake.state import current_version
from biaogan.org.models import Region, Store
from biaogan.targets import amounts
from biaogan.targets.asked import Asked
from biaogan.targets.cockpit import KEY_METRICS
from biaogan.targets.comparison.case_mix import MIXES
from biaogan.targets.decisions.base import base_of
from biaogan.targets.landing.history import METRICS
from biaogan.targets.landing.queries import every_place, tested
from biaogan.targets.numbers import divided, months_with_data
from biaogan.targets.rules import findings
from biaogan.targets.same_days import same_days


def warm(as_of: date) -> None:
    """All of it at once."""
    for _ in comparing(as_of):
        pass


def comparing(as_of: date) -> Iterator[None]:
    """What the orders amount to, what pages say of the running month, what tests stand on; piece by piece."""
    amounts.keep(current_version())
    yield
    stores = list(Store.objects.active().order_by("code"))
    same_days(KEY_METRICS, month=month_of(as_of), stores=[store.code for store in stores], today=as_of)
    yield
    for region in Region.objects.all():
        own = [store for store in stores if store.region_id == region.pk]
        yield from landings(own, as_of)
        case_mixes([store.code for store in own], as_of)
        yield
    yield from landings(stores, as_of)
    places: list[Region | Store] = [*Region.objects.all(), *stores]
    for place in places:
        base_of(place, today=as_of)
        yield


def judging(as_of: date) -> Iterator[None]:
    """What stands out in each month of a region, the newest first, and what advisors did; piece by piece."""
    stores = list(Store.objects.active().order_by("code"))
    regions = {store.region_id for store in stores}
    groups = [[store.code for store in stores if store.region_id == region] for region in sorted(regions)]
    groups = groups if len(groups) < 2 else [*groups, [store.code for store in stores]]
    for codes in groups:
        for month in reversed(months_with_data(codes)):
            findings(codes, month=month, today=as_of)
            yield
    divided("visits", cut=Cut.ADVISOR, months=[], stores=[one.code for one in stores], as_of=as_of)


def case_mixes(stores: Sequence[str], as_of: date) -> None:
    """The sums by business category and vehicle age, on which fair comparison stands."""
    for cut in MIXES if stores else ():
        divided("visits", cut=cut.value, months=[month_of(as_of)], stores=stores, as_of=as_of)


def landings(stores: Sequence[Store], as_of: date) -> Iterator[None]:
    """Where the running month will end, and how far such landings were off before."""
    about = Asked(stores, None, (), month_of(as_of), as_of)
    for slug in METRICS:
        every_place(slug, about)
        yield
        tested(slug, about)
        yield
