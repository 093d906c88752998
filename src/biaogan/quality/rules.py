"""The rules of service quality for the watch, and what they find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from biaogan.followup.rule import Finding, Rule
from biaogan.org.models import Store
from biaogan.quality.integrity import rules as integrity

RULES: tuple[Rule, ...] = (*integrity.RULES,)
PARTS = (integrity.find,)


def find(*, stores: Sequence[Store], today: date) -> list[Finding]:
    """What the parts of this room find at the stores of one region, heaviest first."""
    found = [one for part in PARTS for one in part(stores=stores, today=today)]
    return sorted(found, key=lambda finding: finding.order)
