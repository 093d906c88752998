"""Inspections as facts: every item of what was signed off, as it stands after amendments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from biaogan.quality.models import Answer, InspectionKind
from biaogan.quality.states.inspections import InspectionState

# Metrics know a check on site by its kind; a store that looks at itself is not visited.
KINDS = {
    InspectionKind.ANNOUNCED: "巡店检查",
    InspectionKind.SURPRISE: "突击巡店",
    InspectionKind.SELF: "门店自查",
}


def published(*, since: date) -> Sequence[dict[str, Any]]:
    """Signed inspections alone: until it is signed off nobody hears of a surprise visit. No remarks."""
    rows = (
        Answer.objects.filter(
            is_current=True,
            line__inspection__state=InspectionState.SIGNED,
            line__inspection__signed_on__gte=since,
        )
        .select_related("line__version__item", "line__inspection__store")
        .order_by("line__inspection", "line__place")
    )
    return [_row(one) for one in rows]


def _row(one: Answer) -> dict[str, Any]:
    inspection, version = one.line.inspection, one.line.version
    return {
        "store": inspection.store.code,
        "day": inspection.signed_on,
        "insp_id": f"BG-IN-{inspection.pk:05d}",
        "kind": KINDS[InspectionKind(inspection.kind)],
        "date": inspection.signed_on,
        "item_code": version.item.code,
        "score": one.points,
        "max_score": version.full_points,
        "applicable": one.points is not None,
    }
