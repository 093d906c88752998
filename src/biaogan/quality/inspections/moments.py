"""When something happened, by a phone whose clock may be wrong."""

from __future__ import annotations

from datetime import datetime

from biaogan.quality.models import Inspection


def moment_within(inspection: Inspection, moment: datetime, now: datetime) -> datetime:
    """A phone's clock may be wrong: one that runs ahead must not win over answers still to come."""
    return min(max(moment, inspection.planned_at), now)
