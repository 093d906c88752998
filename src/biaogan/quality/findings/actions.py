"""Recording findings and moving them on; each one transaction with its audit event."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from biaogan.org import audit
from biaogan.org.models import Person, Store
from biaogan.org.policies import NotAllowed
from biaogan.quality.models import CheckItem, Finding, Photo
from biaogan.quality.states.findings import FINDING_MOVES, FindingState
from biaogan.quality.states.moving import check_move


@transaction.atomic
def record_finding(
    *,
    store: Store,
    source: str,
    key: str,
    step: str,
    level: int,
    text: str,
    found_on: date,
    by: Person | None,
    at: datetime,
    item: CheckItem | None = None,
    photo: Photo | None = None,
    metric: str = "",
) -> Finding:
    """The same source and key again gives back the finding that is there, as it is."""
    known = Finding.objects.filter(source=source, key=key).first()
    if known is not None:
        return known
    made = Finding.objects.create(
        store=store, source=source, key=key, step=step, level=level, text=text.strip(), item=item,
        photo=photo, metric=metric or (item.metric if item else ""), found_on=found_on, found_by=by,
        recorded_at=at,
    )  # fmt: skip
    details = {"source": source, "step": step, "level": level, "text": made.text}
    audit.record(
        "finding-recorded", by=by, about="finding", key=str(made.pk), store=store.code, details=details
    )
    return made


@transaction.atomic
def move_finding(*, finding: Finding, state: str, by: Person | None, because: str = "") -> Finding:
    """Raises NotAllowed where the state does not allow it, or a dismissal has no reason."""
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    check_move(FINDING_MOVES, FindingState, finding.state, state)
    if state == FindingState.DISMISSED and not because.strip():
        raise NotAllowed(_("Please give a reason."))
    before, finding.state = finding.state, state
    finding.closed_because = because.strip()
    finding.save(update_fields=["state", "closed_because"])
    details = {"before": before, "after": state, "reason": because}
    audit.record(
        "finding-moved", by=by, about="finding", key=str(finding.pk), store=finding.store.code,
        details=details,
    )  # fmt: skip
    return finding
