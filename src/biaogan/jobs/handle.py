"""What the running code of a job may do with its job: read what was asked, tell how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from biaogan.jobs import actions
from biaogan.org.models import Person

SHOWN_EVERY_SECONDS = 0.25


class Cancelled(Exception):
    """The person asked to stop; whatever was not committed is rolled back on the way out."""


class Refused(Exception):
    """The job cannot be done, for a reason the person can read and act on."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass
class JobHandle:
    """Given to a handler. Call `progress` often, outside transactions: it notices a wish to stop."""

    job: int
    payload: dict[str, Any]
    by: Person | None
    worker: str
    _shown: float = field(default=0.0, repr=False)

    def progress(self, done: int, total: int | None = None, *, zh: str = "", en: str = "") -> None:
        """Show how far the job is; raises Cancelled when the person asked to stop."""
        moment = time.monotonic()
        finished = total is not None and done >= total
        if moment - self._shown < SHOWN_EVERY_SECONDS and not finished:
            return
        self._shown = moment
        wanted = actions.show_progress(job=self.job, worker=self.worker, done=done, total=total, zh=zh, en=en)
        if not wanted:
            raise Cancelled


Handler = Callable[[JobHandle], dict[str, Any]]
_handlers: dict[str, Handler] = {}


def register(handlers: dict[str, Handler]) -> None:
    """Rooms name their kinds of job; config brings them here."""
    _handlers.update(handlers)


def handler_of(kind: str) -> Handler | None:
    return _handlers.get(kind)


def kinds() -> list[str]:
    return sorted(_handlers)
