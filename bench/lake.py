"""Putting the invented region into a home: the facts through the very function that commits an import.

Reading and checking files is left out here (the import's own figures go through the real import); merging,
writing, pinning, batches, identities and audit are the product's own.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import staff
from region import Size, months_of

MONTHS_A_BATCH = 12


def build(size: Size) -> None:
    """Fill the home of this process ($BIAOGAN_HOME)."""
    from biaogan.config.bootstrap import prepare

    prepare()
    from biaogan.org.models import Region, Store

    region, _ = Region.objects.get_or_create(name="测试区域")
    Store.objects.bulk_create(Store(code=code, name=f"测试店{code}", region=region) for code in size.codes)
    waiting: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for drawn in months_of(size):
        for kind, frame in drawn.frames():
            waiting[kind].append(frame)
        if (drawn.at + 1) % MONTHS_A_BATCH == 0 or drawn.at + 1 == size.months:
            for kind, frames in waiting.items():
                commit(kind, pl.concat(frames))
            waiting.clear()
    for kind, frame in staff.frames(size):
        commit(kind, frame)


def commit(kind: str, rows: pl.DataFrame) -> None:
    from biaogan.intake.committing import commit_sheet
    from biaogan.intake.models import SourceFile
    from biaogan.intake.report import SheetReport
    from biaogan.intake.staging import Options, StagedSheet

    rows = rows.with_columns(line=pl.int_range(2, rows.height + 2, dtype=pl.Int64))
    name, now = f"{kind}.xlsx", datetime.now(UTC)
    file = SourceFile(sha256="", name=name, path=name, size=0, received_at=now, is_complete=True)
    report = SheetReport(kind, kind, 1, read=rows.height, accepted=rows.height)
    refused = pl.DataFrame(
        schema={"line": pl.Int64, "codes": pl.List(pl.String), "details": pl.String, "decision": pl.String}
    )
    sheet = StagedSheet(report, kind, [], "", rows, identities(rows), refused)
    commit_sheet(sheet, file, options=Options(), by=None, at=now)


def identities(rows: pl.DataFrame) -> pl.DataFrame:
    """Every plate and advisor has a clear value, as after a real import."""
    found = [
        pl.DataFrame({"pseudonym": rows[column].drop_nulls().unique()}).select(
            "pseudonym", personal=pl.lit(what), value=pl.col("pseudonym").str.slice(-6)
        )
        for column, what in (("plate", "plate"), ("sa_id", "staff"), ("vin", "vin"))
        if column in rows.columns
    ]
    empty = pl.DataFrame(schema={"pseudonym": pl.String, "personal": pl.String, "value": pl.String})
    return pl.concat([empty, *found])


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    stores, months, orders = (int(word) for word in sys.argv[1:4])
    build(Size(stores, months, orders))
