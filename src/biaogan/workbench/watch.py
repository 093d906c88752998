"""The watch: the rules of all rooms over all stores; what they find becomes alerts, once each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from biaogan.followup import raising
from biaogan.followup.rule import Finding
from biaogan.intake.state import current_version
from biaogan.org.models import Region, Store
from biaogan.quality import rules as quality
from biaogan.quality.improvements import measuring as improvements
from biaogan.targets import rules as targets
from biaogan.workbench.effects import measure

Find = Callable[..., Sequence[Finding]]
# What every room with rules offers: find(*, stores, today). A room that is built adds its line here.
ROOMS: tuple[Find, ...] = (targets.find, quality.find)


@dataclass(frozen=True)
class Watched:
    """What a watch over all regions came to."""

    stores: int
    found: int
    raised: int
    cleared: int
    brought: int
    measured: int


def watch(*, at: datetime, progress: Callable[[int, int], None] = lambda _done, _total: None) -> Watched:
    """Look at every region; running it again changes nothing but the moment of looking."""
    regions = list(Region.objects.filter(stores__is_active=True).distinct())
    totals = [0, 0, 0, 0, 0, 0]
    for done, region in enumerate(regions):
        progress(done, len(regions))
        totals = [sum(pair) for pair in zip(totals, _watch_region(region, at), strict=True)]
    progress(len(regions), len(regions))
    return Watched(*totals)


def _watch_region(region: Region, at: datetime) -> tuple[int, ...]:
    today = timezone.localdate(at)
    stores = {store.code: store for store in Store.objects.filter(region=region, is_active=True)}
    found = look(list(stores.values()), today)
    before = _open_keys(region)
    alerts = [raising.raise_alert(finding=one, store=stores[one.store], at=at) for one in found]
    raised = sum(alert is not None and alert.pk not in before for alert in alerts)
    cleared = raising.clear_alerts(found={one.key for one in found}, region=region)
    measured = measure(stores=list(stores.values()), at=at)
    measured += improvements.measure(stores=list(stores.values()), at=at)
    brought = raising.give_notices(region=region, at=at)
    raising.end_round(
        region=region, version=current_version(), found=len(found), raised=raised, cleared=cleared, at=at
    )
    return len(stores), len(found), raised, cleared, brought, measured


def look(stores: Sequence[Store], today: date) -> list[Finding]:
    """What the rules of all rooms find at the stores of one region, heaviest first."""
    found = [one for find in ROOMS for one in find(stores=stores, today=today)]
    return sorted(found, key=lambda finding: finding.order)


def _open_keys(region: Region) -> set[int]:
    from biaogan.followup.models import Alert

    return set(Alert.objects.open().filter(store__region=region).values_list("pk", flat=True))
