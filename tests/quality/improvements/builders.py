"""Improvements in every state, each brought there by the actions alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone

from biaogan.engine.text import Text
from biaogan.followup.actions import finish_task
from biaogan.quality.findings.actions import record_finding
from biaogan.quality.improvements import actions, measuring
from biaogan.quality.improvements.comparing import Looked, window
from biaogan.quality.improvements.standardising import Standard, standardise
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import CheckItem, CheckItemVersion, Improvement, Sop, SopStep, SopVersion
from biaogan.quality.states.improvements import Verdict

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PROOF = date(2026, 12, 31)
EVIDENCE = "每天 16 点核对未完工车辆，记录见晨会本"
WHYS = ["承诺时间过早", "开单时不看车间负荷", "没有负荷看板"]
STATES = (
    "found", "analysed", "planned", "done", "verified", "standardised", "closed", "reopened", "dropped",
)  # fmt: skip


def sop(code="delivery", step=Step.DELIVERY) -> Sop:
    found = Sop.objects.filter(code=code).first()
    if found:
        return found
    made = Sop.objects.create(code=code, step=step, title_zh="交车", reviewed_on=date(2026, 1, 1))
    version = SopVersion.objects.create(
        sop=made, number=1, state="in-force", written_at=NOW, in_force_from=date(2026, 1, 1)
    )
    SopStep.objects.create(
        version=version, place=1, code="promise", title_zh="约定交车时间", text_zh="与客户确认"
    )
    return made


def item(code="delivery-promise") -> CheckItem:
    found = CheckItem.objects.filter(code=code).first()
    if found:
        return found
    made = CheckItem.objects.create(
        code=code,
        sop=sop(),
        sop_step="promise",
        step=Step.DELIVERY,
        level=Level.BASIC,
        metric="on-time-delivery",
    )
    CheckItemVersion.objects.create(
        item=made, number=1, text_zh="交车时间写在工单上", pass_points=1, written_at=NOW,
        scores=[{"points": 1, "zh": "写明", "en": ""}, {"points": 0, "zh": "未写", "en": ""}],
        in_force_from=date(2026, 1, 1),
    )  # fmt: skip
    return made


def finding(world, place="own", *, found_on=date(2026, 5, 18), of=None, text="交车时间未写在工单上", at=NOW):
    return record_finding(
        store=world.stores[place], source="hand", key=str(uuid4()), step=Step.DELIVERY, level=Level.BASIC,
        text=text, found_on=found_on, by=world.people["regional_manager"], at=at, item=of,
    )  # fmt: skip


def manager(world, place):
    return world.people["store_manager" if place == "own" else f"manager-{place}"]


def opened(world, place="own", *, of=None, at=NOW, **more) -> Improvement:
    who = manager(world, place)
    given = {
        "title": "准时交车", "store": world.stores[place], "owner": who, "by": who, "at": at,
        "findings": [finding(world, place, of=of, at=at)], "metric": "on-time-delivery", "direction": "up",
        "size": Decimal(5), "proof_on": max(PROOF, timezone.localdate(at) + timedelta(days=120)),
    }  # fmt: skip
    return actions.open_improvement(**(given | more))


def analysed(world, place="own", **more) -> Improvement:
    made = opened(world, place, **more)
    return actions.analyse(
        improvement=made, version=made.version, whys=WHYS, causes={"method": ["不看负荷"]},
        cause="开单时看不到车间负荷", by=manager(world, place),
    )  # fmt: skip


def planned(world, place="own", *, at=NOW, **more) -> Improvement:
    made, who = analysed(world, place, at=at, **more), manager(world, place)
    actions.plan_action(
        improvement=made, title="装负荷看板", plan="", owner=who, by=who, at=at,
        due=timezone.localdate(at) + timedelta(days=10),
    )  # fmt: skip
    made.refresh_from_db()
    return made


def done(world, place="own", *, at=NOW, **more) -> Improvement:
    made, who = planned(world, place, at=at, **more), manager(world, place)
    for one in made.actions.all():
        finish_task(task=one.task, evidence=EVIDENCE, by=who, at=at)
    return actions.finish_improvement(improvement=made, by=who, at=at)


def looked(verdict=Verdict.SHOWN, effect=8.0) -> Looked:
    return Looked(verdict, effect, 1.0, None, Text("与其他门店相比 +8", "Against the others +8"), ())


def measured(improvement, *verdicts, at=NOW) -> Improvement:
    """One measurement a month after the work."""
    first = measuring.first_month(improvement)
    for months, verdict in enumerate(verdicts, 1):
        measuring.record(
            improvement=improvement, months=months, after=window(first, months), found=looked(verdict), at=at
        )
    return improvement


def verified(world, place="own", *, at=NOW, **more) -> Improvement:
    made = measured(done(world, place, at=at, **more), Verdict.SHOWN, at=at)
    return actions.verify_improvement(improvement=made, by=world.people["regional_manager"], at=at)


def standard(**more) -> Standard:
    given = {
        "sop": sop(), "change": "开单时先看车间负荷再约交车时间", "item": item(),
        "item_text": "交车时间按负荷约定并写在工单上",
    }  # fmt: skip
    return Standard(**(given | more))


def standardised(world, place="own", *, at=NOW, **more) -> Improvement:
    made = verified(world, place, at=at, **more)
    standardise(
        improvement=made, standard=standard(), trainer=manager(world, place),
        training_due=timezone.localdate(at) + timedelta(days=20), by=world.people["regional_manager"], at=at,
    )  # fmt: skip
    made.refresh_from_db()
    return made


def closed(world, place="own", *, at=NOW, **more) -> Improvement:
    made = measured(standardised(world, place, at=at, **more), *[Verdict.SHOWN] * 3, at=at)
    measuring.settle(made, at=at)
    made.refresh_from_db()
    return made


def reopened(world, place="own", **more) -> Improvement:
    because = Text("没有效果", "没有效果")
    return actions.reopen_improvement(
        improvement=done(world, place, **more), because=because, by=manager(world, place)
    )


def dropped(world, place="own", **more) -> Improvement:
    made = opened(world, place, **more)
    return actions.drop_improvement(improvement=made, reason="重复", by=world.people["regional_manager"])


def in_state(world, state, place="own", **more) -> Improvement:
    make = {"found": opened, **{name: globals()[name] for name in STATES[1:]}}[state]
    return make(world, place, **more)
