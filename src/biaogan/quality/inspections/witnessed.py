"""What announced and surprise inspections saw of each check item."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Count, Q

from biaogan.org.models import Store
from biaogan.quality.models import Answer, InspectionKind
from biaogan.quality.states.inspections import InspectionState
from biaogan.quality.witnesses.seen import Witness, Witnessed

WITNESSES = {InspectionKind.ANNOUNCED: Witness.ANNOUNCED, InspectionKind.SURPRISE: Witness.SURPRISE}


def witnessed(*, stores: Collection[Store], since: date, until: date) -> Sequence[Witnessed]:
    """Signed inspections between the days, both included. A self check is no witness."""
    rows = (
        Answer.objects.filter(
            is_current=True,
            passed__isnull=False,
            line__inspection__state=InspectionState.SIGNED,
            line__inspection__store__in=stores,
            line__inspection__kind__in=list(WITNESSES),
            line__inspection__signed_on__range=(since, until),
        )
        .order_by()
        .values_list("line__version__item", "line__inspection__store", "line__inspection__kind")
        .annotate(good=Count("pk", filter=Q(passed=True)), total=Count("pk"))
    )
    return [
        Witnessed(item, store, WITNESSES[InspectionKind(kind)].value, good, total)
        for item, store, kind, good, total in rows
    ]
