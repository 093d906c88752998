"""Growing the demonstration region through the real intake."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from biaogan.intake.actions import import_paths
from biaogan.intake.demonstration import LARGE, MEDIUM, SMALL, STORES, Size, grow
from biaogan.intake.report import ImportReport
from biaogan.intake.staging import Options
from biaogan.org.actions import create_store
from biaogan.org.models import Person, Store

SIZES = {"small": SMALL, "medium": MEDIUM, "large": LARGE}
Progress = Callable[[int, int, str], None]


def quietly(_done: int, _total: int, _text: str) -> None:
    """No progress is shown."""


def grow_region(
    *,
    size: Size,
    until: date,
    by: Person | None,
    at: datetime,
    progress: Progress = quietly,
) -> ImportReport:
    """Write the files of the invented stores and import them, as a manager would.

    Growing again adds what is missing: known stores stay, files with the same content are duplicates.
    """
    (settings.BIAOGAN_HOME / "demonstration").touch()  # such a home may not become a production one
    for store in STORES[: size.stores]:
        if not Store.objects.filter(code=store.code).exists():
            create_store(code=store.code, name=store.name, city=store.city, aliases=store.aliases, by=by)
    with tempfile.TemporaryDirectory(dir=settings.BIAOGAN_CACHE, prefix="demonstration-") as name:
        folder = Path(name)
        paths = list(grow(folder, size=size, until=until, progress=progress))
        return import_paths(paths=paths, options=Options(), by=by, at=at, progress=progress, below=folder)
