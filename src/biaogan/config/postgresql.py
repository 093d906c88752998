"""Copying a PostgreSQL database with its own tools."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any


class ToolFailed(ValueError):
    """A tool of PostgreSQL is missing or refused; carries what to do."""


def dump(database: dict[str, Any], target: Path) -> Path:
    _run("pg_dump", database, "--format=custom", "--no-owner", f"--file={target}", database["NAME"])
    return target


def load(source: Path, database: dict[str, Any]) -> None:
    """Into an empty database, all or nothing."""
    if _tables(database):
        raise ToolFailed(f"The database {database['NAME']} is not empty; restore into a fresh one.")
    flags = ("--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={database['NAME']}")
    _run("pg_restore", database, *flags, str(source))


def _tables(database: dict[str, Any]) -> int:
    import psycopg

    places = {"dbname": database["NAME"], "user": database["USER"], "password": database["PASSWORD"]}
    places |= {"host": database["HOST"], "port": database["PORT"]}
    with psycopg.connect(**{name: value for name, value in places.items() if value}) as connection:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _run(tool: str, database: dict[str, Any], *arguments: str) -> None:
    path = shutil.which(tool)
    if path is None:
        raise ToolFailed(f"{tool} is not on this machine: install PostgreSQL's client programs.")
    names = {"PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    environment = {**os.environ, **{name: database[key] for name, key in names.items() if database[key]}}
    done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ToolFailed(f"{tool} failed: {done.stderr.strip()}")
