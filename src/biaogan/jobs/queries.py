"""Reads of jobs."""

from __future__ import annotations

from collections.abc import Collection

from biaogan.jobs.models import Job
from biaogan.jobs.states import FINISHED, State
from biaogan.org.scope import Scope


def recent(*, scope: Scope, most: int = 100) -> list[Job]:
    return list(Job.objects.within(scope).select_related("created_by")[:most])


def unfinished(*, scope: Scope, kind: str) -> Job | None:
    """The job of this kind that is waiting or running, so that a page can show it after a reload."""
    return Job.objects.within(scope).filter(kind=kind).exclude(state__in=FINISHED).first()


def any_waits(*, kinds: Collection[str]) -> bool:
    """Whether a job of one of these kinds waits for a worker."""
    return Job.objects.filter(state=State.QUEUED, kind__in=kinds).exists()
