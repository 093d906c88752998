"""A shop taken in hand for a change, and the finding that a failed item becomes."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from biaogan.org.models import Person
from biaogan.quality.findings.actions import record_finding
from biaogan.quality.models import Shop, ShopAnswer, Source
from biaogan.quality.states.moving import check_move
from biaogan.quality.states.shops import SHOP_MOVES, ShopState


def finding_key(shop: Shop, answer: ShopAnswer) -> str:
    return f"{shop.pk}-{answer.version.item_id}"


def find_failure(shop: Shop, answer: ShopAnswer, by: Person, at: datetime) -> None:
    item = answer.version.item
    assert shop.came_at is not None  # held by shop_visit_has_times
    record_finding(
        store=shop.store, source=Source.SHOP, key=finding_key(shop, answer), step=item.step, level=item.level,
        text=": ".join(filter(None, [answer.version.text, answer.note])), item=item,
        found_on=timezone.localdate(shop.came_at), by=by, at=at,
    )  # fmt: skip


def moved(shop: Shop, state: str) -> Shop:
    """The shop as it is now, held, and in its new state; not saved."""
    rows = Shop.objects.select_for_update(of=("self",)).select_related("store", "wave", "shopper", "scenario")
    shop = rows.get(pk=shop.pk)
    check_move(SHOP_MOVES, ShopState, shop.state, state)
    shop.state = state
    return shop
