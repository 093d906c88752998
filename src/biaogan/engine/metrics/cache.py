"""Sums kept on disk per lake version: a version never changes, so nothing is ever invalidated.

Sums that wait for follow-up windows depend on the as-of date and are kept apart from those that do not.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache as remembered
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from biaogan.engine.metrics.catalogue import all_totals
from biaogan.engine.metrics.cube import Cube, Spot, Sums, of_region, of_stores
from biaogan.engine.metrics.measure import Total
from biaogan.engine.metrics.metric import Cut, Metric

if TYPE_CHECKING:
    from biaogan.engine.facts.snapshot import Snapshot


Placed = Mapping[Spot, Sums]


def cube_of(
    snapshot: Snapshot,
    metrics: Iterable[Metric],
    *,
    stores: Sequence[str],
    as_of: date,
    cut: Cut | None,
    cache: Path | None,
    region: bool = True,
) -> Cube:
    """The sums that the metrics need; with a cache, those of the whole catalogue, kept for the next time.

    Without `region` those of the stores alone.
    """
    asked = _Asked(snapshot, tuple(sorted(stores)), as_of, cut)
    if cache is None:
        totals = list({total.name: total for metric in metrics for total in metric.totals()}.values())
        own = of_stores(snapshot, totals, as_of=as_of, cut=cut)
        return _cube(asked.stores, own, asked.region(own, totals) if region else {})
    return _kept(*asked.kept(cache / _safe(snapshot.version), region=region), asked.stores)


class _Asked(NamedTuple):
    """What a cube is asked for, and where its parts are kept.

    The sums of stores serve every region they are in; sums that do not wait for windows serve every day.
    """

    snapshot: Snapshot
    stores: tuple[str, ...]
    as_of: date
    cut: Cut | None

    def region(self, own: Placed, totals: Iterable[Total]) -> Placed:
        return of_region(
            self.snapshot, own, totals, codes=self.stores, as_of=self.as_of, cut=self.cut
        )  # fmt: skip

    def kept(self, folder: Path, *, region: bool) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
        """The files of the stores and of the region, made where they are missing."""
        key, day = f"{definitions()}-{self.cut or 'all'}", self.as_of.isoformat()
        parts = _parts()
        own = tuple(folder / f"{key}-stores{when}.arrow" for when in ("", f"-{day}"))
        for path, totals in zip(own, parts, strict=True):
            if not path.exists():
                write(of_stores(self.snapshot, totals, as_of=self.as_of, cut=self.cut), path)
        if not region:
            return own, ()
        whole = tuple(folder / f"{key}-{_digest(self.stores)}{when}.arrow" for when in ("", f"-{day}"))
        for path, source, totals in zip(whole, own, parts, strict=True):
            if not path.exists():
                write(self.region(read(source), totals), path)
        return own, whole


@remembered
def _parts() -> tuple[list[Total], list[Total]]:
    """The totals of the catalogue that last, and those that depend on the day."""
    totals = {total.name: total for total in all_totals()}.values()
    return [one for one in totals if not one.closes], [one for one in totals if one.closes]


@lru_cache(maxsize=32)
def _kept(own: tuple[Path, ...], region: tuple[Path, ...], stores: tuple[str, ...]) -> Cube:
    """The cube of files. Files never change, so they are read once per process."""
    return _cube(stores, *(_merged([read(path) for path in paths]) for paths in (own, region)))


def _cube(stores: Sequence[str], own: Placed, region: Placed) -> Cube:
    wanted = set(stores)
    return Cube({**{spot: sums for spot, sums in own.items() if spot.place in wanted}, **region})


def _merged(parts: Sequence[Placed]) -> Placed:
    """A total found in several is the same in each."""
    whole: dict[Spot, Sums] = {}
    for part in parts:
        for spot, sums in part.items():
            whole[spot] = {**sums, **whole.get(spot, {})}
    return whole


def write(placed: Placed, path: Path) -> None:
    """Write sums as one Arrow file: whole or not at all."""
    import pyarrow as pa

    rows = [
        (spot.place, spot.part, name, list(series), list(series.values()))
        for spot, sums in placed.items()
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


@lru_cache(maxsize=32)
def read(path: Path) -> Placed:
    """The sums of a file."""
    import pyarrow as pa

    with pa.memory_map(str(path)) as source:
        columns = pa.ipc.open_file(source).read_all().to_pydict()
    sums: dict[Spot, Sums] = {}
    for place, part, name, months, amounts in zip(*columns.values(), strict=True):
        sums.setdefault(Spot(place, part), {})[name] = dict(zip(months, amounts, strict=True))
    return sums


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
