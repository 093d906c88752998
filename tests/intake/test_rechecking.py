"""A wording that gets its meaning later: earlier files are read again in their own place, exactly."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from biaogan.intake.actions import import_paths, remember_value
from biaogan.intake.models import Batch
from biaogan.intake.rechecking import earlier_batches, recheck
from biaogan.intake.staging import Options
from biaogan.intake.state import current_version, lake, newest
from biaogan.org.models import AuditEvent
from biaogan.org.scope import everywhere, scope_of

AT = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HEADER = "门店,工单号,VIN,开单日期,结算日期,维修类型,工单状态,工时费"
ODD = "星享快修"


def order(number: str, kind: str = ODD, yuan: int = 800, store: str = "S01") -> str:
    return f"{store},{number},LBV0000000000{number[-1]}001,2026-05-04,2026-05-05,{kind},已结算,{yuan}"


@pytest.fixture
def bring(home, people, tmp_path):
    def brought(name: str, *orders: str) -> Batch:
        path = tmp_path / name
        path.write_text("\n".join([HEADER, *orders]) + "\n", encoding="utf-8-sig")
        import_paths(paths=[path], options=Options(), by=None, at=AT)
        return Batch.objects.get(file__name=name)

    return brought


def facts() -> list[tuple]:
    state = newest()
    rows = lake().read("repair_order", state.pins["repair_order"]).collect().sort("store", "ro_no")
    return rows.select("store", "ro_no", "biz_type", "biz_type_text", "labour_total_fen", "line").rows()


def teach(people) -> None:
    remember_value(field="biz_type", wording=ODD, code="repair", by=people.manager, at=AT)


def test_an_earlier_file_becomes_what_it_would_be_and_later_files_still_win(bring, people):
    first = bring("一.csv", order("R1"), order("R2"))
    bring("二.csv", order("R2", "事故维修", 900))
    before, version = facts(), current_version()
    assert [row[2] for row in before] == [None, "accident"]
    assert earlier_batches(scope=everywhere()) == []
    teach(people)
    assert earlier_batches(scope=everywhere()) == [first]
    assert recheck(first, by=people.manager, at=AT)
    assert current_version() != version, "kept readings of the former facts must not be found again"
    assert facts() == [
        ("S01", "R1", "repair", ODD, 80000, 2),
        ("S01", "R2", "accident", "事故维修", 90000, 2),
    ]
    assert earlier_batches(scope=everywhere()) == []
    first.refresh_from_db()
    assert first.state == "undone"
    assert AuditEvent.objects.filter(action="intake.recheck").count() == 1


def test_the_facts_are_those_of_a_home_that_knew_the_meaning_before(bring, people):
    first = bring("一.csv", order("R1"), order("R2"), order("R3", "一般维修"))
    bring("二.csv", order("R2", ODD, 900), order("R4", "洗车"))
    teach(people)
    for batch in earlier_batches(scope=everywhere()):
        assert recheck(batch, by=None, at=AT)
    again = facts()
    from biaogan.intake.actions import undo_batch

    for batch in Batch.objects.active().order_by("-position"):
        undo_batch(batch=batch, by=None, at=AT)
    assert facts() == []
    assert first.file.batches.active().count() == 0
    bring("甲.csv", order("R1"), order("R2"), order("R3", "一般维修"), "")
    bring("乙.csv", order("R2", ODD, 900), order("R4", "洗车"), "")
    assert facts() == again


def test_undoing_a_rechecked_batch_leaves_what_the_others_say(bring, people):
    first = bring("一.csv", order("R1"), order("R2"))
    bring("二.csv", order("R2", "事故维修", 900))
    teach(people)
    recheck(first, by=None, at=AT)
    from biaogan.intake.actions import undo_batch

    undo_batch(batch=Batch.objects.active().first(), by=None, at=AT)
    assert [row[1:3] for row in facts()] == [("R2", "accident")]


def test_without_its_original_a_batch_stays_as_it_is(bring, people, home):
    first = bring("一.csv", order("R1"))
    teach(people)
    for path in (home / "files" / "originals").rglob("*"):
        if path.is_file():
            path.unlink()
    assert not recheck(first, by=None, at=AT)
    first.refresh_from_db()
    assert first.state == "accepted"


def test_the_page_offers_it_and_the_job_does_it(bring, people, as_, work):
    bring("一.csv", order("R1"))
    bring("两店.csv", order("R2"), order("R3", store="S02"))
    client = as_(people.manager)
    client.cookies["django_language"] = "en"
    assert "Apply to earlier files" not in client.get("/data-quality/?month=2026-05").content.decode()
    teach(people)
    assert "2 earlier sheets" in client.get("/data-quality/?month=2026-05").content.decode()
    assert [one.file.name for one in earlier_batches(scope=scope_of(people.store_manager))] == ["一.csv"]
    assert client.post("/data-quality/recheck").status_code == 302
    assert work() == 1
    assert {row[2] for row in facts()} == {"repair"}
    assert "Apply to earlier files" not in client.get("/data-quality/?month=2026-05").content.decode()


@pytest.mark.parametrize("person", ["stranger", "store_manager"])
def test_everyone_asks_for_the_own_scope_only(bring, people, as_, work, person):
    """Whoever may confirm imports may ask; batches outside the scope are not among those read again."""
    bring("一.csv", order("R1", store="S02"))
    teach(people)
    assert as_(getattr(people, person)).post("/data-quality/recheck").status_code == 302
    work()
    assert [row[2] for row in facts()] == [None]
