"""What the real import takes: a large workbook, the pages beside it, and a month that comes again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import xlsxwriter
from pages import during, p95, product
from processes import BIAOGAN, Table, at_home, quickest, timed

BARE = "import fastexcel, sys; fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_polars()"
HEADERS = (
    "门店", "工单号", "VIN", "车牌号", "开单时间", "预交车时间", "竣工时间", "结算日期",
    "交车时间", "工单类型", "维修类型", "工单状态", "服务顾问", "进厂里程", "工时费",
    "维修材料费", "附加项目费", "维修金额", "备注",
)  # fmt: skip


def workbook(path: Path, rows: range, months: range, store: str = "S001", more: int = 0) -> None:
    """An order export over months counted from 2023-01; `more` yuan of labour make it a correction."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("维修工单")
        sheet.write_row(0, 0, HEADERS)
        for at, row in enumerate(rows, start=1):
            sheet.write_row(at, 0, order(row, months[row % len(months)], store, more))


def order(row: int, month: int, store: str, more: int) -> tuple[object, ...]:
    when = f"{2023 + month // 12}-{month % 12 + 1:02d}-{row % 27 + 1:02d}"
    labour, parts = 300 + row % 900 + more, 500 + row % 1700
    return (
        store, f"R{row:08d}", f"LTESTV{row % 40_000:011d}", f"测A{row % 40_000:05d}",
        f"{when} 09:10:00",
        f"{when} 12:00:00", f"{when} 11:30:00", f"{when} 11:50:00", f"{when} 12:05:00",
        "维修", ("保养", "一般维修", "事故", "保修索赔")[row % 4], "已结算", f"顾问{row % 9}",
        1000 + row % 90_000, labour, parts, 0, labour + parts, "",
    )  # fmt: skip


def intake(table: Table, folder: Path, region: Path, rows: int) -> None:
    file, homes = folder / "orders.xlsx", (folder / "one", folder / "two")
    workbook(file, range(rows), range(36))
    for home in homes:
        timed([*BIAOGAN, "stores", "add", "S001", "测试店"], home)
    bare = quickest([sys.executable, "-c", BARE, str(file)], folder, len(homes))
    taken = min(timed([*BIAOGAN, "import", str(file)], home) for home in homes)
    ratio, busy = taken.seconds / bare.seconds, taken.processor / bare.processor
    table.add(f"Bare reader (fastexcel), {rows:,} rows .xlsx", str(bare))
    table.add(
        "Import of it, end to end", str(taken),
        f"{ratio:.2f} × the bare reader, {busy:.2f} × its processor time (≤ 3)", kept=ratio <= 3,
    )  # fmt: skip
    memory = taken.memory
    table.add("Largest process of the import", f"{memory:.0f} MiB", "≤ 1,536 MiB", kept=memory <= 1536)
    beside(table, file, region)


def beside(table: Table, file: Path, region: Path) -> None:
    """The same file goes into the region of ten stores while somebody works with its pages."""
    with product(region) as port:
        work = subprocess.Popen(
            [*BIAOGAN, "import", str(file)], env=at_home(region), stdout=subprocess.DEVNULL
        )
        taken, after = during(work, port)
    slow = p95(taken)
    table.add(
        f"Pages during that import ({len(taken)} asked for)",
        f"p95 {slow:.0f} ms, longest {max(taken):.0f} ms",
        "p95 ≤ 600 ms",
        kept=slow <= 600,
    )
    table.add("The first page after it, before the figures are worked out", f"{after / 1000:.1f} s")


def again(table: Table, folder: Path, orders: int, stores: int = 4) -> None:
    """A corrected store-month into one and into three years of history: the time, what is written anew."""
    taken: dict[int, tuple[float, int]] = {}
    for months in (12, 36):
        home = folder / f"history-{months}"
        for number in range(1, stores + 1):
            timed([*BIAOGAN, "stores", "add", f"S{number:02d}", f"测试店{number}"], home)
            file = folder / f"S{number:02d}-{months}.xlsx"
            workbook(file, range(orders * months), range(36 - months, 36), f"S{number:02d}")
            timed([*BIAOGAN, "import", str(file)], home)
        taken[months] = min(_corrected(folder, home, orders, months, more) for more in range(1, 4))
    short, long = taken[12], taken[36]
    table.add(
        f"A store-month ({orders} orders) imported again, after 12 and 36 months of {stores} stores",
        f"{short[0]:.2f} and {long[0]:.2f} s", f"{long[0] / short[0]:.2f} × (≤ 1.3)",
        kept=long[0] <= 1.3 * short[0],
    )  # fmt: skip
    table.add(
        "Files of orders it reads and writes anew", f"{short[1]} and {long[1]}", "the same",
        kept=long[1] <= short[1],
    )  # fmt: skip


def _corrected(folder: Path, home: Path, orders: int, months: int, more: int) -> tuple[float, int]:
    """Seconds of importing the last month of one store with other amounts, and the files it replaced."""
    file = folder / f"again-{months}-{more}.xlsx"
    workbook(file, range(months - 1, orders * months, months), range(36 - months, 36), "S01", more)
    seconds = timed([*BIAOGAN, "import", str(file)], home).seconds
    log = max((home / "lake" / "facts" / "repair_order" / "_delta_log").glob("*.json"))
    actions = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return seconds, sum("remove" in action for action in actions)
