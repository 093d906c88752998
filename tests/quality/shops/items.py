"""A few check items to score: two of the welcome, one of the delivery, with written scores."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from biaogan.quality.models import CheckItem, CheckItemVersion, Sop

BEIJING = ZoneInfo("Asia/Shanghai")
WRITTEN = datetime(2026, 1, 5, 9, 0, tzinfo=BEIJING)
SCORES = [
    {"points": 2, "zh": "一分钟内主动迎接并引导停车", "en": "Met within a minute and guided to park"},
    {"points": 1, "zh": "两分钟内有人迎接", "en": "Met within two minutes"},
    {"points": 0, "zh": "两分钟内无人理会", "en": "Nobody came within two minutes"},
]


def item(code, *, step="welcome", level=1, text="客户到店一分钟内有人迎接", scores=None, pass_points=1):
    """An item with one current wording."""
    sop, _new = Sop.objects.get_or_create(
        code=f"sop-{step}",
        defaults={"step": step, "title_zh": f"{step} 标准", "reviewed_on": date(2026, 1, 5)},
    )
    made = CheckItem.objects.create(code=code, sop=sop, step=step, level=level)
    CheckItemVersion.objects.create(
        item=made, number=1, text_zh=text, text_en=f"{code} as written", scores=scores or SCORES,
        pass_points=pass_points, written_at=WRITTEN, in_force_from=date(2026, 1, 5),
    )  # fmt: skip
    return made


def some_items():
    """Every step that the starting scenarios and draws use has at least one item."""
    made = [
        item("greeted"),
        item("umbrella", level=3, text="雨天撑伞接到车旁"),
        item("delivery-walk", step="delivery", text="交车时陪同看车"),
    ]
    steps = ("appointment", "diagnosis", "quotation", "repair", "quality-check", "follow-up", "complaint")
    return made + [item(f"{step}-first", step=step, text=f"{step} 第一项") for step in steps]
