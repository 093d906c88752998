"""A job is asked for, claimed by one worker, shown, stopped, and never lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from biaogan.jobs import actions, handle
from biaogan.jobs.models import Job
from biaogan.jobs.states import JOB_MOVES, CannotMove, State, check_move
from biaogan.jobs.worker import Worker

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def work(monkeypatch):
    """`work(handler)` makes a worker that knows one kind of job."""

    def know(handler) -> Worker:
        monkeypatch.setattr(handle, "_handlers", {"count": handler})
        monkeypatch.setattr("biaogan.jobs.worker.BEAT_SECONDS", 3600)
        return Worker()

    return know


def ask(kind: str = "count", **payload) -> Job:
    return actions.enqueue(kind=kind, payload=payload, by=None)


def test_a_job_is_done_with_its_result_and_progress(work):
    def count(job):
        job.progress(1, job.payload["to"], zh="数到一", en="Counted one")
        return {"counted": job.payload["to"]}

    job = ask(to=3)
    assert work(count).run_next()
    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total) == (State.DONE, {"counted": 3}, 3, 3)
    assert (job.text_zh, job.text_en, job.worker) == ("数到一", "Counted one", "")


def test_jobs_are_taken_in_the_order_they_were_asked_for_and_once(work):
    seen = []
    worker = work(lambda job: seen.append(job.payload["n"]) or {})
    for number in range(3):
        ask(n=number)
    ask(kind="unknown")
    while worker.run_next():
        pass
    assert seen == [0, 1, 2]
    assert Job.objects.get(kind="unknown").state == State.QUEUED, "nobody here can do it"


def test_a_refusal_is_told_in_both_languages(work):
    def refuse(job):
        raise handle.Refused("文件打不开", "No such file")

    job = ask()
    work(refuse).run_next()
    job.refresh_from_db()
    assert (job.state, job.error_zh, job.error_en) == (
        State.FAILED,
        "文件打不开",
        "No such file",
    )


def test_an_unforeseen_error_fails_the_job_and_not_the_worker(work, caplog):
    def burst(job):
        raise KeyError("x")

    job = ask()
    worker = work(burst)
    assert worker.run_next()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "KeyError" in job.error_en
    assert str(job.pk) in job.error_zh
    assert "KeyError: 'x'" in caplog.text, "the log has the whole story"
    assert not worker.run_next()


def test_a_waiting_job_is_cancelled_at_once(work):
    job = ask()
    actions.cancel(job=job, by=None, at=NOW)
    assert not work(dict).run_next()
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    with pytest.raises(CannotMove):
        actions.cancel(job=job, by=None, at=NOW)


def test_a_running_job_stops_at_its_next_progress(work):
    reached = []

    def count(job):
        actions.cancel(job=Job.objects.get(pk=job.job), by=None, at=NOW)
        job.progress(1, 2)
        reached.append("the end")
        return {}

    job = ask()
    work(count).run_next()
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert reached == []


def test_a_job_whose_worker_fell_silent_waits_again_and_fails_after_three_attempts():
    job = ask()
    for attempt in range(1, 4):
        at = NOW + timedelta(hours=attempt)
        assert actions.claim(worker=f"w{attempt}", kinds=["count"], at=at) == job
        assert actions.reap(at=at + timedelta(seconds=30)) == [], "half a minute is no silence"
        assert actions.reap(at=at + timedelta(minutes=2)) == [job.pk]
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 3)
    assert job.error_zh
    assert job.error_en


def test_a_worker_that_lost_its_job_can_no_longer_change_it():
    job = ask()
    actions.claim(worker="slow", kinds=["count"], at=NOW)
    actions.reap(at=NOW + timedelta(minutes=2))
    actions.claim(worker="next", kinds=["count"], at=NOW + timedelta(minutes=3))
    later = NOW + timedelta(minutes=4)
    assert not actions.beat(job=job.pk, worker="slow", at=later)
    assert not actions.show_progress(job=job.pk, worker="slow", done=1, total=1, zh="", en="")
    assert not actions.finish(job=job.pk, worker="slow", result={}, at=later)
    assert actions.finish(job=job.pk, worker="next", result={}, at=later)


def test_a_beating_job_is_not_reaped():
    job = ask()
    actions.claim(worker="w", kinds=["count"], at=NOW)
    assert actions.beat(job=job.pk, worker="w", at=NOW + timedelta(minutes=5))
    assert actions.reap(at=NOW + timedelta(minutes=5, seconds=30)) == []


@pytest.mark.parametrize("before", State.values)
@pytest.mark.parametrize("after", State.values)
def test_only_the_declared_moves_are_possible(before, after):
    if after in JOB_MOVES[before]:
        check_move(before, after)
    else:
        with pytest.raises(CannotMove):
            check_move(before, after)
