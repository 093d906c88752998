"""Files of complaints and surveys for a small home, brought through the real intake."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options

AT = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
COMPLAINTS = "门店,投诉编号,投诉时间,投诉来源,投诉内容,工单号"
SURVEYS = "门店,问卷编号,工单号,车架号,手机号,服务日期,答题时间,满分,满意度,推荐意愿,客户原话"
ORDERS = "门店,工单号,车牌号,VIN,服务顾问,开单日期,交车时间,结算日期,维修类型,工单状态,工时费"


def bring(folder: Path, name: str, header: str, lines: list[str]):
    path = folder / name
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8-sig")
    return import_paths(paths=[path], options=Options(), by=None, at=AT, below=folder)


def complaint(
    number: int, text: str, *, store: str = "T-own", day: str = "2026-06-08", order: str = ""
) -> str:
    return f"{store},TS{number:04d},{day} 10:00:00,400热线,{text},{order}"


def survey(
    number: int, *, store: str = "T-own", day: str = "2026-06-03", answered: str = "", nps: str = "",
    words: str = "", phone: str = "", car: int | None = None, order: str = "",
) -> str:  # fmt: skip
    vin = f"LBV{number if car is None else car:014d}"
    score = f"{float(nps) * 10:.0f}" if nps else ""
    order = order or f"{store[2:].upper()}{number:05d}"
    return (
        f"{store},{store[2:]}WJ{number:05d},{order},{vin},{phone},{day},{answered},100,{score},{nps},{words}"
    )


def order(number: int, *, store: str = "T-own", day: str = "2026-06-03") -> str:
    name = f"{store[2:].upper()}{number:05d}"
    who = f"{name},云{store[2].upper()}{number:05d},LBV{number:014d},顾问甲"
    return f"{store},{who},{day} 09:00:00,{day} 16:00:00,{day} 17:00:00,一般维修,已结算,800"
