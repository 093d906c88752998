"""The pages of improvements and findings, asked by the region's manager, the store's and another store's."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from tests.quality.improvements import builders
from tests.quality.improvements.builders import finding, in_state, measured

from biaogan.org.models import AuditEvent
from biaogan.quality.models import Finding, Improvement


def text(client, address, *, status=200, language="en"):
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def people(world):
    return {
        name: world.client(name) for name in ("regional_manager", "store_manager", "manager-sister", "viewer")
    }


def goal(**more):
    day = timezone.localdate() + timedelta(days=120)
    return {"metric": "on-time-delivery", "direction": "up", "size": "5", "proof_on": f"{day}"} | more


def opening(world, *found, **more):
    owner = world.people["store_manager"].pk
    return goal(title="准时交车", findings=[one.pk for one in found], owner=owner) | more


def analysis(one, cause="看不到车间负荷", **more):
    whys = {f"why_{number}": why for number, why in enumerate(builders.WHYS, 1)}
    return whys | {"cause": cause, "version": one.version, "cause_method": "不看负荷\n口头承诺"} | more


def test_several_findings_are_taken_into_one_improvement(world, people):
    first, second = finding(world), finding(world, text="交车前未洗车")
    shown = text(people["store_manager"], f"/quality/improvements/open?finding={first.pk}")
    assert f'value="{first.pk}" checked' in shown or "checked" in shown
    assert "交车前未洗车" in shown
    answer = people["store_manager"].post(
        f"/quality/improvements/open?finding={first.pk}", opening(world, first, second)
    )
    one = Improvement.objects.get()
    assert answer.url == f"/quality/improvements/{one.pk}"
    assert set(one.findings.all()) == {first, second}
    assert "nothing can be measured" in text(people["store_manager"], answer.url)
    assert "无法测量" in text(people["store_manager"], answer.url, language="zh-hans")


def test_a_direction_that_would_be_worse_is_named(world, people):
    one = finding(world)
    people["store_manager"].cookies["django_language"] = "en"
    answer = people["store_manager"].post("/quality/improvements/open", opening(world, one, direction="down"))
    assert "would be worse" in answer.content.decode()
    assert not Improvement.objects.exists()


def test_two_people_who_edit_at_once_see_both_texts(world, people):
    one = in_state(world, "analysed")
    address = f"/quality/improvements/{one.pk}/analysis"
    first, second = analysis(one, "甲的原因甲的原因"), analysis(one, "乙的原因乙的原因")
    assert people["store_manager"].post(address, first).status_code == 302
    answer = people["regional_manager"].post(address, second)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "甲的原因甲的原因" in shown
    assert "乙的原因乙的原因" in shown
    one.refresh_from_db()
    assert one.cause == "甲的原因甲的原因"
    again = people["regional_manager"].post(
        address, second | {"version": answer.context["form"]["version"].value()}
    )
    assert again.status_code == 302
    one.refresh_from_db()
    assert one.cause == "乙的原因乙的原因"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_five_hundred_races_overwrite_nothing_unseen(world, people):
    one = in_state(world, "analysed")
    address = f"/quality/improvements/{one.pk}/analysis"
    for race in range(500):
        one.refresh_from_db()
        first, second = (analysis(one, f"原因之{race}-{who}") for who in "甲乙")
        answers = [
            people[name].post(address, given).status_code
            for name, given in (("store_manager", first), ("regional_manager", second))
        ]
        assert answers == [302, 409], race


ROUTES = ("done", "verify", "standardise", "reopen", "drop", "goal", "analysis", "actions", "close", "closed")


@pytest.mark.parametrize("state", ["found", "analysed", "planned", "done"])
@pytest.mark.parametrize("who", ["store_manager", "regional_manager"])
def test_a_fake_done_cannot_be_closed_on_any_route(world, people, state, who):
    """Everything that can be sent is sent, the state itself too: nothing is verified, nothing closes."""
    one = in_state(world, state)
    faked = goal() | analysis(one) | {
        "state": "closed", "verified_on": "2026-01-01", "closed_on": "2026-01-01", "reason": "已完成",
        "because": "已完成", "title": "看板", "owner": world.people["store_manager"].pk, "due": "2020-01-01",
        "change": "改", "item_text": "查", "right": "对", "wrong": "错", "trainer": one.owner_id,
        "training_due": f"{timezone.localdate()}", "finished_on": "2026-01-01", "evidence": "完成",
    }  # fmt: skip
    for route in ROUTES:
        for verb in ("post", "put", "patch"):
            getattr(people[who], verb)(f"/quality/improvements/{one.pk}/{route}", faked)
            one.refresh_from_db()
            assert one.state not in ("verified", "standardised", "closed"), route
            assert (one.verified_on, one.closed_on) == (None, None)
    assert not Finding.objects.filter(state="resolved").exists()


def test_verifying_and_dropping_are_the_regions(world, people):
    one = measured(in_state(world, "done"), "shown")
    for route in ("verify", "drop"):
        assert people["store_manager"].post(f"/quality/improvements/{one.pk}/{route}").status_code == 403
    assert people["regional_manager"].post(f"/quality/improvements/{one.pk}/verify").status_code == 302


def test_what_is_refused_is_said_and_nothing_typed_is_lost(world, people):
    one, store = in_state(world, "analysed"), people["store_manager"]
    store.cookies["django_language"] = "en"
    given = {"title": "装负荷看板", "plan": "先借一块", "owner": one.owner_id, "due": "2030-01-01"}
    shown = store.post(f"/quality/improvements/{one.pk}/actions", given).content.decode()
    assert "must end before" in shown
    assert "装负荷看板" in shown
    assert "先借一块" in shown


def test_a_change_of_the_goal_stays_visible(world, people):
    one = in_state(world, "planned")
    given = goal(size="3", because="五个点做不到", version=one.version)
    assert people["store_manager"].post(f"/quality/improvements/{one.pk}/goal", given).status_code == 302
    shown = text(people["regional_manager"], f"/quality/improvements/{one.pk}")
    assert "shall rise by 5.0 pp" in shown
    assert "shall rise by 3.0 pp" in shown
    assert "五个点做不到" in shown


def test_the_board_shows_where_each_stands_overdue_first(world, people):
    late = in_state(world, "found", title="逾期的")
    in_state(world, "found", title="按时的")
    in_state(world, "done", title="测量中的")
    Improvement.objects.filter(pk=late.pk).update(proof_on=timezone.localdate() - timedelta(days=1))
    shown = text(people["regional_manager"], "/quality/improvements")
    assert shown.index("逾期的") < shown.index("按时的") < shown.index("测量中的")
    assert "overdue" in shown
    assert "逾期的" not in text(people["manager-sister"], "/quality/improvements")


def test_another_store_finds_nothing(world, people):
    one = in_state(world, "planned")
    for address in ("", "/analysis", "/goal", "/fishbone"):
        text(people["manager-sister"], f"/quality/improvements/{one.pk}{address}", status=404)
    text(people["manager-sister"], f"/quality/findings/{one.findings.get().pk}", status=404)


def test_the_fishbone_has_its_own_page_to_print(world, people):
    one = in_state(world, "analysed")
    shown = text(people["store_manager"], f"/quality/improvements/{one.pk}/fishbone")
    assert all(word in shown for word in ("不看负荷", "Equipment", "开单时看不到车间负荷", *builders.WHYS))


def test_standardising_through_the_page(world, people):
    one = in_state(world, "verified", of=builders.item())
    address = f"/quality/improvements/{one.pk}/standardise"
    assert "交车时间写在工单上" in text(people["regional_manager"], address)
    due = timezone.localdate() + timedelta(days=14)
    given = {
        "sop": builders.sop().pk, "change": "先看负荷", "item": builders.item().pk, "item_text": "按负荷约定",
        "right": "", "wrong": "", "trainer": one.owner_id, "training_due": f"{due}",
    }  # fmt: skip
    assert people["regional_manager"].post(address, given).status_code == 302
    shown = text(people["store_manager"], f"/quality/improvements/{one.pk}")
    assert "先看负荷" in shown
    assert "v2" in shown


def test_lists_are_exported_as_filtered_and_noted(world, people):
    in_state(world, "planned")
    finding(world, "sister")
    for what, query in (("improvements", ""), ("findings", "?store=T-sister")):
        answer = people["regional_manager"].post(f"/quality/{what}/export{query}")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        assert sheet.max_row == 2, what
    assert AuditEvent.objects.filter(action="table-exported").count() == 2
    assert people["viewer"].post("/quality/findings/export").status_code == 403


# Findings.


def seen(**more):
    return {
        "key": str(uuid4()), "store": "", "text": "大厅无人接待，客户 13812345678 等了 20 分钟",
        "step": "welcome", "level": "1", "found_on": f"{timezone.localdate()}", "item": "", "metric": "",
    } | more  # fmt: skip


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 140)).save(out, "JPEG")
    out.seek(0)
    out.name = "seen.jpg"
    return out


def test_a_finding_written_down_has_its_photo_and_no_phone_number(world, people):
    given = seen(store=world.stores["own"].pk)
    for _ in range(2):  # sent twice by a bad network
        answer = people["store_manager"].post("/quality/findings/new", given | {"photo": picture()})
        assert answer.status_code == 302
    one = Finding.objects.get()
    assert "13812345678" not in one.text
    assert one.photo is not None
    shown = text(people["store_manager"], f"/quality/findings/{one.pk}")
    assert f"/quality/photos/{one.photo_id}" in shown
    assert "Finding recorded" in shown


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"text": "坏"}, "so that somebody else"), ({"found_on": "2099-01-01"}, "has not come yet")],
)
def test_a_finding_that_says_nothing_is_refused(world, people, wrong, says):
    people["store_manager"].cookies["django_language"] = "en"
    answer = people["store_manager"].post(
        "/quality/findings/new", seen(store=world.stores["own"].pk, **wrong)
    )
    assert says in answer.content.decode()
    assert not Finding.objects.exists()


def test_a_photo_that_is_none_is_refused_and_the_text_stays(world, people):
    bad = io.BytesIO(b"PK\x03\x04 no photo")
    bad.name = "seen.jpg"
    given = seen(store=world.stores["own"].pk, photo=bad)
    answer = people["store_manager"].post("/quality/findings/new", given)
    assert "等了 20 分钟" in answer.content.decode()
    assert not Finding.objects.exists()


def test_the_list_is_filtered(world, people):
    finding(world, text="本店的问题")
    finding(world, "sister", text="姊妹店的问题")
    region = people["regional_manager"]
    assert "姊妹店的问题" not in text(region, "/quality/findings?store=T-own")
    assert "本店的问题" not in text(region, "/quality/findings?level=4")
    assert "本店的问题" not in text(region, "/quality/findings?state=resolved")
    assert "本店的问题" in text(region, "/quality/findings?state=all&source=hand&step=delivery&level=1")


def test_dismissing_is_the_regions_and_needs_a_reason(world, people):
    one = finding(world)
    address = f"/quality/findings/{one.pk}"
    assert people["store_manager"].post(f"{address}/dismiss", {"because": "误报"}).status_code == 403
    assert people["regional_manager"].post(f"{address}/dismiss", {"because": " "}).status_code == 200
    assert people["regional_manager"].post(f"{address}/dismiss", {"because": "误报"}).status_code == 302
    assert people["store_manager"].post(f"{address}/reopen", {"because": "不是误报"}).status_code == 302
    one.refresh_from_db()
    assert one.state == "open"


def test_a_finding_in_an_improvement_is_decided_there(world, people):
    one = in_state(world, "planned").findings.get()
    people["regional_manager"].cookies["django_language"] = "en"
    answer = people["regional_manager"].post(f"/quality/findings/{one.pk}/dismiss", {"because": "误报"})
    assert "decided there" in answer.content.decode()
    answer = people["regional_manager"].post(f"/quality/findings/{one.pk}/reopen", {"because": "撤回"})
    one.refresh_from_db()
    assert one.state == "improving"


def test_more_rows_ask_no_more_queries(world, people):
    region = people["regional_manager"]

    def asked(address):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            region.get(address)
        return len(queries)

    measured(in_state(world, "done"), "shown")
    pages = ("/quality/improvements", "/quality/findings?state=all")
    for page in pages:
        region.get(page)  # what is asked once a session
    few = [asked(page) for page in pages]
    for _ in range(4):
        measured(in_state(world, "done"), "shown")
    assert [asked(page) for page in pages] == few
    assert max(few) <= 16
