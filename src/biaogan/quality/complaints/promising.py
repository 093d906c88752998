"""The ledger of promises: what was promised to whom by when, and how it was kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from biaogan.org.models import Person
from biaogan.quality.complaints import policies
from biaogan.quality.complaints.actions import local, note
from biaogan.quality.models import Complaint, Promise
from biaogan.quality.typed import masked


@transaction.atomic
def make_promise(
    *, complaint: Complaint, what: str, recipient: str, due: datetime, by: Person, at: datetime
) -> Promise:
    policies.check_promise_due(due, at)
    made = Promise.objects.create(
        complaint=complaint, what=masked(what), recipient=recipient, due=due, promised_by=by, promised_at=at
    )
    note("promise-made", complaint, by, {"promise": made.what, "due": local(due)})
    return made


@transaction.atomic
def show_kept(*, promise: Promise, evidence: str, kept_at: datetime, by: Person, at: datetime) -> Promise:
    """Evidence of how and when; kept after its time it stays broken, and the delay is seen."""
    promise = (
        Promise.objects.select_for_update(of=("self",)).select_related("complaint__store").get(pk=promise.pk)
    )
    policies.check_promise_open(promise)
    policies.check_said(evidence)
    policies.check_kept_at(promise, kept_at, at)
    promise.kept_at, promise.evidence, promise.shown_by = kept_at, masked(evidence), by
    promise.save(update_fields=["kept_at", "evidence", "shown_by"])
    note("promise-shown", promise.complaint, by, {"promise": promise.what, "evidence": promise.evidence})
    return promise
