"""Making a home ready: Django set up and the database at the code's migrations."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import django

STAMP = "migrated"
MIGRATING = 0x6269616E  # the advisory lock's number on PostgreSQL; any, but not that of writing facts


def prepare() -> None:
    """Set Django up; migrate when the code's migrations are not those last applied to this home."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biaogan.config.settings")
    django.setup()
    from django.conf import settings

    stamp = settings.BIAOGAN_CACHE / STAMP
    wanted = _fingerprint(str(settings.DATABASES["default"]))
    if _is_current(stamp, wanted):
        return
    from django.core.management import call_command

    from biaogan.intake.turn import alone

    # Two servers of one database may start at once: they migrate one after the other.
    with alone(settings.BIAOGAN_CACHE / "migrating.lock", MIGRATING):
        call_command("migrate", interactive=False, verbosity=0)
    stamp.write_text(wanted, encoding="ascii")


def _is_current(stamp: Path, wanted: str) -> bool:
    from django.conf import settings

    database = settings.DATABASES["default"]
    is_file = database["ENGINE"].endswith("sqlite3")
    if is_file and not Path(database["NAME"]).exists():
        return False
    return stamp.exists() and stamp.read_text(encoding="ascii") == wanted


def _fingerprint(database: str) -> str:
    """The names of all migrations of the installed applications, and the database they go to."""
    from django.apps import apps

    folders = (Path(app.path) / "migrations" for app in apps.get_app_configs())
    names = sorted(str(path) for folder in folders for path in folder.glob("[0-9]*.py"))
    return hashlib.sha256("\n".join([database, *names]).encode("utf-8")).hexdigest()
