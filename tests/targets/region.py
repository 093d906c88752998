"""A small region, really imported: two stores of one region and one of another, fifteen months of orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from biaogan.engine.periods import months_between
from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options

MONTHS = months_between("2025-03", "2026-05")
LAST = MONTHS[-1]
NOW = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HEADER = (
    "门店,工单号,车牌号,VIN,服务顾问,开单日期,预交车时间,完工时间,交车时间,结算日期,"
    "维修类型,工单状态,工时费,材料费"
)
PER_MONTH = 36
ADVISORS = ("顾问甲", "顾问乙")
LABOUR, PARTS = 800, 400
AMOUNT = LABOUR + PARTS
LATE = {"T-own": 2, "T-sister": 24, "T-far": 2}  # visits a month that are not ready in time


def orders(store: str) -> Iterator[str]:
    for month in MONTHS:
        for number in range(PER_MONTH):
            yield _order(store, month, number)


def _order(store: str, month: str, number: int) -> str:
    opened = datetime.fromisoformat(f"{month}-{1 + number % 27:02d}T09:00:00")
    promised = opened + timedelta(hours=6)
    ready = promised + timedelta(hours=3 if number < LATE[store] else -1)
    order = f"{store[-3:].upper()}{month.replace('-', '')}{number:03d}"
    vin = f"LBV{list(LATE).index(store)}{number:013d}"
    moments = ",".join(f"{moment:%Y-%m-%d %H:%M:%S}" for moment in (opened, promised, ready, ready, ready))
    plate = f"云{store[2].upper()}{number:05d}"
    return f"{store},{order},{plate},{vin},{ADVISORS[number % 2]},{moments},一般维修,已结算,{LABOUR},{PARTS}"


def bring(folder: Path, stores: list[str], by=None) -> None:
    """Import one file of these stores' orders."""
    path = folder / "工单.csv"
    lines = [HEADER, *(line for store in stores for line in orders(store))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    import_paths(paths=[path], options=Options(), by=by, at=NOW, below=folder)
