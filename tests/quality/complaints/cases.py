"""Complaints to ask for, and the moments they are asked at."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from biaogan.quality.complaints import actions
from biaogan.quality.levels import Level
from biaogan.quality.models import Complaint
from biaogan.quality.vehicles import vehicle_of

NOW = datetime(2026, 5, 20, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday
HOUR = timedelta(hours=1)
PLATE = "云A12345"


def recorded(world, *, place="own", by="regional_manager", vehicle=PLATE, **more) -> Complaint:
    wanted = {
        "store": world.stores[place], "channel": "phone", "severity": 3, "step": "repair",
        "level": Level.BASIC, "topic": "repair", "text": "空调修了两次还是不制冷", "opened_at": NOW - HOUR,
        "by": world.people[by], "at": NOW, "vehicle": vehicle_of(vehicle), "owner": None,
    } | more  # fmt: skip
    return actions.record_complaint(**wanted)


def contacted(world, complaint, *, when=NOW, by="manager-own") -> Complaint:
    return actions.contact_customer(complaint=complaint, when=when, by=world.people[by], at=max(NOW, when))


def offered(world, complaint, *, when=NOW, by="manager-own") -> Complaint:
    return actions.offer_solution(
        complaint=contacted(world, complaint, when=when), offer="免费重新检修空调并提供代步车", when=when,
        by=world.people[by], at=max(NOW, when),
    )  # fmt: skip


def closed(
    world, complaint, *, when=NOW, by="manager-own", fault="ours", level=Level.BASIC, **more
) -> Complaint:
    complaint = offered(world, complaint, when=when)
    return actions.close_complaint(
        complaint=complaint, resolution="更换压缩机后复检正常，客户试车确认", fault=fault, level=level,
        content="yes", when=when, by=world.people[by], at=max(NOW, when), **more,
    )  # fmt: skip
