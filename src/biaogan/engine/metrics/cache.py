"""Sums kept on disk per lake version: a version never changes, so nothing is ever invalidated.

Sums that wait for follow-up windows depend on the as-of date and are kept apart from those that do not.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache as remembered
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from biaogan.engine.metrics.catalogue import all_totals
from biaogan.engine.metrics.cube import Cube, Spot, gather, merged
from biaogan.engine.metrics.metric import Cut, Metric

if TYPE_CHECKING:
    from biaogan.engine.facts.snapshot import Snapshot


def cube_of(
    snapshot: Snapshot,
    metrics: Iterable[Metric],
    *,
    stores: Sequence[str],
    as_of: date,
    cut: Cut | None,
    cache: Path | None,
) -> Cube:
    """The sums that the metrics need; with a cache, those of the whole catalogue, kept for the next time."""
    if cache is None:
        totals = {total.name: total for metric in metrics for total in metric.totals()}
        return gather(snapshot, totals.values(), stores=stores, as_of=as_of, cut=cut)
    totals = {total.name: total for total in all_totals()}
    lasting = [total for total in totals.values() if not total.closes]
    waiting = [total for total in totals.values() if total.closes]
    folder = cache / _safe(snapshot.version)
    key = f"{definitions()}-{_digest(sorted(stores))}-{cut or 'all'}"
    paths = (folder / f"{key}.arrow", folder / f"{key}-{as_of.isoformat()}.arrow")
    for path, part in zip(paths, (lasting, waiting), strict=True):
        if not path.exists():
            write(gather(snapshot, part, stores=stores, as_of=as_of, cut=cut), path)
    return both(*paths)


@lru_cache(maxsize=16)
def both(lasting: Path, waiting: Path) -> Cube:
    """The cube of two files. Files never change, so they are read once per process."""
    return merged(read(waiting), read(lasting))


def write(cube: Cube, path: Path) -> None:
    """Write a cube as one Arrow file: whole or not at all."""
    import pyarrow as pa

    rows = [
        (spot.place, spot.part, name, list(series), list(series.values()))
        for spot, sums in cube.sums.items()
        for name, series in sums.items()
    ]
    names = ("place", "part", "total", "months", "amounts")
    columns = list(zip(*rows, strict=True)) or [() for _ in names]
    whole = pa.list_(pa.int64())
    types = (pa.string(), pa.string(), pa.string(), whole, whole)
    table = pa.table(
        {name: pa.array(column, kind) for name, column, kind in zip(names, columns, types, strict=True)}
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    Path(unfinished).replace(path)


def read(path: Path) -> Cube:
    """The cube of a file."""
    import pyarrow as pa

    with pa.memory_map(str(path)) as source:
        columns = pa.ipc.open_file(source).read_all().to_pydict()
    sums: dict[Spot, dict[str, dict[int, int]]] = {}
    for place, part, name, months, amounts in zip(*columns.values(), strict=True):
        sums.setdefault(Spot(place, part), {})[name] = dict(zip(months, amounts, strict=True))
    return Cube(sums)


@remembered
def definitions() -> str:
    """A digest of the sources that decide a figure: a changed definition finds no old sums."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _digest(words: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]


def _safe(version: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in version)
