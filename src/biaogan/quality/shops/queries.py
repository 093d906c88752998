"""Reads of mystery shopping: waves, shops, and what items amount to over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q, Sum

from biaogan.engine.methods.detection import Proof, what_visits_prove
from biaogan.engine.methods.intervals import Interval, wilson
from biaogan.org.models import Store
from biaogan.org.scope import Scope
from biaogan.quality.models import CheckItemVersion, Shop, ShopAnswer, Shopper, ShopWave
from biaogan.quality.shops.witnessed import counted
from biaogan.quality.states.shops import OPEN_TO_STORE, VISIT_MADE, ShopState

COUNTS = (2, 4, 6, 8)


@dataclass(frozen=True)
class ItemRate:
    """How often an item passed. `visits` are independent; items of one visit are not."""

    version: CheckItemVersion
    passed: int
    visits: int
    interval: Interval | None


def waves(*, scope: Scope) -> list[ShopWave]:
    """With how many shops stand where."""
    rows = ShopWave.objects.within(scope).select_related("region")
    return list(
        rows.annotate(
            planned=Count("shops", filter=Q(shops__state=ShopState.PLANNED)),
            visited=Count("shops", filter=Q(shops__state=ShopState.VISITED)),
            scored=Count("shops", filter=Q(shops__state=ShopState.SCORED)),
            released=Count("shops", filter=Q(shops__state__in=OPEN_TO_STORE)),
        )
    )


def shops(*, scope: Scope, store: Store | None = None, wave: ShopWave | None = None) -> list[Shop]:
    """Each with its answers, for what it passed."""
    answers = ShopAnswer.objects.select_related("version")
    rows = Shop.objects.within(scope).select_related("store", "wave", "shopper", "scenario")
    if store is not None:
        rows = rows.filter(store=store)
    if wave is not None:
        rows = rows.filter(wave=wave)
    return list(rows.prefetch_related(Prefetch("answers", answers)))


def appeals_waiting(*, scope: Scope) -> list[Shop]:
    rows = Shop.objects.within(scope).filter(state=ShopState.APPEALED)
    return list(rows.select_related("store", "wave", "appeal"))


def item_rates(*, scope: Scope, since: date, store: Store | None = None) -> list[ItemRate]:
    """Over all released shops of the scope since a day, the least kept items first."""
    rows = counted().filter(shop__in=Shop.objects.within(scope), shop__came_at__date__gte=since)
    if store is not None:
        rows = rows.filter(shop__store=store)
    sums = rows.order_by().values("version__item").annotate(visits=Count("pk"), good=Sum("passed"))
    sums = sums.filter(visits__gt=0)
    current = CheckItemVersion.objects.filter(is_current=True).select_related("item")
    versions = {one.item_id: one for one in current.filter(item__in=[one["version__item"] for one in sums])}
    found = [
        ItemRate(
            versions[one["version__item"]], one["good"], one["visits"], wilson(one["good"], one["visits"])
        )
        for one in sums
        if one["version__item"] in versions
    ]
    return sorted(found, key=lambda one: (one.passed / one.visits, -one.visits, one.version.item_id))


def proofs(chosen: int, pooled: int) -> list[Proof]:
    """What each number of visits can show: the chosen one at a store, and those of all stores together."""
    return [what_visits_prove(visits) for visits in sorted({*COUNTS, chosen, max(pooled, chosen)})]


def shoppers(*, scope: Scope) -> Sequence[Shopper]:
    rows = Shopper.objects.within(scope).select_related("region")
    made = Count("shops", filter=Q(shops__state__in=VISIT_MADE))
    return list(rows.annotate(made=made).order_by("region__name", F("is_active").desc(), "code_name"))
