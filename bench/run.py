"""Measures what the product promises, as ratios of one run, and writes docs/benchmarks.md.

`make bench`. Every figure is of whole processes on this machine; trust the ratios, not the seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

ROWS = 200_000
DOCS = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
BIAOGAN = [sys.executable, "-m", "biaogan.config.command"]
BARE = "import fastexcel, sys; fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_polars()"
HEADERS = (
    "门店", "工单号", "VIN", "车牌号", "开单时间", "预交车时间", "竣工时间", "结算日期",
    "交车时间", "工单类型", "维修类型", "工单状态", "服务顾问", "进厂里程", "工时费",
    "维修材料费", "附加项目费", "维修金额", "备注",
)  # fmt: skip


def workbook(path: Path) -> None:
    """A large order export: 200,000 rows over three years."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("维修工单")
        sheet.write_row(0, 0, HEADERS)
        for row in range(1, ROWS + 1):
            sheet.write_row(row, 0, order(row))


def order(row: int) -> tuple[object, ...]:
    month, day = row % 36, row % 27 + 1
    when = f"{2023 + month // 12}-{month % 12 + 1:02d}-{day:02d}"
    labour, parts = 300 + row % 900, 500 + row % 1700
    return (
        "S01", f"R{row:08d}", f"LTESTV{row % 40_000:011d}", f"测A{row % 40_000:05d}",
        f"{when} 09:10:00",
        f"{when} 12:00:00", f"{when} 11:30:00", f"{when} 11:50:00", f"{when} 12:05:00",
        "维修", ("保养", "一般维修", "事故", "保修索赔")[row % 4], "已结算", f"顾问{row % 9}",
        1000 + row % 90_000, labour, parts, 0, labour + parts, "",
    )  # fmt: skip


def timed(command: list[str], home: Path) -> tuple[float, float]:
    """Wall seconds and the largest process's memory in MiB of a command and its children."""
    script = (
        "import resource, subprocess, sys;"
        "quiet = subprocess.DEVNULL;"
        "code = subprocess.run(sys.argv[1:], stdout=quiet, stderr=quiet).returncode;"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
    )
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        check=True, capture_output=True, text=True, env={**os.environ, "BIAOGAN_HOME": str(home)},
    )  # fmt: skip
    return time.monotonic() - begun, int(done.stdout.strip()) / 1024


def slugs(home: Path) -> str:
    listed = subprocess.run(
        [*BIAOGAN, "metrics", "list", "--json"],
        check=True, capture_output=True, text=True, env={**os.environ, "BIAOGAN_HOME": str(home)},
    )  # fmt: skip
    return ",".join(row["slug"] for row in json.loads(listed.stdout))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="biaogan-bench-") as name:
        home, file = Path(name) / "home", Path(name) / "orders.xlsx"
        workbook(file)
        timed([*BIAOGAN, "stores", "add", "S01", "测试店"], home)
        bare = min(timed([sys.executable, "-c", BARE, str(file)], home)[0] for _ in range(2))
        intake, memory = timed([*BIAOGAN, "import", str(file)], home)
        show = [*BIAOGAN, "metrics", "show", slugs(home), "--months", "2023-01..2025-12", "--json"]
        cold, _ = timed(show, home)
        warm, _ = timed(show, home)
        start, _ = timed([*BIAOGAN, "stores", "list"], home)
    rows = [
        ("Bare reader (fastexcel), 200,000 rows .xlsx", f"{bare:.1f} s", ""),
        ("Import of it, end to end", f"{intake:.1f} s", f"{intake / bare:.2f} × the bare reader"),
        ("Largest process of the import", f"{memory:.0f} MiB", ""),
        ("All metrics, 36 months, 200,000 orders, cold", f"{cold:.1f} s", ""),
        ("The same, warm cache", f"{warm:.1f} s", f"{warm - start:.1f} s beyond starting the command"),
    ]
    write(rows)


def write(rows: list[tuple[str, str, str]]) -> None:
    load = os.getloadavg()[0]
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {os.cpu_count()} processors, load {load:.1f}; wall time of processes.",
        "",
        "| What | Measured | Ratio |",
        "|---|---|---|",
        *(f"| {what} | {measured} | {ratio} |" for what, measured, ratio in rows),
        "",
    ]
    DOCS.write_text("\n".join(lines), encoding="utf-8")
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
