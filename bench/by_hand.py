"""The same figures by hand-written SQL on the embedded engine, from the same files of the lake."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

Files = dict[str, list[str]]
STATEMENTS = Path(__file__).resolve().parent / "by_hand"


def answered(files: Files, *, months: tuple[int, int], as_of: str) -> duckdb.DuckDBPyConnection:
    """A connection whose table `answer` holds slug, place, month, numerator, denominator, value.

    Two years before the first month are summed too, for the figures that look back.
    """
    connection = duckdb.connect()
    for kind, paths in files.items():
        connection.read_parquet(paths).create_view(kind)
    connection.execute(f"SET VARIABLE as_of = DATE '{as_of}'; SET VARIABLE first = {months[0]}")
    connection.execute(
        f"CREATE TEMP TABLE months AS SELECT unnest(range({months[0] - 24}, {months[1] + 1})) AS month"
    )
    connection.execute("CREATE TEMP TABLE stores AS SELECT DISTINCT store FROM repair_order")
    for script in sorted(STATEMENTS.glob("*.sql")):
        connection.execute(script.read_text(encoding="utf-8"))
    return connection


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = answered(asked["files"], months=tuple(asked["months"]), as_of=asked["as_of"])
    found.sql("FROM answer").write_parquet(sys.argv[2])
