"""Imports, rows and data quality, asked for by three people."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from tests.intake.files import Order, orders_csv, several

from biaogan.intake.actions import import_paths, undo_batch
from biaogan.intake.models import Batch
from biaogan.intake.staging import Options
from biaogan.org.models import AuditEvent

pytestmark = pytest.mark.usefixtures("home")


def bring(folder: Path, orders: list[Order], name: str = "维修查询.csv", by=None) -> Batch:
    path = folder / name
    path.write_bytes(orders_csv(orders).read())
    import_paths(paths=[path], options=Options(), by=by, at=timezone.now(), below=folder)
    return Batch.objects.latest("position")


@pytest.fixture
def own(people, tmp_path) -> Batch:
    return bring(tmp_path, several(3), "北城五月.csv")


@pytest.fixture
def both(people, tmp_path) -> Batch:
    """One file with rows of two stores and a refused one."""
    orders = [
        Order("R0101"),
        Order("R0102", "S02", plate="云B54321", owner="司徒甲"),
        Order("R0103", opened="2026-13-45"),
    ]
    return bring(tmp_path, orders, "两店.csv")


def test_each_person_sees_the_imports_of_their_stores(people, as_, own, both):
    def shown(person) -> set[str]:
        text = as_(person).get("/imports/").content.decode()
        return {name for name in ("北城五月.csv", "两店.csv") if name in text}

    assert shown(people.manager) == {"北城五月.csv", "两店.csv"}
    assert shown(people.store_manager) == {"北城五月.csv", "两店.csv"}
    assert shown(people.stranger) == set()


def test_the_history_is_filtered_by_store_kind_and_state(people, as_, own, both):
    client = as_(people.manager)

    def shown(query: str) -> str:
        return client.get(f"/imports/?{query}").content.decode()

    assert "北城五月.csv" not in shown("store=S02")
    assert "两店.csv" in shown("store=S02&kind=repair_order&state=accepted")
    assert "两店.csv" not in shown("kind=staff")
    assert "两店.csv" not in shown("state=undone")
    assert "两店.csv" in shown("state=nonsense&store=S99")


def test_the_history_is_exported_as_it_is_filtered(people, as_, own, both):
    answer = as_(people.manager).post("/imports/export?store=S02")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == ["两店.csv"]
    assert any("S02" in str(cell) for row in book.worksheets[1].iter_rows(values_only=True) for cell in row)


def test_a_file_name_never_becomes_a_formula_in_an_export(people, as_, tmp_path):
    bring(tmp_path, several(1), '=HYPERLINK("x").csv')
    answer = as_(people.manager).post("/imports/export")
    cell = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]["B2"]
    assert (cell.data_type, cell.value[0]) == ("s", "=")


def test_a_batch_page_accounts_for_every_row_and_says_why(people, as_, both):
    answer = as_(people.manager).get(f"/imports/{both.code}/")
    text = answer.content.decode()
    assert "invalid-date" in text
    assert f"/imports/{both.code}/rows/4" in text
    assert answer.context["detail"].months == (("S01", "2026-05", 1), ("S02", "2026-05", 1))


def test_a_store_manager_sees_of_a_shared_batch_only_the_own_part(people, as_, both):
    client = as_(people.store_manager)
    answer = client.get(f"/imports/{both.code}/")
    assert answer.context["detail"].months == (("S01", "2026-05", 1),)
    assert client.post(f"/imports/{both.code}/refused.xlsx").status_code == 404
    assert client.get(f"/imports/{both.code}/undo").status_code == 404
    assert client.post(f"/imports/{both.code}/undo").status_code == 404
    assert client.get(f"/imports/{both.code}/rows/2").status_code == 200
    assert client.get(f"/imports/{both.code}/rows/3").status_code == 404
    assert client.get(f"/imports/{both.code}/rows/4").status_code == 404


def test_a_batch_of_another_region_does_not_exist(people, as_, own):
    stranger = as_(people.stranger)
    for path in ("", "undo", "rows/2"):
        assert stranger.get(f"/imports/{own.code}/{path}").status_code == 404
    assert stranger.post(f"/imports/{own.code}/refused.xlsx").status_code == 404


def test_undoing_asks_first_and_is_done_by_post(people, as_, own):
    client = as_(people.store_manager)
    assert client.get(f"/imports/{own.code}/undo").status_code == 200
    own.refresh_from_db()
    assert own.state == "accepted"
    client.post(f"/imports/{own.code}/undo")
    own.refresh_from_db()
    assert (own.state, own.undone_by) == ("undone", people.store_manager)
    assert "/undo" not in client.get(f"/imports/{own.code}/").content.decode()


def test_undoing_twice_says_so(people, as_, own):
    undo_batch(batch=own, by=None, at=timezone.now())
    answer = as_(people.manager).post(f"/imports/{own.code}/undo", follow=True)
    assert own.code in str([str(message) for message in answer.context["messages"]])


def test_a_changed_closed_month_is_said(people, as_, own, tmp_path):
    again = bring(tmp_path, several(3, total="1300.00"), "北城五月更正.csv")
    text = as_(people.manager).get(f"/imports/{again.code}/").content.decode()
    assert "S01" in text
    assert "3,600.00" in text or "¥3,600" in text


def test_a_source_row_is_the_row_of_the_file_with_persons_masked(people, as_, own):
    text = as_(people.manager).get(f"/imports/{own.code}/rows/2").content.decode()
    assert "R0001" in text
    for clear in ("云A12345", "LBV00000000000001", "欧阳测试", "19900001111", "雨伞"):
        assert clear not in text


def test_revealing_a_row_is_noted(people, as_, own):
    answer = as_(people.store_manager).post(f"/imports/{own.code}/rows/2/reveal")
    assert "欧阳测试" in answer.content.decode()
    event = AuditEvent.objects.filter(action="intake.reveal").get()
    assert (event.person, event.key, event.store_code, event.details) == (
        people.store_manager, own.code, "S01", {"line": 2},
    )  # fmt: skip
    assert as_(people.store_manager).get(f"/imports/{own.code}/rows/2/reveal").status_code == 405


def test_a_row_that_the_file_does_not_have_is_not_found(people, as_, own):
    assert as_(people.manager).get(f"/imports/{own.code}/rows/99").status_code == 404


def test_a_removed_original_is_said(people, as_, own):
    own.file.removed_at = timezone.now()
    own.file.save()
    assert as_(people.manager).get(f"/imports/{own.code}/rows/2").status_code == 200


def test_whoever_may_not_import_is_kept_out(people, as_, own):
    head = people.manager
    head.role = "head_office"
    head.save()
    client = as_(head)
    assert client.get("/imports/new").status_code == 403
    assert client.get(f"/imports/{own.code}/rows/2").status_code == 403
    assert client.get("/imports/").status_code == 200
    assert client.get("/persons/").status_code == 403


def test_the_history_asks_the_database_little(people, as_, own, both, django_assert_max_num_queries):
    client = as_(people.manager)
    with django_assert_max_num_queries(12):
        client.get("/imports/")
    with django_assert_max_num_queries(14):
        client.get(f"/imports/{own.code}/")


# Data quality.


def month_of_orders(store: str, days: list[int], **changes: str) -> list[Order]:
    return [
        Order(
            f"{store}-{day:02d}-{place}",
            store,
            opened=f"2026-05-{day:02d} 09:00:00",
            settled=f"2026-05-{day:02d} 17:00:00",
            **changes,
        )
        for day in days
        for place in range(2)
    ]


def test_a_working_day_without_orders_is_missing(people, as_, tmp_path):
    bring(tmp_path, month_of_orders("S01", [4, 5, 6]) + month_of_orders("S02", [4, 6]))
    found = as_(people.manager).get("/data-quality/?month=2026-05").context["quality"]
    first, second = found.stores
    assert [(day.day.day, day.orders) for day in first.days if day.orders] == [(4, 2), (5, 2), (6, 2)]
    assert [day.day.day for day in second.days if day.missing] == [5]
    assert (first.complete, round(second.complete, 1)) == (100, 66.7)


def test_a_store_manager_sees_the_quality_of_the_own_store(people, as_, tmp_path):
    bring(tmp_path, month_of_orders("S01", [4]) + month_of_orders("S02", [4], category="飞天养护"))
    own = as_(people.store_manager).get("/data-quality/").context["quality"]
    assert [store.code for store in own.stores] == ["S01"]
    assert own.wordings == ()
    sister = as_(people.manager).get("/data-quality/").context["quality"]
    assert [(one.wording, one.rows, one.share) for one in sister.wordings] == [("飞天养护", 2, 50)]
    assert as_(people.stranger).get("/data-quality/").context["quality"].stores[0].code == "S03"


def test_promises_at_one_distance_are_called_never_edited(people, as_, tmp_path):
    alike = month_of_orders("S01", list(range(4, 16)), promised="")
    alike = [Order(**{**vars(one), "promised": one.opened.replace("09:00", "11:00")}) for one in alike]
    edited = month_of_orders("S02", list(range(4, 16)), promised="")
    edited = [
        Order(**{**vars(one), "promised": one.opened.replace("09:00", f"{11 + place % 7}:{place % 6}0")})
        for place, one in enumerate(edited)
    ]
    bring(tmp_path, alike + edited)
    first, second = as_(people.manager).get("/data-quality/").context["quality"].stores
    assert (first.promise.usable, first.promise.minutes, first.promise.share) == (False, 120, 100)
    assert second.promise.usable is True


def test_vehicles_that_cannot_be_told_are_counted(people, as_, tmp_path):
    orders = [
        Order("R1"),
        Order("R2", vin="LBV*********00002"),
        Order("R3", vin=""),
        Order("R4", vin="LBVOO000000000003"),
    ]
    bring(tmp_path, orders)
    store = as_(people.store_manager).get("/data-quality/").context["quality"].stores[0]
    assert (store.without_vin, store.unusual_vin) == (50, 25)


def test_an_empty_home_says_what_is_missing(people, as_):
    answer = as_(people.manager).get("/data-quality/")
    assert answer.status_code == 200
    assert answer.context["quality"].month == ""


def test_data_quality_is_exported_with_its_definitions(people, as_, tmp_path):
    bring(tmp_path, month_of_orders("S01", [4, 5]))
    answer = as_(people.manager).post("/data-quality/export?month=2026-05")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert len(book.worksheets) == 6
    assert book.worksheets[0]["B2"].value == "S01"
    assert book.worksheets[0]["C2"].value == 100


def test_data_quality_is_worked_out_once_for_a_state_of_the_facts(
    people, as_, own, django_assert_max_num_queries
):
    client = as_(people.manager)
    client.get("/data-quality/")
    with django_assert_max_num_queries(12):
        client.get("/data-quality/")
