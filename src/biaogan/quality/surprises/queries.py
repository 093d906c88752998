"""Reads of surprise moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from biaogan.org.models import Store
from biaogan.org.scope import Scope
from biaogan.quality.models import Adoption, Card, Idea, Moment, Preference
from biaogan.quality.surprises.effects import Effect, effects


@dataclass(frozen=True)
class CardShown:
    """A card with the stores that took it up, and what they made of it since."""

    card: Card
    stores: Sequence[str]
    moments_since: int
    can_take_up: bool


def moments(*, scope: Scope, store: str = "") -> QuerySet[Moment]:
    rows = Moment.objects.within(scope).select_related("store", "idea", "recorded_by", "card")
    return rows.filter(store__code=store) if store else rows


def ideas(*, scope: Scope, occasion: str = "") -> QuerySet[Idea]:
    """Those of the product and of the regions' own stores, with how often the scope's stores used them."""
    regions = Store.objects.within(scope).values("region")
    rows = Idea.objects.filter(Q(store__isnull=True) | Q(store__region__in=regions)).select_related("store")
    used = Count("moments", filter=Q(moments__store__code__in=scope.store_codes))
    rows = rows.annotate(used=used).order_by("occasion", "pk")
    return rows.filter(occasion=occasion) if occasion else rows


def preferences(*, scope: Scope, store: str = "") -> QuerySet[Preference]:
    rows = Preference.objects.within(scope).select_related("store", "consent_by")
    return rows.filter(store__code=store) if store else rows


def cards(*, scope: Scope) -> list[CardShown]:
    rows = Card.objects.around(scope).select_related("store", "idea")
    rows = rows.prefetch_related("adoptions__store")
    found = list(rows)
    since = _since(found)
    own = Store.objects.within(scope).active()
    codes = {(store.code, store.region_id) for store in own}
    return [_shown(card, since, codes) for card in found]


def _shown(card: Card, since: dict[int, int], own: set[tuple[str, int]]) -> CardShown:
    taken = [one.store for one in card.adoptions.all()]
    busy = {card.store.code, *(store.code for store in taken)}
    able = any(code not in busy and region == card.store.region_id for code, region in own)
    return CardShown(card, [store.name for store in taken], since.get(card.pk, 0), able)


def _since(cards: Sequence[Card]) -> dict[int, int]:
    """Moments with a card's idea at the stores that took it up, from that day on."""
    adoptions: dict[tuple[int, int], Any] = {}
    for card in cards:
        for one in card.adoptions.all():
            adoptions[card.idea_id, one.store_id] = (card.pk, one.at.date())
    found: dict[int, int] = {}
    rows = Moment.objects.filter(idea__in={idea for idea, _store in adoptions})
    for idea, store, day in rows.values_list("idea", "store", "happened_on"):
        card, since = adoptions.get((idea, store), (0, day))
        if card and day >= since:
            found[card] = found.get(card, 0) + 1
    return found


def may_take_up(*, scope: Scope, card: Card) -> QuerySet[Store]:
    """Stores of the scope that have not taken the card up, and did not write it."""
    taken = Adoption.objects.filter(card=card).values("store")
    rows = Store.objects.within(scope).active().filter(region=card.store.region_id)
    return rows.exclude(pk=card.store_id).exclude(pk__in=taken)


def measured(*, scope: Scope) -> list[Effect]:
    rows = Moment.objects.within(scope).filter(masked_at__isnull=True).select_related("store")
    return effects(list(rows), stores=scope.store_codes)
