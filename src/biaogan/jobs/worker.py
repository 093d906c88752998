"""The worker: claims waiting jobs one by one and runs them, for as long as it is wanted."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from datetime import datetime
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from biaogan.jobs import actions
from biaogan.jobs.handle import Cancelled, JobHandle, Refused, handler_of, kinds
from biaogan.jobs.models import Job

log = logging.getLogger(__name__)
IDLE_SECONDS = 1.0
BEAT_SECONDS = 10.0
REAP_SECONDS = 30.0


class Worker:
    """One job at a time: the lake wants one writer, and two cores want to stay usable."""

    def __init__(
        self, *, beat_seconds: float = BEAT_SECONDS, when_idle: Callable[[datetime], None] = lambda _now: None
    ) -> None:
        self.beat_seconds = beat_seconds
        self.when_idle = when_idle
        self.name = f"{socket.gethostname()}-{os.getpid()}-{os.urandom(4).hex()}"
        self.stopping = threading.Event()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Finish the job in hand, take no other."""
        self.stopping.set()

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        reaped_at: datetime | None = None
        while not self.stopping.is_set():
            close_old_connections()
            now = timezone.now()
            if reaped_at is None or (now - reaped_at).total_seconds() > REAP_SECONDS:
                actions.reap(at=now)
                reaped_at = now
            if not self.run_next():
                self.when_idle(now)
                self.stopping.wait(IDLE_SECONDS)

    def run_next(self) -> bool:
        """Run the oldest waiting job; False when there is none."""
        job = actions.claim(worker=self.name, kinds=kinds(), at=timezone.now())
        if job is None:
            return False
        beating = Pulse(job.pk, self.name, self.beat_seconds)
        beating.start()
        try:
            self._run(job)
        finally:
            beating.end()
        return True

    def _run(self, job: Job) -> None:
        handle = JobHandle(job.pk, job.payload, job.created_by, self.name)
        handler = handler_of(job.kind)
        assert handler is not None  # only kinds with a handler are claimed
        try:
            result = handler(handle)
        except Cancelled:
            actions.stop(job=job.pk, worker=self.name, at=timezone.now())
        except Refused as refusal:
            actions.fail(job=job.pk, worker=self.name, zh=refusal.zh, en=refusal.en, at=timezone.now())
        except Exception as error:
            log.exception("job %s (%s) failed", job.pk, job.kind)
            self._fail(job, error)
        else:
            actions.finish(job=job.pk, worker=self.name, result=result, at=timezone.now())

    def _fail(self, job: Job, error: Exception) -> None:
        name = type(error).__name__
        actions.fail(
            job=job.pk,
            worker=self.name,
            zh=f"任务未完成，内部错误（{name}）。数据未受影响；详情见服务日志中的任务 {job.pk}。",
            en=f"The work failed inside ({name}). No data was harmed; the log names job {job.pk}.",
            at=timezone.now(),
        )


class Pulse(threading.Thread):
    """The sign of life of a running job, given from beside it."""

    def __init__(self, job: int, worker: str, seconds: float) -> None:
        super().__init__(daemon=True, name=f"pulse-{job}")
        self.job, self.worker, self.seconds = job, worker, seconds
        self.ended = threading.Event()

    def run(self) -> None:
        try:
            while not self.ended.wait(self.seconds):
                self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        """A database that is away for a moment costs one beat, not the job."""
        try:
            actions.beat(job=self.job, worker=self.worker, at=timezone.now())
        except DatabaseError:
            log.warning("job %s: no sign of life could be written", self.job, exc_info=True)
            connection.close()

    def end(self) -> None:
        self.ended.set()
        self.join()
