"""The pages of feedback, asked for by three people in two languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from biaogan.org.models import AuditEvent
from biaogan.quality.feedback.actions import Said, bring_texts
from biaogan.quality.models import Feedback, Finding, ThemeLabel
from biaogan.quality.states.feedback import FeedbackState
from house_samples.quality_feedback import text as sample
from house_world import build

HOME = "/quality/feedback"
USUAL = (
    "等了三个小时没人管", "交车比约定晚", "价格偏高", "洗车不干净", "语气不好", "电话打不通", "配件迟迟不到",
    "账单看不懂", "预约不上", "漆面有划痕", "质保期内要收费", "推销不需要的项目", "送车师傅迟到",
)  # fmt: skip


@pytest.fixture
def world(db):
    return build()


def text(client, address, language="en"):
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def monday() -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday() + 7)


def bring(world, *lines, place="own", day=None):
    said = [Said(world.stores[place], day or monday(), line) for line in lines]
    by = world.people["regional_manager"]
    bring_texts(name="点评", said=said, refused=[], ignored=0, by=by, at=timezone.now())


def test_the_week_shows_its_themes_and_each_opens_to_its_texts(world):
    bring(world, "等了三个小时", "价格太贵", "价格高", "很满意，表扬")
    client = world.client("regional_manager")
    page = text(client, HOME)
    assert "4 texts from customers, 3 about something that went wrong" in page
    assert "cannot be judged yet" in page, "without visits no rate is printed"
    assert "等待时间" in text(client, HOME, "zh-hans")
    theme = text(client, f"{HOME}/themes/price?week={monday()}")
    assert "价格太贵" in theme
    assert "等了三个小时" not in theme
    assert "Quotation" in theme


def usual() -> list[str]:
    return [f"{what}，{end}" for what in USUAL for end in ("很失望", "请处理", "第二次了", "希望改善")]


def test_a_word_of_many_new_texts_leads_to_them(world):
    for week in range(1, 9):
        bring(world, *usual(), day=monday() - timedelta(weeks=week))
    bring(world, *[f"刹车有异响第{n}次" for n in range(12)], *usual())
    client = world.client("regional_manager")
    page = text(client, HOME)
    assert "New this week" in page
    found = text(client, f"{HOME}/texts?term=刹车&since={monday()}")
    assert found.count("刹车有异响") == 12
    assert "Nothing new this week" in text(client, f"{HOME}?week={monday() - timedelta(weeks=2)}")


def test_a_text_in_the_queue_is_confirmed_with_one_press_and_the_next_comes(world):
    bring(world, "总之一言难尽，甲", "总之一言难尽，乙")
    client = world.client("regional_manager")
    page = text(client, f"{HOME}/queue")
    assert "2 wait" in page
    first = Feedback.objects.waiting().first()
    answer = client.post(f"{HOME}/texts/{first.pk}/confirm", {"theme": "attitude", "from": "queue"})
    assert answer.url == f"{HOME}/queue"
    assert ThemeLabel.objects.get().theme == "attitude"
    assert "1 waits" in text(client, f"{HOME}/queue")
    later = Feedback.objects.waiting().get()
    assert "Nothing waits" in text(client, f"{HOME}/queue?after={later.pk}")


def test_a_store_manager_reads_and_brings_but_does_not_judge(world):
    one = sample(world, "own")
    manager, other = world.client("manager-own"), world.client("manager-far")
    assert "等了三个小时" in text(manager, f"{HOME}/texts/{one.pk}")
    assert f"texts/{one.pk}/confirm" not in text(manager, f"{HOME}/texts/{one.pk}")
    assert manager.post(f"{HOME}/texts/{one.pk}/confirm", {"theme": "price"}).status_code == 403
    assert manager.get(f"{HOME}/queue").status_code == 403
    assert other.get(f"{HOME}/texts/{one.pk}").status_code == 404
    assert "等了三个小时" not in text(other, f"{HOME}/texts")
    wrong = {"store": "T-own", "said_on": "2026-05-04", "text": "别人的门店"}
    assert other.post(f"{HOME}/texts/new", wrong).status_code == 200
    assert not Feedback.objects.filter(text="别人的门店").exists()


def test_what_was_typed_is_kept_on_the_form_when_it_is_refused(world):
    client = world.client("manager-own")
    client.cookies["django_language"] = "zh-hans"
    given = {"store": "T-own", "said_on": "2026-05-04", "text": "😀😀", "channel": "抖音"}
    page = client.post(f"{HOME}/texts/new", given).content.decode()
    assert "只有表情或符号" in page
    assert "抖音" in page
    assert "😀😀" in page


def test_a_file_is_brought_and_its_refused_rows_are_shown(world):
    lines = "内容,日期\n等了三个小时,2026-05-04\n价格太贵,不知道\n".encode("utf-8-sig")
    client = world.client("manager-own")
    given = {"given": SimpleUploadedFile("点评.csv", lines), "store": "T-own", "day": "2026-05-05"}
    answer = client.post(f"{HOME}/files", given)
    page = text(client, answer.url)
    assert "2 rows read = 1 accepted + 1 refused + 0 ignored" in page
    assert "is not a date" in page
    assert "价格太贵" in page
    assert world.client("manager-far").get(answer.url).status_code == 404
    assert AuditEvent.objects.filter(action="feedback-brought").count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "one of the two"),
        ({"given": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")}, "No column"),
        ({"given": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")}, "x.xlsx"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_on_the_form(world, given, said):
    client = world.client("manager-own")
    client.cookies["django_language"] = "en"
    answer = client.post(f"{HOME}/files", {"day": "2026-05-05", **given})
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_a_confirmed_text_is_made_a_finding_from_its_page(world):
    one = sample(world, "own")
    client = world.client("regional_manager")
    client.post(f"{HOME}/texts/{one.pk}/finding")
    assert not Finding.objects.exists(), "not before it is confirmed"
    client.post(f"{HOME}/texts/{one.pk}/confirm", {"theme": "waiting", "level": "1"})
    assert "Make a finding of it" in text(client, f"{HOME}/texts/{one.pk}")
    client.post(f"{HOME}/texts/{one.pk}/finding")
    found = Finding.objects.get()
    assert (found.level, found.source, found.store.code) == (1, "feedback", "T-own")
    assert "A finding was made of it" in text(client, f"{HOME}/texts/{one.pk}")


def test_a_theme_is_changed_added_and_restored_on_its_page(world):
    client = world.client("regional_manager")
    given = {
        "name_zh": "价格", "name_en": "Price", "level": "2", "step": "quotation", "words": "离谱\n离谱\n太坑",
        "counts": "on",
    }  # fmt: skip
    assert client.post(f"{HOME}/themes/price/edit", given).status_code == 302
    bring(world, "这也太坑了")
    assert Feedback.objects.get().theme == "price"
    assert "changed here" in text(client, f"{HOME}/themes")
    client.post(f"{HOME}/themes/price/restore")
    assert "changed here" not in text(client, f"{HOME}/themes")
    client.cookies["django_language"] = "en"
    page = client.post(f"{HOME}/themes/new", {**given, "code": "price"}).content.decode()
    assert "already" in page
    assert client.post(f"{HOME}/themes/new", {**given, "code": "tyres", "words": "轮"}).status_code == 200
    assert client.post(f"{HOME}/themes/new", {**given, "code": "tyres", "words": "轮胎"}).status_code == 302
    assert client.get(f"{HOME}/themes/no-such/edit").status_code == 404
    assert client.get(f"{HOME}/themes/no-such").status_code == 404


def test_lists_are_handed_out_as_seen_and_that_is_noted(world):
    bring(world, "等了三个小时", "价格太贵")
    client = world.client("regional_manager")
    for address in (f"{HOME}/export", f"{HOME}/texts/export?theme=price"):
        answer = client.post(address)
        assert answer["Content-Type"].endswith("sheet")
        assert answer.content[:2] == b"PK"
    assert AuditEvent.objects.filter(action="table-exported").count() == 2
    assert AuditEvent.objects.get(action="table-exported", key__contains="原文").details["rows"] == 1


def test_pages_ask_no_more_with_more_texts(world):
    client = world.client("regional_manager")
    pages = ("", "/texts", "/queue", f"/themes/waiting?week={monday()}", "/files", "/themes")
    bring(world, "等了三个小时", "总之一言难尽")
    counts = {page: asked(client, page) for page in pages}
    bring(
        world,
        *[f"等了{n}个小时" for n in range(3, 30)],
        *[f"总之一言难尽{n}" for n in range(20)],
        place="sister",
    )
    assert {page: asked(client, page) for page in pages} == counts


def asked(client, page) -> int:
    client.get(HOME + page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(HOME + page).status_code == 200
    return len(queries)


def test_a_file_of_several_stores_is_not_shown_to_one_of_them(world):
    by = world.people["regional_manager"]
    said = [Said(world.stores[place], monday(), f"等了三个小时（{place}）") for place in ("own", "sister")]
    file = bring_texts(name="全区点评", said=said, refused=[], ignored=0, by=by, at=timezone.now())
    assert world.client("regional_manager").get(f"{HOME}/files/{file.pk}").status_code == 200
    assert world.client("manager-own").get(f"{HOME}/files/{file.pk}").status_code == 404


def test_learning_is_asked_for_by_a_person_who_may(world):
    assert world.client("manager-own").post(f"{HOME}/themes/learn").status_code == 403
    assert world.client("regional_manager").post(f"{HOME}/themes/learn").status_code == 302
    assert FeedbackState.CONFIRMED == "confirmed"
