"""All metrics, cold, beside hand-written SQL and pandas; from a warm cache; and as the region grows."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
from by_pandas import SLUGS
from processes import Table, quickest, script, timed, told
from region import Size

CENT = 0.0051  # money is rounded to the fen by the product, not by hand


def compare(table: Table, home: Path, size: Size) -> None:
    """One home, three ways; what they answer must be equal before their time counts."""
    folder = home.parent
    where = folder / "where.json"
    where.write_text(json.dumps(told(script("readings.py", "where"), home)), encoding="utf-8")
    by_hand, by_pandas, ours = (folder / f"{name}.parquet" for name in ("sql", "pandas", "ours"))
    sql = quickest(script("by_hand.py", where, by_hand), home)
    pandas = quickest(script("by_pandas.py", where, by_pandas), home, 1)
    slugs = pl.read_parquet(by_hand)["slug"].unique().sort().to_list()
    first = timed(script("readings.py", "cold", ours, ",".join(slugs)), home)
    cold = quickest(script("readings.py", "cold", ours, ",".join(slugs)), home)
    part = quickest(script("readings.py", "cold", folder / "part.parquet", ",".join(SLUGS)), home, 1)
    equal = same(ours, by_hand, slugs)
    facts = f"{size.stores * size.months * size.orders:,} orders"
    table.add(f"Readings equal, ours and by hand ({facts})", f"{equal:,}", "each within rounding", kept=True)
    equal = same(ours, by_pandas, list(SLUGS))
    table.add("Readings equal, ours and by pandas", f"{equal:,}", "each within rounding", kept=True)
    table.add(f"{len(slugs)} metrics by hand-written SQL, cold", str(sql))
    table.add("The same by the product, the first time in a home: its questions are compiled", str(first))
    ratio = cold.seconds / sql.seconds
    busy = cold.processor / sql.processor
    table.add(
        f"The same {len(slugs)} metrics by the product, cold", str(cold),
        f"{ratio:.2f} × SQL, {busy:.2f} × its processor time (≤ 1.5)", kept=ratio <= 1.5,
    )  # fmt: skip
    table.add(f"{len(SLUGS)} of them by pandas", str(pandas))
    ratio, busy = pandas.seconds / part.seconds, pandas.processor / part.processor
    table.add(
        f"These {len(SLUGS)} by the product, cold", str(part),
        f"pandas takes {ratio:.1f} ×, {busy:.1f} × its processor time (≥ 10)", kept=ratio >= 10,
    )  # fmt: skip
    ask = script("readings.py", "kept", folder / "kept.parquet", ",".join(SLUGS))
    timed(ask, home)  # what the worker does after an import
    kept = quickest(ask, home)
    same(folder / "kept.parquet", by_pandas, list(SLUGS))
    ratio, busy = pandas.seconds / kept.seconds, pandas.processor / kept.processor
    table.add(
        f"These {len(SLUGS)} as a person gets them: a new process, the worker has worked them out", str(kept),
        f"pandas takes {ratio:.1f} ×, {busy:.1f} × its processor time (≥ 10)", kept=ratio >= 10,
    )  # fmt: skip
    whole = quickest(script("readings.py", "cold", folder / "all.parquet", "all"), home, 1)
    table.add("Every metric of the list, cold", str(whole))
    warm = told(script("readings.py", "warm", "all"), home)
    table.add("Every metric of the list, warm cache", f"{warm:.0f} ms", "≤ 50 ms", kept=warm <= 50)


def same(ours: Path, others: Path, slugs: list[str]) -> int:
    """How many readings are equal; raises with the first few that are not."""
    chosen = pl.col("slug").is_in(slugs)
    left, right = (
        pl.read_parquet(path)
        .filter(chosen & pl.col("value").is_not_null())
        .select("slug", "place", pl.col("month").cast(pl.Int64), pl.col("value").cast(pl.Float64))
        for path in (ours, others)
    )
    both = left.join(right, on=["slug", "place", "month"], how="full", coalesce=True, suffix="_by_hand")
    gap = (pl.col("value") - pl.col("value_by_hand")).abs()
    differ = both.filter((gap > CENT).fill_null(value=True))
    if differ.height or not both.height:
        raise SystemExit(f"{others.stem} says otherwise in {differ.height} readings:\n{differ.head(5)}")
    return both.height


def growth(table: Table, folder: Path, sizes: list[Size]) -> None:
    """All metrics, cold, for regions of growing numbers of stores."""
    for size in sizes:
        home = folder / f"grown-{size.stores}"
        built = timed(script("lake.py", size.stores, size.months, size.orders), home)
        taken = timed(script("readings.py", "cold", folder / "grown.parquet", "all"), home)
        kept = taken.seconds <= 60 and taken.memory <= 8192
        table.add(
            f"Every metric, {size.stores} stores × {size.months} months, "
            f"{size.stores * size.months * size.orders:,} orders, cold",
            f"{taken}; facts written in {built.seconds:.0f} s",
            "≤ 60 s, ≤ 8,192 MiB" if size is sizes[-1] else "",
            kept=kept if size is sizes[-1] else None,
        )
