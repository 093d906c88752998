"""Reads of findings."""

from __future__ import annotations

from django.db.models import QuerySet

from biaogan.org.models import AuditEvent, Store
from biaogan.org.scope import Scope
from biaogan.quality.models import Finding
from biaogan.quality.states.findings import FindingState

SHOWN_HISTORY = 100


def findings(
    *, scope: Scope, store: str = "", level: str = "", step: str = "", source: str = "", state: str = ""
) -> QuerySet[Finding]:
    """Findings of the scope, the basic ones first; without a state, those that stand."""
    rows = Finding.objects.within(scope).select_related("store", "found_by")
    wanted = {"store__code": store, "level": level, "step": step, "source": source}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if state == "all":
        return rows
    return rows.filter(state=state) if state else rows.standing()


def history(finding: Finding) -> list[AuditEvent]:
    rows = AuditEvent.objects.filter(about="finding", key=str(finding.pk))
    return list(rows.order_by("sequence")[:SHOWN_HISTORY])


def open_at(store: Store) -> QuerySet[Finding]:
    """What an improvement of the store can take up."""
    return Finding.objects.filter(store=store, state=FindingState.OPEN)
