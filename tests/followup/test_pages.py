"""The pages of alerts, tasks and notes, asked for by three people in two languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from biaogan.followup.models import Alert, Note, Task
from biaogan.followup.states import AlertState, TaskState
from house_samples.followup import alert, task
from house_world import build


@pytest.fixture
def world(db):
    return build()


def text(client, address, language="en"):
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_an_alert_says_why_in_both_languages(world):
    found, client = alert(world, "own"), world.client("store_manager")
    assert "Above the upper limit of 5.1%" in text(client, f"/alerts/{found.pk}")
    shown = text(client, "/alerts", "zh-hans")
    assert "高于上控制限 5.1%" in shown
    assert "返修率异常上升" in shown


def test_a_task_opens_from_an_alert_with_its_words_owner_and_date(world):
    found, client = alert(world, "own"), world.client("regional_manager")
    page = text(client, f"/tasks/open?alert={found.pk}")
    assert "Comeback rate has risen" in page
    owner, due = world.people["store_manager"], timezone.localdate() + timedelta(days=14)
    answer = client.post(
        f"/tasks/open?alert={found.pk}",
        {"title": "复盘返修工单", "plan": "", "owner": owner.pk, "due": due.isoformat()},
    )
    made = Task.objects.get()
    assert answer.url == f"/tasks/{made.pk}"
    assert (made.metric, made.month, made.alert) == ("comeback-rate", "2026-04", found)
    assert Alert.objects.get().state == AlertState.TASK
    assert "复盘返修工单" in text(world.client("store_manager"), "/tasks?mine=on")


def test_a_task_is_begun_finished_with_evidence_and_opened_again(world):
    found, client = task(world, "own"), world.client("store_manager")
    client.post(f"/tasks/{found.pk}/start")
    answer = client.post(f"/tasks/{found.pk}/finish", {"evidence": "好了"}, headers={"accept-language": "en"})
    assert answer.status_code == 200, "a word is no evidence"
    assert "好了" in answer.content.decode(), "what was typed is kept"
    client.post(f"/tasks/{found.pk}/finish", {"evidence": "三张返修工单逐单复盘，已培训两名技师"})
    assert Task.objects.get().state == TaskState.DONE
    shown = text(client, f"/tasks/{found.pk}")
    assert "三张返修工单逐单复盘" in shown
    assert "Task finished" in shown
    due = (timezone.localdate() + timedelta(days=7)).isoformat()
    client.post(f"/tasks/{found.pk}/again", {"reason": "又返修一单", "due": due})
    assert Task.objects.get().state == TaskState.DOING


def test_a_move_that_came_too_late_says_so(world):
    found, client = task(world, "own"), world.client("store_manager")
    client.post(f"/tasks/{found.pk}/start")
    again = client.post(f"/tasks/{found.pk}/start")
    assert again.status_code == 200
    assert "notice-bad" in again.content.decode()


def test_another_store_does_not_exist_for_a_store_manager(world):
    theirs, other = alert(world, "own"), task(world, "own")
    client = world.client("manager-sister")
    for address in (f"/alerts/{theirs.pk}", f"/tasks/{other.pk}", f"/tasks/open?alert={theirs.pk}"):
        assert client.get(address).status_code == 404, address
    assert client.get("/tasks/open?store=T-own").status_code == 404
    assert client.get("/notes?store=T-own").status_code == 404
    for address in ("/alerts", "/tasks?which=all"):
        assert "own店" not in text(client, address)


def test_who_may_not_follow_up_is_refused(world):
    for who in ("viewer", "head_office", "advisor"):
        assert world.client(who).get("/tasks").status_code == 403


def test_a_task_by_hand_asks_for_the_store_first(world):
    assert "own店" in text(world.client("regional_manager"), "/tasks/open")
    assert "What is to be done" in text(world.client("store_manager"), "/tasks/open"), (
        "one store needs no choice"
    )


def test_wrong_arguments_are_not_found_or_ignored(world):
    client = world.client("regional_manager")
    assert client.get("/tasks/open?alert=x").status_code == 404
    assert "What is to be done" in text(client, "/tasks/open?store=T-own&metric=nonsense&month=13")


def test_a_note_is_kept_with_what_it_is_about(world):
    client = world.client("store_manager")
    address = "/notes?store=T-own&metric=revenue"
    client.post(address, {"text": "四月有两天停电"})
    note = Note.objects.get()
    assert (note.metric, note.written_by.username) == ("revenue", "store_manager")
    assert "四月有两天停电" in text(client, address)
    assert "四月有两天停电" not in text(client, "/notes?store=T-own&metric=visits")
    assert "四月有两天停电" not in text(world.client("manager-sister"), "/notes")


def test_lists_are_taken_as_files_with_their_filters_and_noted(world):
    from io import BytesIO

    import openpyxl

    from biaogan.org.models import AuditEvent

    alert(world, "own"), alert(world, "sister"), task(world, "own")
    for what, address in (("alerts", "/alerts/export?store=T-own"), ("tasks", "/tasks/export?which=all")):
        answer = world.client("regional_manager").post(address)
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
        assert sheet.max_row == 2, what
    assert AuditEvent.objects.filter(action="table-exported").count() == 2
    assert world.client("viewer").post("/alerts/export").status_code == 403
    assert "/alerts/export" in text(world.client("store_manager"), "/alerts")
