"""The state of the facts that counts now, and opening it for reading."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

from biaogan.engine.facts.engines import connect
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.facts.lake import Lake
from biaogan.engine.facts.snapshot import Snapshot, over_files
from biaogan.intake.models import Batch, LakeState
from biaogan.org.models import Store

NOTHING = "empty"
STILL_READ = timedelta(hours=1)
COMPILED = "questions"
OF_VERSION = re.compile(r"[0-9a-f]{12}([@_][0-9-]{10})?")  # as version_of names them; cut by a day


def lake() -> Lake:
    return Lake(settings.BIAOGAN_LAKE)


def newest() -> LakeState | None:
    return LakeState.objects.order_by("-pk").first()


def version_of(codes: list[str]) -> str:
    """The name of the facts that these batches make in this order: same batches, same version."""
    if not codes:
        return NOTHING
    return blake2b("\n".join(codes).encode(), digest_size=6).hexdigest()


def current_version() -> str:
    state = newest()
    return state.version if state else NOTHING


def pins_of(version: str) -> dict[str, int]:
    """Which version of each table a state of the facts holds; empty before the first batch."""
    if version == NOTHING:
        return {}
    return dict(LakeState.objects.filter(version=version).order_by("-pk")[:1].get().pins)


def snapshot(version: str | None = None) -> Snapshot:
    """The facts as they are now, or as they were at a former version.

    Raises LakeState.DoesNotExist for a version that never was.
    """
    if version is None:
        state = newest()
    elif version == NOTHING:
        state = None
    else:
        state = LakeState.objects.filter(version=version).order_by("-pk")[:1].get()
    if state is None:
        return over_files(NOTHING, {})
    pins = tuple(sorted(state.pins.items()))
    opened = _opened(state.version, pins, settings.BIAOGAN_LAKE)
    if not opened.connection.alive():
        _opened.cache_clear()
        opened = _opened(state.version, pins, settings.BIAOGAN_LAKE)
    return opened


@lru_cache(maxsize=2)
def _opened(version: str, pins: tuple[tuple[str, int], ...], root: Path) -> Snapshot:
    # A snapshot is shared by the pages of a process: opening one costs more than most questions.
    store = Lake(root)
    engine = connect(settings.BIAOGAN_ENGINE, settings.BIAOGAN_SPARK)
    files = {kind: store.files(kind, pin) for kind, pin in pins}
    return over_files(version, files, engine, compiled=settings.BIAOGAN_CACHE / COMPILED)


def warm(as_of: date) -> None:
    """Work the figures of the current version out once, so that the first page after an import is quick."""
    from biaogan.engine.metrics.catalogue import CATALOGUE
    from biaogan.engine.metrics.reading import readings

    stores = list(Store.objects.active().values_list("code", flat=True))
    if newest() and stores:
        readings(
            snapshot(),
            list(CATALOGUE),
            months=[],
            stores=stores,
            as_of=as_of,
            by="both",
            cache=settings.BIAOGAN_CACHE,
        )


def remove_old_figures(*, at: datetime) -> int:
    """Remove what was kept of versions that have not counted for a while; how many folders went.

    Whatever is asked again is worked out again. A page begun before an import may still read the old ones.
    """
    wanted: set[str] = set()
    replaced_at = at
    for version, since in LakeState.objects.order_by("-pk").values_list("version", "at"):
        if replaced_at <= at - STILL_READ and wanted:
            break
        wanted.add(version)
        replaced_at = since
    folders = [path for path in settings.BIAOGAN_CACHE.iterdir() if OF_VERSION.fullmatch(path.name)]
    old = [path for path in folders if path.name[:12] not in wanted]
    for path in old:
        shutil.rmtree(path)
    return len(old)


def lineage(codes: set[str]) -> dict[str, tuple[str, str]]:
    """For each batch code: the name of its file and its sheet."""
    rows = Batch.objects.filter(code__in=codes).values_list("code", "file__path", "sheet")
    return {code: (path, sheet) for code, path, sheet in rows}


def known_kinds() -> list[str]:
    return list(KINDS)
