"""Standards through the pages: loaded, read, changed, put in force, read from Word, seen by three people."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.journeys.test_errands import page
from tests.quality.standards import word_files
from tests.targets.conftest import own_home

from biaogan.quality.models import CheckItem, Sop, SopVersion
from biaogan.quality.witnesses import queries
from biaogan.quality.witnesses.seen import Witness, Witnessed
from house_samples.quality import jpeg
from house_world import build

SOP = "/quality/standards/sop/welcome"
ITEM = "/quality/standards/items/welcome-one-minute"


@pytest.fixture
def world(db, tmp_path):
    with own_home(tmp_path):
        yield build()


@pytest.fixture
def people(world):
    """The region manager, the store's manager, another store's manager."""
    return [world.client(who) for who in ("regional_manager", "store_manager", "manager-sister")]


def fields(html: str) -> dict[str, str]:
    """What a form would send as it stands: its named inputs and areas."""
    inputs = re.findall(r'<input type="(?:hidden|text)" name="([^"]+)"(?: value="([^"]*)")?', html)
    areas = re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)
    return dict(inputs) | dict(areas)


def test_point_2_from_the_starting_set_to_a_new_version(people):
    manager, own, sister = people
    assert "Load the starting set" in page(manager, "/quality/standards")
    assert own.post("/quality/standards/load").status_code == 403
    assert manager.post("/quality/standards/load").status_code == 302
    for client in people:
        listed = page(client, "/quality/standards")
        assert all(one.title_en in listed for one in Sop.objects.all())
    read = page(own, SOP)
    assert "Within three minutes" in read
    assert "/edit" not in read, "a store reads and does not write"
    assert own.get(f"{SOP}/edit").status_code == 403

    sent = fields(page(manager, f"{SOP}/edit"))
    assert sent["s0-title_zh"] == "客户进门的第一分钟"
    sent["s0-text_en"] = "Greet within thirty seconds."
    answer = manager.post(f"{SOP}/edit", {**sent, "press": "force"})
    assert answer.url == f"{SOP}/in-force"
    before = page(manager, f"{SOP}/in-force")
    assert "<ins>Greet within thirty seconds.</ins>" in before
    assert "Greeted within one minute of stopping" in before, "the check items of the step are touched"
    assert "thirty seconds" not in page(sister, SOP), "a draft is not in force"
    assert manager.post(f"{SOP}/in-force", {"because": ""}).status_code == 200
    assert manager.post(f"{SOP}/in-force", {"because": "投诉等候"}).status_code == 302
    for client in people:
        assert "Greet within thirty seconds." in page(client, SOP)
    history = page(own, f"{SOP}/versions/2")
    assert "投诉等候" in history
    assert "<del>" in history


def test_point_2_steps_move_and_go_and_come_without_scripts(people):
    manager, _own, _sister = people
    manager.post("/quality/standards/load")
    sent = fields(page(manager, f"{SOP}/edit"))
    last = int(sent["count"]) - 1
    manager.post(f"{SOP}/edit", {**sent, f"s{last}-title_zh": "新步骤", "press": "up:1"})
    titles = [fields(page(manager, f"{SOP}/edit"))[f"s{place}-title_zh"] for place in (0, 1, last)]
    assert titles == ["称呼、自我介绍与确认来意", "客户进门的第一分钟", "新步骤"]
    manager.post(f"{SOP}/edit", {**fields(page(manager, f"{SOP}/edit")), "press": "remove:0"})
    assert fields(page(manager, f"{SOP}/edit"))["s0-title_zh"] == "客户进门的第一分钟"
    assert manager.post(f"{SOP}/discard").status_code == 302
    assert SopVersion.objects.filter(sop__code="welcome").count() == 1


def test_point_2_what_was_typed_over_a_stale_draft_is_refused_and_not_lost(people, world):
    manager, _own, _sister = people
    manager.post("/quality/standards/load")
    manager.post(f"{SOP}/edit", fields(page(manager, f"{SOP}/edit")))
    mine = fields(page(manager, f"{SOP}/edit"))
    manager.post(f"{SOP}/edit", {**mine, "s0-title_en": "Theirs"})
    answer = manager.post(f"{SOP}/edit", {**mine, "s0-title_en": "Mine"})
    said = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Mine"' in said
    assert fields(page(manager, f"{SOP}/edit"))["s0-title_en"] == "Theirs"


def test_point_2_a_review_is_recorded_and_asked_for_again(people, world, time_machine):
    manager, own, _sister = people
    manager.post("/quality/standards/load")
    assert "due for review" not in page(manager, "/quality/standards")
    time_machine.move_to(timezone.now() + timedelta(days=181), tick=False)
    manager, own = world.client("regional_manager"), world.client("store_manager")  # logged in anew
    assert "9 instructions are due for review" in page(manager, "/quality/overview")
    assert "due for review" in page(own, SOP)
    assert manager.post(f"{SOP}/review").status_code == 302
    assert "due for review" not in page(own, SOP)
    assert "8 instructions are due for review" in page(manager, "/quality/standards")


def test_point_2_a_check_item_is_added_changed_and_retired(people, world):
    manager, own, _sister = people
    manager.post("/quality/standards/load")
    form = {
        "text_zh": "雨伞架有伞", "level": "3", "sop_step": "arrive", "pass_points": "1",
        "photo_on_fail": "on", "score_1_zh": "五把以上", "score_0_zh": "没有",
    }  # fmt: skip
    assert manager.post(f"{SOP}/items/new", {**form, "score_0_zh": ""}).status_code == 200
    assert manager.post(f"{SOP}/items/new", form).status_code == 302
    assert "雨伞架有伞" in page(own, SOP)
    made = CheckItem.objects.latest("pk")
    address = f"/quality/standards/items/{made.code}"
    photo = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    change = {**form, "because": "加照片", "seen": "1", "best_practice": photo, "taken_at": "T-sister"}
    assert manager.post(f"{address}/edit", change).status_code == 302
    shown = own.get(f"{address}/best-practice")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg"), "for every store to see"
    assert manager.post(f"{address}/retire", {"because": "并入接待"}).status_code == 302
    assert "雨伞架有伞" not in page(own, SOP)
    assert "雨伞架有伞" in page(own, "/quality/standards/items?retired=on")


def test_point_2_an_instruction_is_read_from_word_and_shown_before_it_is_kept(people):
    manager, own, _sister = people
    given = {"given": SimpleUploadedFile("接待.docx", word_files.instruction()), "becomes": "step:welcome"}
    assert own.post("/quality/standards/word", given).status_code == 403
    given["given"].seek(0)
    shown = manager.post("/quality/standards/word", given).content.decode()
    assert not Sop.objects.exists(), "nothing is kept before it was looked at"
    sent = fields(shown)
    assert sent["s1-text_zh"] == "一分钟内迎接。\n- 带伞\n  - 雨天两把\n- 开车门"
    answer = manager.post("/quality/standards/word/keep", sent)
    made = Sop.objects.get()
    assert answer.url == f"/quality/standards/sop/{made.code}/edit"
    assert made.title_zh == "到店接待作业指导书"
    bad = {"given": SimpleUploadedFile("接待.docx", b""), "becomes": "step:welcome"}
    assert "“接待.docx”" in manager.post("/quality/standards/word", bad).content.decode()


def test_point_2_lists_are_handed_out_as_excel(people, world):
    manager, own, _sister = people
    manager.post("/quality/standards/load")
    for address in (
        "standards/export",
        "standards/items/export?level=1",
        "overview/export",
        "witnesses/export",
    ):
        answer = own.post(f"/quality/{address}")
        assert answer.content[:2] == b"PK", address
    assert world.client("viewer").post("/quality/standards/export").status_code == 403


def test_points_1_and_9_a_rehearsed_store_with_a_basic_breach(people, world, monkeypatch):
    manager, own, sister = people
    manager.post("/quality/standards/load")
    store = world.stores["sister"]
    items = list(CheckItem.objects.order_by("pk"))

    looks = [  # announced everything passes, by surprise every other item
        Witnessed(item.pk, store.pk, witness, passed, 2)
        for number, item in enumerate(items)
        for witness, passed in ((Witness.ANNOUNCED, 2), (Witness.SURPRISE, 2 * (number % 2)))
    ]
    planted = SimpleNamespace(witnessed=lambda **_asked: looks)
    monkeypatch.setattr(queries, "modules", lambda _name: (planted,))
    breach(store, items[0])
    seen = page(manager, "/quality/overview")
    assert "Strong" not in page(own, "/quality/overview"), "another store's figures are not shown"
    assert store.name in seen
    assert store.name in page(sister, "/quality/overview")
    region = page(manager, "/quality/witnesses")
    assert f"({len(items)} items)" in region, "told apart over all items together"
    for client in (manager, sister):
        told = page(client, f"/quality/witnesses?store={store.code}")
        assert "100 (34–100), n 2" in told
        assert "cannot be told apart" in told, "two looks at one item prove nothing"
    assert own.get(f"/quality/witnesses?store={store.code}").status_code == 404
    assert manager.get("/quality/witnesses?store=T-far").status_code == 404


def breach(store, item):
    from biaogan.quality.findings.actions import record_finding

    now = timezone.now()
    record_finding(
        store=store, source="hand", key="journey", step=item.step, level=1, item=item, text="无人接听",
        found_on=timezone.localdate(now), by=None, at=now,
    )  # fmt: skip
