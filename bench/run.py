"""Measures what the product promises, as ratios of one run, and writes docs/benchmarks.md.

`make bench`, or `bench/run.py --small` for a look at it in two minutes, which writes nothing. Every figure is
of whole processes on this machine; trust the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path

import draws
import figures
import imports
import landing
import operating
import pages
from processes import Table, script, timed
from region import Size

DOCS = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
NOTES = """
The file of 200,000 rows, the corrected month and the pages go through the product as people use it. The
regions behind the metrics are invented (`bench/region.py`: every kind of data, five lines an order) and are
put into the lake by the function that commits an import, without reading and checking files. Hand-written SQL
(`bench/by_hand/`) and pandas (`bench/by_pandas.py`) start from the same files of the lake, in processes of
their own, and their answers are compared with the product's before the time counts. Pandas answers the
metrics named there, not all. The product keeps the SQL of its questions in the home, as long as its code
stays the same: the row of the first time compiles it, the others find it. The row that a person gets reads
the sums that the worker keeps for every state of the facts; all other cold rows work them out.
"""
PARTS = ("metrics", "pages", "import", "again", "growth", "landing", "operating", "draws")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--small", action="store_true", help="small sizes, nothing written")
    words.add_argument("--part", choices=PARTS, help="one part alone, nothing written")
    asked = words.parse_args()
    parts = PARTS if asked.part is None else (asked.part,)
    table, load = Table(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="biaogan-bench-") as name:
        measure(table, Path(name), parts, small=asked.small)
    if not asked.small and asked.part is None:
        write(table, load)


def measure(table: Table, folder: Path, parts: Sequence[str], *, small: bool) -> None:
    ten = Size(3, 36, 50) if small else Size(10, 36, 1500)
    grown = [Size(stores, 36, 20 if small else 300) for stores in ((3, 6) if small else (10, 30, 100))]
    home = folder / "region"
    if {"metrics", "pages", "import"} & set(parts):
        timed(script("lake.py", ten.stores, ten.months, ten.orders), home)
    work = {
        "metrics": lambda: figures.compare(table, home, ten),
        "pages": lambda: pages.pages(table, home, ten.all_months),
        "import": lambda: imports.intake(table, folder, home, 5_000 if small else 200_000),
        "again": lambda: imports.again(table, folder, 30 if small else 300),
        "growth": lambda: figures.growth(table, folder, grown),
        "landing": lambda: landing.landing(table, folder),
        "operating": lambda: operating.operating(table, folder, grown[-1]),
        "draws": lambda: draws.draws(table, folder),
    }
    for part in parts:
        work[part]()


def write(table: Table, load: float) -> None:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"Python {platform.python_version()}"
    loads = f"load {load:.1f} before it began and {os.getloadavg()[0]:.1f} at its end"
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {os.cpu_count()} processors and {memory:.0f} GiB, {python}; {loads}.",
        "",
        "| What | Measured | Ratio, or what is promised | Kept |",
        "|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in table.rows),
        NOTES,
    ]
    DOCS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
