"""Changing what the scorecard is made of: a new version from a month on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from biaogan.org import audit
from biaogan.org.models import Person, Region
from biaogan.org.policies import NotAllowed
from biaogan.targets.models import Scorecard, ScorecardLine
from biaogan.targets.scorecard.composed import Composed, Entry, composed_for, differences
from biaogan.targets.scorecard.policies import check_entry, check_sum


@transaction.atomic
def set_scorecard(
    *, region: Region, month: str, entries: Sequence[Entry], note: str, at: datetime, by: Person
) -> Scorecard:
    """Raises NotAllowed for weights that do not make a hundred, no reason, or nothing changed."""
    if not note.strip():
        raise NotAllowed(_("Please say why the scorecard changes."))
    for entry in entries:
        check_entry(entry)
    check_sum(entries)
    changed = differences(Composed(entries), composed_for(region, month))
    if not changed:
        raise NotAllowed(_("Nothing has changed."))
    card = Scorecard.objects.create(region=region, month=month, set_at=at, set_by=by, note=note.strip())
    ScorecardLine.objects.bulk_create(
        ScorecardLine(
            card=card,
            slug=entry.slug,
            weight=entry.weight,
            standard=entry.standard,
            red_line=entry.red_line,
        )
        for entry in entries
    )
    details = {
        "month": month,
        "note": card.note,
        "changes": {slug: [_told(before), _told(after)] for slug, before, after in changed},
    }
    audit.record("scorecard-set", by=by, about="scorecard", key=region.name, details=details)
    return card


def _told(entry: Entry | None) -> list[str | None] | None:
    """Weight, standard and red line."""
    if entry is None:
        return None
    return [
        None if value is None else f"{value:f}" for value in (entry.weight, entry.standard, entry.red_line)
    ]
