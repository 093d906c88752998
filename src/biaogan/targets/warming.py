"""Working figures out before somebody waits for them."""

from __future__ import annotations

from datetime import date

from biaogan.engine.periods import month_of
from biaogan.intake.state import current_version
from biaogan.org.models import Region, Store
from biaogan.targets import amounts
from biaogan.targets.cockpit import KEY_METRICS
from biaogan.targets.decisions.base import base_of
from biaogan.targets.same_days import same_days


def warm(as_of: date) -> None:
    """What the orders amount to, the first page's comparisons of the running month, what tests stand on."""
    amounts.keep(current_version())
    stores = list(Store.objects.active().order_by("code").values_list("code", flat=True))
    same_days(KEY_METRICS, month=month_of(as_of), stores=stores, today=as_of)
    for place in (*Region.objects.all(), *Store.objects.active()):
        base_of(place, today=as_of)
