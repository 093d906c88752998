"""Alerts: raised once, cleared when they no longer hold, brought to people within a budget."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from biaogan.engine.text import Text
from biaogan.followup import actions, budget, queries, raising
from biaogan.followup.models import Alert, Notice
from biaogan.followup.rule import Fact, Finding, Rule
from biaogan.followup.states import ALERT_MOVES, AlertState, CannotMove
from biaogan.org.actions import change_setting
from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of
from house_world import build

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def world(db):
    return build()


def finding(store, *, code="revenue-signal", weight=70, month="2026-04", reason="低于下控制限"):
    rule = Rule(code, Text("售后产值异常下降", "Revenue: unusual fall"), weight, "revenue")
    facts = (Fact(Text("中线", "Centre"), Text("50.0 万元", "500.0 k")),)
    return Finding(
        rule, store.code, month, Text(reason, "Below the lower limit"), evidence=facts, stake_fen=1
    )


def raised(world, place="own", *, at=NOW, **how):
    store = world.stores[place]
    return raising.raise_alert(finding=finding(store, **how), store=store, at=at)


def test_found_twice_it_is_raised_once_and_brought_up_to_date(world):
    first = raised(world)
    again = raised(world, reason="低于下控制限 86.2%", at=NOW + timedelta(days=1))
    assert first.pk == again.pk
    assert Alert.objects.get().reason_zh == "低于下控制限 86.2%"
    assert AuditEvent.objects.filter(action="alert-raised").count() == 1


def test_another_month_store_or_rule_is_another_alert(world):
    raised(world)
    raised(world, month="2026-05")
    raised(world, "sister")
    raised(world, code="visits-signal")
    assert Alert.objects.count() == 4


def test_what_is_no_longer_found_is_cleared_and_can_come_back(world):
    alert, region = raised(world), world.stores["own"].region
    assert raising.clear_alerts(found={(alert.rule, "T-own", alert.month)}, region=region) == 0
    assert raising.clear_alerts(found=set(), region=region) == 1
    assert Alert.objects.get().state == AlertState.CLEARED
    assert raised(world).state == AlertState.NEW
    assert AuditEvent.objects.filter(action="alert-raised").count() == 2


def test_another_region_is_left_alone(world):
    raised(world, "far")
    assert raising.clear_alerts(found=set(), region=world.stores["own"].region) == 0


def test_while_somebody_works_on_it_the_same_is_not_raised_again(world):
    alert, manager = raised(world), world.people["regional_manager"]
    actions.open_task(
        title="复盘", store=alert.store, owner=manager, due=date(2026, 6, 1), by=manager, at=NOW, alert=alert
    )
    assert Alert.objects.get().state == AlertState.TASK
    assert raised(world, month="2026-05") is None
    with pytest.raises(NotAllowed):
        actions.open_task(
            title="再开",
            store=alert.store,
            owner=manager,
            due=date(2026, 6, 1),
            by=manager,
            at=NOW,
            alert=alert,
        )


def test_dismissing_needs_a_reason_and_lasts(world):
    alert, manager = raised(world), world.people["regional_manager"]
    with pytest.raises(NotAllowed):
        raising.dismiss_alert(alert=alert, reason="  ", by=manager)
    raising.dismiss_alert(alert=alert, reason="展厅装修停业一周", by=manager)
    assert raised(world).state == AlertState.DISMISSED


@pytest.mark.parametrize("before", AlertState)
def test_only_what_waits_can_be_seen_or_dismissed(world, before):
    alert, by = raised(world), world.people["regional_manager"]
    because = "停业" if before == AlertState.DISMISSED else ""
    Alert.objects.update(state=before, dismissed_because=because)
    for after, move in (
        (AlertState.SEEN, lambda: raising.see_alert(alert=alert, by=by)),
        (AlertState.DISMISSED, lambda: raising.dismiss_alert(alert=alert, reason="停业", by=by)),
    ):
        if after in ALERT_MOVES[Alert.objects.get().state]:
            move()
        else:
            with pytest.raises(CannotMove):
                move()


def test_the_week_brings_the_weightiest_and_says_what_it_holds_back(world):
    change_setting(name=budget.SETTING, value=2, by=None)
    for weight in (40, 90, 60):
        raised(world, code=f"rule-{weight}", weight=weight)
    region, manager = world.stores["own"].region, world.people["store_manager"]
    raising.give_notices(region=region, at=NOW)
    raising.give_notices(region=region, at=NOW)
    brought = Notice.objects.filter(person=manager).values_list("alert__weight", flat=True)
    assert sorted(brought) == [60, 90]
    week = queries.week_of(scope=scope_of(manager), today=NOW.date())
    assert (week.most, week.given, week.held_back) == (2, 2, 1)
    raising.give_notices(region=region, at=NOW + timedelta(days=7))
    assert Notice.objects.filter(person=manager).count() == 3


def test_nobody_is_told_of_another_store(world):
    raised(world)
    raising.give_notices(region=world.stores["own"].region, at=NOW)
    told = set(Notice.objects.values_list("person__username", flat=True))
    assert told == {"regional_manager", "store_manager", "manager-own"}
