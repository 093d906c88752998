"""Preferences and moments to ask for."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from biaogan.quality.models import Idea, Moment, Preference
from biaogan.quality.surprises import actions
from biaogan.quality.vehicles import vehicle_of

NOW = datetime(2026, 5, 20, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PLATE = "云A12345"


def idea(code: str = "weather-umbrella") -> Idea:
    return Idea.objects.get(code=code)


def preferred(world, *, place="own", plate=PLATE, text="喜欢靠窗的座位和热茶", **more) -> Preference:
    wanted = {
        "store": world.stores[place], "customer": vehicle_of(plate), "text": text, "given": "spoken",
        "agreed_at": NOW, "by": world.people[f"manager-{place}"], "at": NOW,
    } | more  # fmt: skip
    return actions.keep_preference(**wanted)


def surprised(world, *, place="own", plate=PLATE, **more) -> Moment:
    wanted = {
        "store": world.stores[place], "customer": vehicle_of(plate), "idea": idea(), "occasion": "weather",
        "preference": None, "done": "撑伞送到车旁，伞留给客户", "cost_yuan": 30, "said": "太贴心了",
        "reaction": "delighted", "happened_on": date(2026, 5, 19), "by": world.people[f"manager-{place}"],
        "at": NOW,
    } | more  # fmt: skip
    return actions.record_moment(**wanted)
