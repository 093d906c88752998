"""What mystery shops saw of check items: only what is released, for a store's eyes are on the page too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from biaogan.org.models import Store
from biaogan.quality.models import ShopAnswer
from biaogan.quality.states.shops import OPEN_TO_STORE
from biaogan.quality.witnesses.seen import Witness, Witnessed


def counted() -> QuerySet[ShopAnswer, ShopAnswer]:
    """Answers of released shops that were seen, each with `passed` 1 or 0 by what counts after an appeal."""
    rows = ShopAnswer.objects.filter(shop__state__in=OPEN_TO_STORE)
    rows = rows.annotate(counted=Coalesce("decided_points", "points")).filter(counted__isnull=False)
    passing: Any = When(counted__gte=F("version__pass_points"), then=Value(1))
    return rows.annotate(passed=Case(passing, default=Value(0)))


def witnessed(*, stores: Collection[Store], since: date, until: date) -> Sequence[Witnessed]:
    rows = counted().filter(
        shop__store__in=stores, shop__came_at__date__gte=since, shop__came_at__date__lte=until
    )
    sums = rows.order_by().values("version__item", "shop__store").annotate(of=Count("pk"), good=Sum("passed"))
    return [
        Witnessed(one["version__item"], one["shop__store"], Witness.SHOP, one["good"], one["of"])
        for one in sums
    ]
