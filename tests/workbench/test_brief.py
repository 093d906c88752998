"""The morning brief: at half past eight, once, and silent where nothing changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from biaogan.followup import raising
from biaogan.followup.models import Message
from biaogan.followup.outbox.actions import add_channel
from biaogan.org.scope import scope_of
from biaogan.workbench.brief.pushing import push_briefs
from biaogan.workbench.brief.queries import brief
from house_samples.followup import finding
from house_world import build

AT = datetime(2026, 11, 18, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday


@pytest.fixture
def world(db):
    return build()


@pytest.fixture
def manager(world):
    person = world.people["regional_manager"]
    address = "https://open.feishu.cn/open-apis/bot/v2/hook/invented"
    add_channel(kind="feishu", name="经理群", address=address, by=person, at=AT)
    return person


def test_the_brief_goes_out_at_half_past_eight_once_a_day(manager):
    assert push_briefs(at=AT - timedelta(minutes=1)) == 0
    assert push_briefs(at=AT) == 1
    assert push_briefs(at=AT + timedelta(minutes=5)) == 0
    message = Message.objects.get()
    assert message.title == "晨报 2026-11-18"
    assert "今日职责" in message.body


def test_a_morning_that_says_the_same_is_silent(manager, world):
    push_briefs(at=AT)
    body = Message.objects.get().body
    Message.objects.update(key=Message.objects.get().key.replace("2026-11-18", "2026-11-17"))
    assert push_briefs(at=AT) == 0
    raising.raise_alert(finding=finding(world.stores["own"]), store=world.stores["own"], at=AT)
    assert push_briefs(at=AT) == 1
    assert "返修率异常上升" not in body
    assert "返修率异常上升" in Message.objects.order_by("-pk")[0].body


def test_an_alert_of_yesterday_names_the_store_to_call_and_its_manager(world, manager):
    raising.raise_alert(
        finding=finding(world.stores["sister"]), store=world.stores["sister"], at=AT - timedelta(hours=20)
    )
    raising.raise_alert(
        finding=finding(world.stores["own"]), store=world.stores["own"], at=AT - timedelta(days=3)
    )
    found = brief(scope=scope_of(manager), today=AT.date())
    assert [alert.store.code for alert in found.changes] == ["T-sister"]
    assert [(call.store.code, call.person.username) for call in found.calls] == [
        ("T-sister", "manager-sister")
    ]


def test_the_page_says_what_is_missing_before_the_first_file(world, manager):
    page = world.client("regional_manager").get("/brief").content.decode()
    assert "晨报由此生成" in page
    assert "工作清单" in page
    assert world.client("store_manager").get("/brief").status_code == 403
