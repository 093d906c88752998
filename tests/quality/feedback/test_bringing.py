"""Texts from files, pasted lines and by hand: good rows kept, bad rows refused with a sentence."""

from __future__ import annotations

import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from biaogan.org.models import AuditEvent, Store
from biaogan.org.policies import NotAllowed
from biaogan.quality.feedback.actions import bring_texts, type_in
from biaogan.quality.feedback.bringing import Asked, NotTexts, read_pasted, read_upload
from biaogan.quality.models import Feedback, FeedbackFile
from house_world import build

AT = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 6, 20)


@pytest.fixture
def world(db):
    return build()


def asked(world, *, store="own", day=TODAY, places=("own", "sister")):
    stores = [world.stores[place] for place in places]
    return Asked(stores, world.stores[store] if store else None, day, TODAY)


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring(world, found, name="点评.xlsx"):
    return bring_texts(
        name=name, said=found.said, refused=found.refused, ignored=found.ignored,
        by=world.people["regional_manager"], at=AT,
    )  # fmt: skip


def test_a_workbook_is_read_by_its_headers_in_any_order(world):
    content = workbook(
        ["六月点评"],
        ["评分", "评价内容", "经销商", "日期", "平台"],
        [3, "等了三个小时", "T-own", "2026-06-01", "大众点评"],
        [5, "洗车不干净", "sister店", datetime(2026, 6, 2), ""],
    )
    found = read_upload(content, "点评.xlsx", asked(world))
    assert [(one.store.code, one.day, one.text, one.score) for one in found.said] == [
        ("T-own", date(2026, 6, 1), "等了三个小时", 60.0),
        ("T-sister", date(2026, 6, 2), "洗车不干净", 100.0),
    ]
    assert found.said[0].channel == "大众点评"


def test_every_row_read_is_accepted_refused_or_ignored(world):
    lines = [
        "门店,日期,内容",
        "T-own,2026-06-01,等了三个小时",
        "T-far,2026-06-01,别人的门店",
        "没有这家店,2026-06-01,价格太贵",
        "T-own,昨天,配件没到",
        "T-own,2030-01-01,来自未来",
        "T-own,2026-06-01,😀😀😀",
        f"T-own,2026-06-01,{'长' * 4001}",
        "T-own,2026-06-01,",
        "T-own,2026-06-01,等了三个小时",
    ]
    found = read_upload("\n".join(lines).encode("utf-8-sig"), "点评.csv", asked(world))
    file = bring(world, found)
    assert (file.read, file.accepted, file.refused, file.ignored) == (9, 2, 6, 1)
    assert [row["row"] for row in file.refused_rows] == [3, 4, 5, 6, 7, 8]
    for row in file.refused_rows:
        assert (row["zh"][-1], row["en"][-1]) == ("。", ".")
    assert "4,001" in file.refused_rows[-1]["en"]
    assert Feedback.objects.count() == 2, "two customers may write the same"


def test_a_file_brought_twice_is_kept_once(world):
    found = read_pasted("等了三个小时\n等了三个小时\n太贵", asked(world))
    assert bring(world, found).accepted == 3
    again = bring(world, read_pasted("等了三个小时\n等了三个小时\n太贵\n态度差", asked(world)))
    assert (again.accepted, again.ignored) == (1, 3)
    assert Feedback.objects.count() == 4


def test_pasted_columns_are_date_and_text_or_store_date_and_text(world):
    found = read_pasted("2026-06-01\t等了很久\nT-sister\t2026/6/2\t太贵\n\n只有文字", asked(world))
    assert [(one.store.code, one.day.day, one.text) for one in found.said] == [
        ("T-own", 1, "等了很久"), ("T-sister", 2, "太贵"), ("T-own", 20, "只有文字"),
    ]  # fmt: skip
    assert found.ignored == 1


def test_a_row_without_a_store_is_refused_where_none_was_chosen(world):
    found = read_pasted("太贵", asked(world, store=None))
    assert found.said == []
    assert "No store" in found.refused[0]["en"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "x.xlsx"),
        (b"PK\x03\x04 no zip", "x.xlsx"),
        ("甲,乙\n1,2\n".encode(), "x.csv"),
        (b"\x00\x01", "x.csv"),
    ],
)
def test_a_file_that_is_no_table_of_texts_is_refused_whole(world, content, name):
    with pytest.raises(NotTexts) as refusal:
        read_upload(content, name, asked(world))
    assert refusal.value.said.zh
    assert refusal.value.said.en


def test_nothing_personal_is_kept_not_even_of_refused_rows(world):
    secret = "13800138000"
    found = read_pasted(f"我电话{secret}，沪A·12345等了很久\nT-own\t不知道哪天\t{secret}没人回", asked(world))
    file = bring(world, found, name="粘贴")
    kept = Feedback.objects.get()
    assert "***" in kept.text
    everything = [
        kept.text,
        kept.channel,
        str(file.refused_rows),
        str(list(AuditEvent.objects.values("details"))),
    ]
    assert not any(secret in one or "12345" in one for one in everything)


def test_typed_in_twice_it_is_kept_once_and_sorted_at_once(world):
    words = {"store": world.stores["own"], "said_on": TODAY, "text": "等了三个小时", "at": AT}
    first, again = (type_in(**words, by=world.people["store_manager"]) for _ in range(2))
    assert first.pk == again.pk
    assert (first.theme, first.level, first.step, first.state) == ("waiting", 2, "repair", "sorted")


@pytest.mark.parametrize("text", ["😀👍", "。。。", "长" * 1_000_000, "   "])
def test_a_megabyte_or_emoji_only_is_refused_with_a_sentence(world, text):
    with pytest.raises(NotAllowed) as refusal:
        type_in(store=world.stores["own"], said_on=TODAY, text=text, by=world.people["store_manager"], at=AT)
    assert str(refusal.value)
    assert not Feedback.objects.exists()


def test_counts_of_a_file_that_do_not_add_up_cannot_be_kept(world):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackFile.objects.create(
            name="x", read=3, accepted=1, refused=1, ignored=0, brought_by=world.people["store_manager"],
            brought_at=AT,
        )  # fmt: skip
    assert Store.objects.exists()
