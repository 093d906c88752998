"""A complaint from the first word to the finding, through the pages, by three people."""

from __future__ import annotations

import re

import pytest
from tests.journeys.test_errands import page
from tests.quality.facts import COMPLAINTS, ORDERS, bring, order, plate, vin
from tests.targets.conftest import own_home

from biaogan.quality.models import Compensation, Complaint, Finding, Promise
from house_world import build

START = "2026-05-20T09:00:00+08:00"
NEW = {
    "text": "空调修了两次还是不制冷，电话13812345678", "topic": "repair", "severity": "2", "channel": "phone",
    "opened_at": "2026-05-20T08:30", "order": "A1",
}  # fmt: skip
ANSWER = {
    "resolution": "更换压缩机后复检正常，客户试车确认", "fault": "ours", "level": "1", "content": "yes",
}  # fmt: skip


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to(START, tick=False)
    with own_home(tmp_path) as home:
        made = build()
        from django.utils import timezone

        bring(home, "工单", ORDERS, [order("T-own", "A1", 5, "2026-05-18")], at=timezone.now())
        yield made


def record(client, store, **more) -> Complaint:
    answer = client.post("/quality/complaints/new", NEW | {"store": store.pk, "vehicle": plate(5)} | more)
    assert answer.status_code == 302, answer.context["form"].errors
    return Complaint.objects.latest("pk")


def said(client, complaint, step, **given):
    answer = client.post(f"/quality/complaints/{complaint.pk}/{step}", given)
    complaint.refresh_from_db()
    return answer


def test_a_complaint_runs_its_course_and_only_its_store_and_region_see_it(world, time_machine):
    store, region, other = (
        world.client(one) for one in ("manager-own", "regional_manager", "manager-sister")
    )
    complaint = record(store, world.stores["own"])
    assert complaint.owner == world.people["store_manager"], "the first of the store's managers"
    assert "13812345678" not in page(store, f"/quality/complaints/{complaint.pk}")
    for client in (store, region):
        assert "Contact the customer" in page(client, "/quality/complaints")
        assert "7 hours left" in page(client, "/quality/complaints")
    assert "No complaints here" in page(other, "/quality/complaints")
    assert other.get(f"/quality/complaints/{complaint.pk}").status_code == 404

    early = said(store, complaint, "contact", when="2026-05-20T08:00")
    assert "lies before the complaint came in" in early.content.decode()
    late = said(store, complaint, "contact", when="2026-05-20T10:00")
    assert "has not come yet" in late.content.decode()
    assert said(store, complaint, "contact", when="2026-05-20T09:00").status_code == 302

    said(store, complaint, "promise", what="周五前答复检测结果", recipient="customer", due="2026-05-20T12:00")
    said(store, complaint, "offer", offer="免费重新检修并提供代步车", when="2026-05-20T09:00")
    said(store, complaint, "compensate", kind="cash", amount_yuan="800", why="客户两次往返，退还工时费")
    asked = Compensation.objects.get()
    assert (asked.state, asked.asked_of) == ("asked", "regional_manager")
    refused = said(store, complaint, "close", **ANSWER, when="2026-05-20T09:00")
    assert "A compensation still waits" in refused.content.decode()
    assert "Answer the request" not in page(store, f"/quality/complaints/{complaint.pk}")
    assert "Answer the request" in page(region, f"/quality/complaints/{complaint.pk}")
    region.post(f"/quality/complaints/compensations/{asked.pk}", {"approve": "yes", "because": ""})

    time_machine.move_to("2026-05-20T14:00:00+08:00", tick=False)
    assert "Broken until shown otherwise" in page(store, f"/quality/complaints/{complaint.pk}")
    assert "Keep a promise" in page(region, "/quality/complaints?which=overdue")
    promise = Promise.objects.get()
    store.post(
        f"/quality/complaints/promises/{promise.pk}",
        {"evidence": "通话记录 11:40，客户确认收到结果", "kept_at": "2026-05-20T11:40"},
    )
    assert said(store, complaint, "close", **ANSWER, when="2026-05-20T13:30").status_code == 302
    assert Finding.objects.get().source == "complaint"
    shown = page(region, f"/quality/complaints/{complaint.pk}")
    for step in (
        "Complaint recorded",
        "Promise shown to be kept",
        "Compensation approved",
        "Complaint closed",
    ):
        assert step in shown
    figures = page(region, "/quality/complaints/stores")
    assert figures.count("100.0% (1/1)") == 3, "contacted, closed and promises"
    exported = region.post("/quality/complaints/export?which=all")
    assert exported["Content-Type"].endswith("sheet")


def test_a_repeat_opens_the_first_again_counts_once_and_can_be_separated(world):
    store = world.client("manager-own")
    first = record(store, world.stores["own"])
    again = record(store, world.stores["own"], vehicle=vin(5))
    assert again.merged_into == first
    assert f"/quality/complaints/{again.pk}" in page(store, f"/quality/complaints/{first.pk}")
    assert "repeats an earlier complaint" in page(store, f"/quality/complaints/{again.pk}")
    listed = page(store, "/quality/complaints")
    assert listed.count(f'href="/quality/complaints/{first.pk}"') == 1
    assert f'href="/quality/complaints/{again.pk}"' not in listed
    assert said(store, again, "separate", reason="").status_code == 200
    assert said(store, again, "separate", reason="两次故障不同").status_code == 302
    assert f'href="/quality/complaints/{again.pk}"' in page(store, "/quality/complaints")


def test_open_complaints_of_files_are_taken_over_from_the_page(world, tmp_path):
    from django.utils import timezone

    line = "T-own,TS1,2026-05-19 10:00:00,,,400热线,维修质量,重大,空调没修好,{vin},A1,处理中"
    bring(tmp_path, "投诉", COMPLAINTS, [line.format(vin=vin(5))], at=timezone.now())
    store, other = world.client("manager-own"), world.client("manager-sister")
    assert "came by file and nobody has" in page(store, "/quality/complaints")
    assert "came by file and nobody has" not in page(other, "/quality/complaints")
    other.post("/quality/complaints/take-over")
    assert not Complaint.objects.exists()
    store.post("/quality/complaints/take-over")
    assert Complaint.objects.get().number == "TS1"
    assert "overdue" in page(store, "/quality/complaints")


def test_the_region_sets_the_limits_and_a_store_sees_them(world):
    store, region = world.client("manager-own"), world.client("regional_manager")
    assert "Change the limits" not in page(store, "/quality/complaints/limits")
    shown = page(region, "/quality/complaints/limits")
    fields = dict(re.findall(r'name="([a-z_]+-[a-z]+)" value="(\d+)"', shown))
    number = world.regions["own"].pk
    wrong = region.post(f"/quality/complaints/limits/{number}", fields | {"store_manager-cash": "99999"})
    assert "cannot have a higher limit" in wrong.content.decode()
    answer = region.post(f"/quality/complaints/limits/{number}", fields | {"store_manager-cash": "900"})
    assert answer.status_code == 302
    assert "900" in page(store, "/quality/complaints/limits")
    assert store.post(f"/quality/complaints/limits/{number}", fields).status_code == 403
    far = world.regions["far"].pk
    assert region.post(f"/quality/complaints/limits/{far}", fields).status_code == 404
