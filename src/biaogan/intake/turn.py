"""One writer of facts at a time. The turn ends with the process, however the process ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

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
    with (settings.BIAOGAN_LAKE / "turn.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":
            with _advisory_lock():
                yield
        else:
            yield


@contextmanager
def _advisory_lock() -> Iterator[IO[bytes] | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
        try:
            yield None
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])
