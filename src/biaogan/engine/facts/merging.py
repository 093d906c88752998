"""What a later batch makes of what is known: the merge rules of every kind, as pure functions.

The current facts are a fold of the active batches in their order. `merge` is one step of that
fold, restricted to the keys the new rows name; undoing a batch is the same fold without it.
"""

from __future__ import annotations

import polars as pl

from biaogan.engine.facts.kind import Kind, Merge
from biaogan.engine.facts.snapshot import DERIVED, LINEAGE, fact_schema

KEY = "_key"
SEPARATOR = "\x1f"


def with_key(frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """`frame` with one text column `_key`: equal exactly where two rows are the same thing."""
    own = _joined(kind, kind.key)
    if not kind.key:
        return frame.with_columns(own.alias(KEY))
    first = pl.col(kind.field(kind.key[0]).column)
    otherwise = _joined(kind, kind.key_otherwise) if kind.key_otherwise else _content(kind)
    return frame.with_columns(pl.when(first.is_not_null()).then(own).otherwise(otherwise).alias(KEY))


def _joined(kind: Kind, names: tuple[str, ...]) -> pl.Expr:
    parts = [pl.col(kind.field(name).column).cast(pl.String).fill_null("") for name in names]
    if kind.merge is not Merge.FILL:  # a vehicle is one vehicle in every store
        parts.insert(0, pl.col("store").fill_null(""))
    return pl.concat_str(parts, separator=SEPARATOR)


def _content(kind: Kind) -> pl.Expr:
    columns = [field.column for field in kind.fields]
    return pl.concat_str(
        [pl.col("store").fill_null("")] + [pl.col(c).cast(pl.String).fill_null("") for c in columns],
        separator=SEPARATOR,
    )


def as_facts(checked: pl.DataFrame, kind: Kind, batch: str) -> pl.DataFrame:
    """Checked rows of one batch in the shape of the facts, with their key: one step before `merge`."""
    schema = fact_schema(kind.code)
    derived = {name: pl.lit(None, dtype=of) for name, of in DERIVED.get(kind.code, {}).items()}
    frame = checked.with_columns(batch=pl.lit(batch), **derived)
    return with_key(frame.select([pl.col(n).cast(t) for n, t in schema.items()]), kind)


def merge(kind: Kind, known: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The rows that hold for the keys of `new` once it is accepted after `known`.

    Both frames have the fact columns and `_key`; `known` may hold other keys, which are left out.
    """
    known = known.select(new.columns).join(new.select(KEY), on=KEY, how="semi")
    if kind.merge is Merge.FILL:
        return _fill(kind, known, new)
    if kind.code == "repair_order":
        return _orders(known, new)
    if kind.merge is Merge.SET:
        return new
    return new.unique(subset=KEY, keep="last", maintain_order=True)


def _orders(known: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The latest state of each order; with a reversal among its rows, all of them.

    A file that brings only the reversal of an order known from an earlier file completes that
    file's row instead of replacing it: otherwise the original amount would be lost.
    """
    reversal = pl.col("is_reversal").fill_null(value=False)
    starts = (
        new.sort(KEY, "settled_at", "line", nulls_last=True)
        .group_by(KEY, maintain_order=True)
        .agg(completes=reversal.first())
        .filter("completes")
    )
    kept = known.join(starts, on=KEY, how="semi")
    # The same reversal exported again must not count twice.
    content = [c for c in new.columns if c not in {"line", "surviving", *LINEAGE}]
    kept = kept.join(new, on=content, how="anti", nulls_equal=True)
    rows = pl.concat([kept.with_columns(_new=pl.lit(value=False)), new.with_columns(_new=pl.lit(value=True))])
    # Nulls first: a settled state outlives an unsettled one, a later line an earlier one.
    rows = rows.sort("settled_at", "_new", "line", nulls_last=False).with_row_index("_at")
    last = pl.col("_at").filter(~reversal).max().over(KEY)
    rows = rows.with_columns(
        surviving=(pl.col("_at") == last).fill_null(value=False), _reversed=reversal.any().over(KEY)
    )
    return rows.filter(pl.col("_reversed") | pl.col("surviving")).drop("_at", "_new", "_reversed")


def _fill(kind: Kind, known: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    fields = [field.column for field in kind.fields]
    latest = new.group_by(KEY, maintain_order=True).agg(
        *[pl.col(c).drop_nulls().last() for c in fields],
        pl.col("line", "store", "batch").last(),
        sellers=pl.col("store").filter(pl.col("sold_by_store")).last(),
        refusers=pl.col("store").filter(~pl.col("sold_by_store")).unique(),
    )
    merged = latest.join(known, on=KEY, how="left", suffix="_known")
    stays = ~pl.col("refusers").list.contains(pl.col("sold_by")).fill_null(value=False)
    return merged.select(
        *[pl.coalesce(pl.col(c), pl.col(f"{c}_known")).alias(c) for c in fields],
        "line",
        "store",
        "batch",
        KEY,
        sold_by=pl.coalesce("sellers", pl.when(stays).then("sold_by")),
    ).select(*fact_schema(kind.code), KEY)
