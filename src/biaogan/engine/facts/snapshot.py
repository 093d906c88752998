"""One fixed state of all facts, opened on an engine: what metrics read.

A snapshot never changes. It names its version, and everything computed from it may be cached
under that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from biaogan.engine.facts.engines import Connection, Embedded, connect
from biaogan.engine.facts.kinds import KINDS

if TYPE_CHECKING:
    import ibis

# Added by the lake to every kept row: which batch brought it (its file and sheet are the batch's).
LINEAGE = {"batch": pl.String()}
# Added by the merge: what a later reader must not work out again.
DERIVED: dict[str, dict[str, pl.DataType]] = {
    "repair_order": {"surviving": pl.Boolean()},  # the one row in which the order counts
    "vehicle": {"sold_by": pl.String()},  # the store that sent the flag "own-sold"
}


def fact_schema(kind: str) -> dict[str, pl.DataType]:
    """Columns of the current facts of a kind, in order. Personal columns hold pseudonyms."""
    return {**KINDS[kind].schema, **LINEAGE, **DERIVED.get(kind, {})}


@dataclass
class Snapshot:
    """Facts of one lake version on one engine connection.

    `version` is the cache key; two snapshots with the same version hold the same facts.
    """

    version: str
    connection: Connection
    tables: dict[str, ibis.Table] = field(default_factory=dict)
    files: Mapping[str, list[str]] = field(default_factory=dict)  # kind -> Parquet files
    compiled: Path | None = None  # where compiled questions are kept from one process to the next
    standing: set[str] = field(default_factory=set)  # names of what stands in the engine for questions in SQL

    @property
    def embedded(self) -> Embedded | None:
        """The engine that is asked in SQL; None where only Ibis' tables may be asked."""
        return self.connection if isinstance(self.connection, Embedded) else None

    def table(self, kind: str) -> ibis.Table:
        """The current facts of `kind`; an empty table of the right shape where none were brought.

        Raises KeyError for a kind that does not exist.
        """
        if kind not in self.tables:
            if paths := self.files.get(kind):
                self.tables[kind] = self.connection.read(f"fact_{kind}", paths, empty(kind).schema)
            else:
                self.register(kind, empty(kind))
        return self.tables[kind]

    def stand(self, kind: str) -> None:
        """See that the facts of `kind` can be asked for by their name, `fact_` and the kind."""
        name = f"fact_{kind}"
        if name in self.standing or kind in self.tables:
            return
        engine = self.embedded
        assert engine is not None
        if paths := self.files.get(kind):
            engine.see(name, paths, empty(kind).schema)
        else:
            engine.put(name, empty(kind))
        self.standing.add(name)

    def register(self, kind: str, facts: pa.Table) -> None:
        """Hold `facts` (the columns of `fact_schema`) in the engine as the facts of `kind`."""
        self.tables[kind] = self.connection.hold(f"fact_{kind}", facts)

    def kinds(self) -> Iterator[str]:
        return iter(KINDS)


def empty(kind: str) -> pa.Table:
    return pl.DataFrame(schema=fact_schema(kind)).to_arrow(compat_level=pl.CompatLevel.oldest())


def in_memory(
    frames: Mapping[str, pl.DataFrame], *, version: str = "memory", connection: Connection | None = None
) -> Snapshot:
    """A snapshot of frames held in memory: for specs and comparisons.

    Missing columns are filled with null; a repair order without `surviving` counts as surviving.
    Without a connection an embedded engine is opened for this snapshot.
    """
    snapshot = Snapshot(version=version, connection=connection or connect())
    for kind, frame in frames.items():
        schema = fact_schema(kind)
        absent: dict[str, pl.Expr] = {name: pl.lit(None) for name in schema if name not in frame.columns}
        if kind == "repair_order" and "surviving" in absent:
            absent["surviving"] = pl.lit(value=True)
        whole = frame.with_columns(**absent).select(pl.col(name).cast(of) for name, of in schema.items())
        snapshot.register(kind, whole.to_arrow(compat_level=pl.CompatLevel.oldest()))
    return snapshot


def over_files(
    version: str,
    files: Mapping[str, list[str]],
    connection: Connection | None = None,
    *,
    compiled: Path | None = None,
) -> Snapshot:
    """A snapshot over the Parquet files of the lake, read in place by the engine of `connection`.

    `files`: kind -> paths. Without a connection an embedded engine is opened for this snapshot.
    `compiled`: a folder in which compiled questions are kept.
    """
    return Snapshot(version, connection or connect(), files=dict(files), compiled=compiled)
