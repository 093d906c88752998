"""The lake: every accepted row as it came, and the current facts made of them.

One Delta table a kind, partitioned by month and store bucket, so that a store-month is replaced in
one commit without touching the rest. Which version of each table counts is not the lake's to say:
the caller keeps the `pins` (kind -> table version) and changes them in the same database
transaction that accepts a batch. So a reader never sees half a batch, a writer killed at any
moment leaves only an unpinned version behind, and any former state can be opened again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import polars as pl
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

from biaogan.engine.facts.kind import Kind, Merge, Type
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.facts.merging import KEY, as_facts, merge, with_key
from biaogan.engine.facts.pruning import files_with
from biaogan.engine.facts.snapshot import fact_schema

Pins = Mapping[str, int]
NO_MONTH = "none"
PLACE = re.compile(r"part=([^/]+)/bucket=(\d+)/")
TABLE_SETTINGS = {
    "delta.logRetentionDuration": "interval 36500 days",  # former states stay readable
    "delta.checkpointInterval": "50",
}


@dataclass(frozen=True)
class Written:
    """What one change did to a table: its new version and the store-months it replaced.

    `before` and `after`: the rows of the touched keys, without and with the change.
    """

    version: int
    before: pl.DataFrame
    after: pl.DataFrame


class Lake:
    """A folder of Delta tables and received rows. `buckets` is fixed when the lake is made."""

    def __init__(self, root: Path, *, buckets: int = 8) -> None:
        self.root = root
        self.buckets = buckets

    # Received rows: immutable, one file a batch and kind.

    def keep(self, kind: str, batch: str, rows: pl.DataFrame) -> None:
        """Write the accepted rows of a batch (fact columns) durably before anything points at them."""
        path = self._received(kind, batch)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        rows.write_parquet(unfinished, compression="zstd")
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)

    def received(self, kind: str, batch: str) -> pl.DataFrame:
        """The accepted rows of a batch as they were kept; empty where it brought none of `kind`."""
        path = self._received(kind, batch)
        return _shaped(pl.read_parquet(path) if path.exists() else pl.DataFrame(), kind)

    def forget(self, batch: str) -> None:
        """Remove what `keep` wrote for a batch that was never accepted."""
        for path in self.root.glob(f"received/*/{batch}.parquet"):
            path.unlink()

    def _received(self, kind: str, batch: str) -> Path:
        return self.root / "received" / kind / f"{batch}.parquet"

    # Current facts.

    def accept(self, kind: str, pin: int | None, rows: pl.DataFrame, batch: str) -> Written:
        """Merge the checked `rows` of a new, newest batch into the facts pinned at `pin`."""
        declared = KINDS[kind]
        new = as_facts(rows, declared, batch)
        known = self._rows_of(declared, pin, new)
        return self._write(declared, pin, known, merge(declared, known, new))

    def withdraw(self, kind: str, pin: int, batch: str, others: Sequence[str]) -> Written:
        """The facts without `batch`: its keys folded again from the `others`, in their order."""
        declared = KINDS[kind]
        gone = with_key(self.received(kind, batch), declared)
        known = self._rows_of(declared, pin, gone)
        result = gone.clear()
        for other in others:
            rows = with_key(self.received(kind, other), declared)
            rows = rows.join(gone.select(KEY).unique(), on=KEY, how="semi")
            if rows.height:
                merged = merge(declared, result, rows)
                rest = result.join(merged.select(KEY), on=KEY, how="anti")
                result = pl.concat([rest, merged])
        return self._write(declared, pin, known, result)

    def read(self, kind: str, pin: int | None) -> pl.LazyFrame:
        """The facts of `kind` at a pinned version, lazily, with `part` and `bucket`."""
        return _scan(kind, self.files(kind, pin))

    def narrowed(self, kind: str, pin: int | None, column: str, ranges: pl.DataFrame) -> pl.LazyFrame:
        """As `read`, but only of files that may hold rows of the `ranges` (store, low, high) of `column`.

        Rows outside the ranges may still be among them.
        """
        paths = [] if pin is None else files_with(self._table(kind), pin, column, ranges)
        return _scan(kind, paths)

    def files(self, kind: str, pin: int | None) -> list[str]:
        """The Parquet files that hold `kind` at version `pin`, for an engine to read in place."""
        if pin is None:
            return []
        return sorted(DeltaTable(self._table(kind), version=pin).file_uris())

    def _table(self, kind: str) -> Path:
        return self.root / "facts" / kind

    def _rows_of(self, kind: Kind, pin: int | None, wanted: pl.DataFrame) -> pl.DataFrame:
        """Current rows whose key occurs in `wanted`, with their partition.

        Stores and the range of the first key field prune files by their statistics, so the time
        does not grow with the months that are not concerned.
        """
        lazy = self.read(kind.code, pin)
        if kind.merge is not Merge.FILL and wanted["store"].null_count() == 0:
            lazy = lazy.filter(pl.col("store").is_in(wanted["store"].unique().implode()))
        first = kind.field(kind.key[0]) if kind.key else None
        if first and first.type is Type.TEXT and wanted[first.column].null_count() == 0 and wanted.height:
            low, high = wanted[first.column].min(), wanted[first.column].max()
            lazy = lazy.filter(pl.col(first.column).is_between(pl.lit(low), pl.lit(high)))
        return with_key(lazy.collect(), kind).join(wanted.select(KEY).unique(), on=KEY, how="semi")

    def _write(self, kind: Kind, pin: int | None, known: pl.DataFrame, result: pl.DataFrame) -> Written:
        result = self._placed(result, kind)
        touched = pl.concat([known.select("part", "bucket"), result.select("part", "bucket")]).unique()
        if not touched.height:
            return Written(self._ensure(kind, pin), known, result)
        stay = self._partition_rows(kind, pin, touched)
        stay = stay.join(pl.concat([known.select(KEY), result.select(KEY)]).unique(), on=KEY, how="anti")
        whole = pl.concat([stay, result.select(stay.columns)]).drop(KEY)
        order = [
            c for c in ("store", *(kind.field(k).column for k in kind.key), "line") if c in whole.columns
        ]
        table = self._at(kind, pin)
        write_deltalake(
            table,
            _arrow(whole.sort(order, nulls_last=True)),
            mode="overwrite",
            predicate=_predicate(touched) if pin is not None else None,
            partition_by=["part", "bucket"] if isinstance(table, str) else None,
            configuration=TABLE_SETTINGS if isinstance(table, str) else None,
        )
        version = DeltaTable(self._table(kind.code)).version()
        return Written(version, known.drop(KEY), result.drop(KEY))

    def _ensure(self, kind: Kind, pin: int | None) -> int:
        if pin is not None:
            return pin
        empty = pl.DataFrame(schema={**fact_schema(kind.code), "part": pl.String, "bucket": pl.Int64})
        write_deltalake(
            str(self._table(kind.code)),
            _arrow(empty),
            mode="overwrite",
            partition_by=["part", "bucket"],
            configuration=TABLE_SETTINGS,
        )
        return DeltaTable(self._table(kind.code)).version()

    def _at(self, kind: Kind, pin: int | None) -> DeltaTable | str:
        """The table ready to be written after `pin`: what a killed writer left is set back first."""
        path = self._table(kind.code)
        path.parent.mkdir(parents=True, exist_ok=True)
        if pin is None:
            return str(path)
        table = DeltaTable(path)
        if table.version() != pin:
            table.restore(pin)
            table = DeltaTable(path)
        return table

    def _partition_rows(self, kind: Kind, pin: int | None, touched: pl.DataFrame) -> pl.DataFrame:
        wanted = {f"part={part}/bucket={bucket}/" for part, bucket in touched.iter_rows()}
        paths = [path for path in self.files(kind.code, pin) if PLACE.search(path)[0] in wanted]  # type: ignore[index]
        return with_key(_scan(kind.code, paths).collect(), kind)

    def _placed(self, frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
        months = [
            pl.col(name) if kind.field(name).type is Type.MONTH else pl.col(name).dt.strftime("%Y-%m")
            for name in kind.month_from
        ]
        if kind.merge is Merge.FILL:  # vehicles are touched all over by every month's orders
            months = []
        part = pl.coalesce(*months, pl.lit(NO_MONTH)) if months else pl.lit(NO_MONTH)
        stores = frame["store"].unique().drop_nulls().to_list()
        buckets = {store: _bucket(store, self.buckets) for store in stores}
        bucket = pl.col("store").replace_strict(buckets, default=0, return_dtype=pl.Int64)
        if kind.merge is Merge.FILL:
            bucket = pl.lit(0, dtype=pl.Int64)
        return frame.with_columns(part=part, bucket=bucket)


def _bucket(store: str, buckets: int) -> int:
    return int.from_bytes(blake2b(store.encode(), digest_size=4).digest()) % buckets


def _scan(kind: str, paths: list[str]) -> pl.LazyFrame:
    schema = {**fact_schema(kind), "part": pl.String(), "bucket": pl.Int64()}
    if not paths:
        return pl.LazyFrame(schema=schema)
    frame = pl.scan_parquet(
        paths,
        include_file_paths="_path",
        hive_partitioning=False,
        missing_columns="insert",
        schema={name: of for name, of in schema.items() if name not in {"part", "bucket"}},
    )
    place = pl.col("_path").str.extract_groups(PLACE.pattern).struct
    return frame.with_columns(part=place.field("1"), bucket=place.field("2").cast(pl.Int64)).select(
        list(schema)
    )


def _predicate(touched: pl.DataFrame) -> str:
    by_part = touched.group_by("part").agg(pl.col("bucket").sort()).sort("part")
    clauses = [
        f"(part = '{part}' AND bucket IN ({', '.join(map(str, buckets))}))"
        for part, buckets in by_part.iter_rows()
    ]
    return " OR ".join(clauses)


def _arrow(frame: pl.DataFrame) -> pa.Table:
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


def _shaped(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """`frame` in today's columns: what an older file does not have is null."""
    return frame.select(
        [
            (pl.col(name) if name in frame.columns else pl.lit(None)).cast(of).alias(name)
            for name, of in fact_schema(kind).items()
        ]
    )
