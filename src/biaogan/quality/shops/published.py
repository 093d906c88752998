"""Mystery shops as facts: every item of what was released, as it stands after an appeal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from biaogan.quality.models import ShopAnswer
from biaogan.quality.states.shops import OPEN_TO_STORE

KIND = "神秘客"


def published(*, since: date) -> Sequence[dict[str, Any]]:
    """Released shops alone: before that a store must not learn that it was visited. No words, no shopper."""
    rows = (
        ShopAnswer.objects.filter(shop__state__in=OPEN_TO_STORE, shop__came_at__date__gte=since)
        .select_related("version__item", "shop__store")
        .order_by("shop", "pk")
    )
    return [_row(one) for one in rows]


def _row(one: ShopAnswer) -> dict[str, Any]:
    assert one.shop.came_at is not None  # held by shop_visit_has_times
    day = timezone.localdate(one.shop.came_at)
    return {
        "store": one.shop.store.code,
        "day": day,
        "insp_id": f"BG-MS-{one.shop_id:05d}",
        "kind": KIND,
        "date": day,
        "item_code": one.version.item.code,
        "score": one.counts,
        "max_score": one.version.full_points,
        "applicable": one.counts is not None,
    }
