"""One writer of facts at a time. The turn ends with the process, however the process ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

TURN = 0x6269616F  # the advisory lock's number on PostgreSQL: "biao"


@contextmanager
def turn_to_write() -> Iterator[None]:
    """Wait for the turn and hold it. Short: one batch is written, then the next writer may go.

    Two writers on the same month would be refused by the lake's own optimistic check, after the
    work; waiting is cheaper. On PostgreSQL the lock reaches every machine of the network, on
    SQLite a lock on a file of the home does.
    """
    with alone(settings.BIAOGAN_LAKE / "turn.lock", TURN):
        yield


@contextmanager
def alone(lock: Path, number: int) -> Iterator[None]:
    """One process at a time: of this home by the lock on a file, of every machine by PostgreSQL's number."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
