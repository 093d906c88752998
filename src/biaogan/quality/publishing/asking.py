"""Publishing is asked for when something has changed that the facts should know."""

from __future__ import annotations

from django.db import transaction

from biaogan.jobs.actions import enqueue
from biaogan.jobs.models import Job
from biaogan.jobs.states import State

PUBLISH = "publish-quality"


def ask_to_publish() -> None:
    """Once this change holds; one job that waits is enough for many changes."""
    transaction.on_commit(_ask)


def _ask() -> None:
    if not Job.objects.filter(kind=PUBLISH, state=State.QUEUED).exists():
        enqueue(kind=PUBLISH, by=None)
