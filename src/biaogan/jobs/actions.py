"""Everything that changes a job. Only the worker that holds a running job may change it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from biaogan.jobs.models import Job
from biaogan.jobs.states import State, check_move
from biaogan.org import audit
from biaogan.org.models import Person

MOST_ATTEMPTS = 3
SILENT_FOR = timedelta(seconds=60)


@transaction.atomic
def enqueue(*, kind: str, by: Person | None, payload: dict[str, Any] | None = None) -> Job:
    """Ask for long work; a worker takes it up in order of asking."""
    job = Job.objects.create(kind=kind, payload=payload or {}, created_by=by)
    audit.record("job-asked", by=by, about="job", key=str(job.pk), details={"kind": kind})
    return job


@transaction.atomic
def cancel(*, job: Job, by: Person | None, at: datetime) -> Job:
    """A waiting job is cancelled at once, a running one at its next sign of progress."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state == State.RUNNING:
        job.cancel_asked = True
    else:
        check_move(job.state, State.CANCELLED)
        job.state, job.finished_at = State.CANCELLED, at
    job.save(update_fields=["state", "cancel_asked", "finished_at"])
    audit.record("job-cancelled", by=by, about="job", key=str(job.pk), details={"kind": job.kind})
    return job


def claim(*, worker: str, kinds: list[str], at: datetime) -> Job | None:
    """The oldest waiting job of these kinds, now held by this worker; no two workers get the same."""
    waiting = Job.objects.filter(state=State.QUEUED, kind__in=kinds).order_by("pk")
    if not waiting.exists():  # asking does not lock the database; claiming does
        return None
    with transaction.atomic():
        job = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if job is None:
            return None
        job.state, job.worker, job.attempts = State.RUNNING, worker, job.attempts + 1
        job.started_at = job.heartbeat_at = at
        job.save(update_fields=["state", "worker", "attempts", "started_at", "heartbeat_at"])
    return job


def beat(*, job: int, worker: str, at: datetime) -> bool:
    """A sign of life; False when the job is no longer this worker's."""
    return _held(job, worker).update(heartbeat_at=at) == 1


def show_progress(*, job: int, worker: str, done: int, total: int | None, zh: str, en: str) -> bool:
    """Keep how far the job is; False when it should stop."""
    changed = _held(job, worker).filter(cancel_asked=False)
    return changed.update(done=done, total=total, text_zh=zh[:200], text_en=en[:200]) == 1


def finish(*, job: int, worker: str, result: dict[str, Any], at: datetime) -> bool:
    changes = {"state": State.DONE, "result": result, "finished_at": at, "worker": ""}
    return _held(job, worker).update(**changes, done=_all_of_it()) == 1


def fail(*, job: int, worker: str, zh: str, en: str, at: datetime) -> bool:
    changes = {"state": State.FAILED, "error_zh": zh[:500], "error_en": en[:500]}
    return _held(job, worker).update(**changes, finished_at=at, worker="") == 1


def stop(*, job: int, worker: str, at: datetime) -> bool:
    """The running code noticed the wish to stop and has stopped."""
    return _held(job, worker).update(state=State.CANCELLED, finished_at=at, worker="") == 1


def release(*, job: int, worker: str) -> bool:
    """The worker is shutting down; the job waits for the next one and does not count as an attempt."""
    changes = {"state": State.QUEUED, "worker": "", "heartbeat_at": None}
    return _held(job, worker).update(**changes, attempts=F("attempts") - 1) == 1


@transaction.atomic
def reap(*, at: datetime) -> list[int]:
    """Jobs whose worker fell silent wait again; after three attempts they have failed."""
    silent = Job.objects.filter(state=State.RUNNING, heartbeat_at__lt=at - SILENT_FOR)
    rows = list(silent.select_for_update(skip_locked=True))
    for job in rows:
        job.worker = ""
        if job.cancel_asked:
            job.state, job.finished_at = State.CANCELLED, at
        elif job.attempts < MOST_ATTEMPTS:
            job.state, job.heartbeat_at = State.QUEUED, None
        else:
            job.state, job.finished_at = State.FAILED, at
            job.error_zh = "处理程序多次中断，任务未完成。请重试；若再次出现，请检查内存与磁盘空间。"
            job.error_en = (
                "The work was interrupted several times and is not finished. Try again; "
                "if it happens again, check memory and disk space."
            )
        job.save()
    return [job.pk for job in rows]


def _held(job: int, worker: str) -> Any:
    return Job.objects.filter(pk=job, worker=worker, state=State.RUNNING)


def _all_of_it() -> Any:
    from django.db.models.functions import Coalesce

    return Coalesce(F("total"), F("done"))
