"""The health of a home: its folder, its key, its database, and what each room says of itself."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from biaogan.config.home import KEY_FILE
from biaogan.config.rooms import parts
from biaogan.org.health import Finding

LEAST_FREE = 1 << 30


def examine() -> list[Finding]:
    """Everything, in the order a person would look."""
    home = settings.BIAOGAN_HOME
    found = [_private(home), _private(home / KEY_FILE), _free_space(home), _database(), _migrations()]
    for _, module in parts("health"):
        found += module.examine()
    return found


def _private(path: Path) -> Finding:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Finding(str(path), f"others may read it (mode {mode:o})", f"chmod go= {path}")
    return Finding(str(path), "for its owner only")


def _free_space(home: Path) -> Finding:
    free = shutil.disk_usage(home).free
    text = f"{free / (1 << 30):.1f} GiB free"
    return Finding("Disk", text, "" if free >= LEAST_FREE else "Make room: less than 1 GiB is left.")


def _database() -> Finding:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT version()")
            return Finding("Database", str(cursor.fetchone()[0]).partition(" on ")[0])
        verdict = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        strays = cursor.execute("PRAGMA foreign_key_check").fetchall()
    if verdict == "ok" and not strays:
        return Finding("Database", "SQLite, whole")
    return Finding("Database", f"{verdict}; {len(strays)} stray rows", "Restore the last good backup.")


def _migrations() -> Finding:
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except (CommandError, SystemExit):
        return Finding("Tables", "behind the program", "Start `biaogan run` once: it brings them up to date.")
    return Finding("Tables", "up to date")
