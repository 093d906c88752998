"""A database for real processes, apart from the one that tests roll back."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

from django.conf import settings

SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
PREPARE = "from biaogan.config.bootstrap import prepare; prepare()\n"


def python(environment: dict[str, str], program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a prepared home, to its end."""
    command = [sys.executable, "-c", PREPARE + program]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


class OwnDatabase:
    """On PostgreSQL a database of its own; on SQLite the home of the environment brings one."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment, self.name = environment, f"own_{os.getpid()}_{secrets.token_hex(4)}"

    def _run(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(os.environ["BIAOGAN_DATABASE_URL"], autocommit=True) as server:
            server.execute(statement)

    def __enter__(self) -> None:
        if not SQLITE:
            self._run(f"CREATE DATABASE {self.name}")
            address = os.environ["BIAOGAN_DATABASE_URL"].rpartition("/")[0]
            self.environment["BIAOGAN_DATABASE_URL"] = f"{address}/{self.name}"

    def __exit__(self, *_: object) -> None:
        if not SQLITE:
            self._run(f"DROP DATABASE {self.name} WITH (FORCE)")
