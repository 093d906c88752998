"""The rules of service quality for the watch: those of every part together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from biaogan.followup.rule import Finding
from biaogan.org.models import Store
from biaogan.quality.complaints import rules as complaints
from biaogan.quality.integrity import rules as integrity

PARTS = (complaints.find, integrity.find)


def find(*, stores: Sequence[Store], today: date) -> list[Finding]:
    """What the parts of this room find at the stores of one region, heaviest first."""
    found = [one for part in PARTS for one in part(stores=stores, today=today)]
    return sorted(found, key=lambda finding: finding.order)
