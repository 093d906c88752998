"""Orders and complaints of a small region, brought as files are brought."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options

CHINA = ZoneInfo("Asia/Shanghai")
ORDERS = "门店,工单号,车牌号,VIN,服务顾问,开单日期,交车时间,结算日期,维修类型,工单状态,工时费"
COMPLAINTS = (
    "门店,投诉编号,投诉时间,首次响应时间,结案时间,投诉来源,投诉类型,投诉等级,投诉内容,VIN,工单号,处理状态"
)


def order(store: str, number: str, car: int, day: str, kind: str = "一般维修") -> str:
    moments = f"{day} 09:00:00,{day} 16:00:00,{day} 16:00:00"
    return f"{store},{number},{plate(car)},{vin(car)},顾问甲,{moments},{kind},已结算,800"


def plate(car: int) -> str:
    return f"云A{car:05d}"


def vin(car: int) -> str:
    return f"LBV{car:014d}"


def bring(folder: Path, name: str, header: str, lines: Iterable[str], *, at: datetime) -> None:
    path = folder / f"{name}.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8-sig")
    import_paths(paths=[path], options=Options(), by=None, at=at, below=folder)
