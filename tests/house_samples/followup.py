"""Alerts, tasks and notes to ask for."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from biaogan.engine.text import Text
from biaogan.followup import actions, raising
from biaogan.followup.rule import Finding, Rule

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
RULE = Rule("invented", Text("返修率异常上升", "Comeback rate has risen"), 80, "comeback-rate")


def finding(store, *, rule=RULE, month="2026-04", **more):
    return Finding(
        rule, store.code, month, Text("高于上控制限 5.1%", "Above the upper limit of 5.1%"), **more
    )


def alert(world, place):
    def make():
        return raising.raise_alert(finding=finding(world.stores[place]), store=world.stores[place], at=NOW)

    return world.once(f"alert-{place}", make)


def task(world, place):
    def make():
        owner = world.people["store_manager" if place == "own" else f"manager-{place}"]
        due: date = timezone.localdate() + timedelta(days=14)
        return actions.open_task(
            title="复盘返修工单", store=world.stores[place], owner=owner, due=due, by=owner,
            at=timezone.now(), metric="comeback-rate", month="2026-04",
        )  # fmt: skip

    return world.once(f"task-{place}", make)


def of_alert(world, place):
    return {"pk": alert(world, place).pk}


def of_task(world, place):
    return {"pk": task(world, place).pk}


ALERTS = ("alert", "see_alert", "dismiss_alert")
TASKS = ("task", "start_task", "finish_task", "cancel_task", "reopen_task", "change_task")
SAMPLES = {
    **{f"followup:{name}": of_alert for name in ALERTS},
    **{f"followup:{name}": of_task for name in TASKS},
}


def channel(world, _place):
    from biaogan.followup.outbox.actions import add_channel

    def make():
        return add_channel(
            kind="wecom", name="经理群", by=world.people["regional_manager"], at=timezone.now(),
            address="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=invented",
        )  # fmt: skip

    return world.once("channel", make)


def of_channel(world, place):
    return {"pk": channel(world, place).pk}


def of_message(world, place):
    from biaogan.followup.models import Message
    from biaogan.followup.outbox.actions import put_out

    channel(world, place)
    person = world.people["regional_manager"]
    put_out(person=person, key="sample", title="x", body="x", at=timezone.now())
    return {"pk": Message.objects.get(key="sample").pk}


for one in (of_channel, of_message):
    one.anywhere = True
SAMPLES |= {
    "followup:remove_channel": of_channel,
    "followup:test_channel": of_channel,
    "followup:send_again": of_message,
}
