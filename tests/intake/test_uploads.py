"""From files to facts by the page: upload, columns, check, confirm."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.intake.files import HEADER, Order, orders_csv, several

from biaogan.intake import uploads
from biaogan.intake.models import Batch, ColumnMapping, Upload, UploadState, ValueMapping
from biaogan.org.models import AuditEvent, Store

pytestmark = pytest.mark.usefixtures("home")


def give(client, *files, **options):
    answer = client.post("/imports/new", {"given": list(files), "amounts": "net", "vat": "13", **options})
    assert answer.status_code == 302, answer.context["form"].errors
    return Upload.objects.latest("pk")


def checked(client, work, *files, **options) -> Upload:
    upload = give(client, *files, **options)
    assert work() == 1
    upload.refresh_from_db()
    return upload


def page(client, upload: Upload, step: str = "check") -> str:
    answer = client.get(f"/imports/uploads/{upload.pk}/{step}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_upload_is_checked_without_becoming_a_figure(people, as_, work):
    client = as_(people.manager)
    upload = checked(client, work, orders_csv(several(3)))
    assert upload.state == UploadState.CHECKED
    assert Batch.objects.count() == 0
    [sheet] = upload.report["files"][0]["sheets"]
    assert (sheet["kind"], sheet["read"], sheet["accepted"]) == ("repair_order", 3, 3)
    assert "维修查询.csv" in page(client, upload)


def test_a_confirmed_upload_is_imported_and_its_copies_leave(
    people, as_, work, django_capture_on_commit_callbacks
):
    client = as_(people.manager)
    upload = checked(client, work, orders_csv(several(3)))
    assert uploads.folder_of(upload).exists()
    assert client.post(f"/imports/uploads/{upload.pk}/confirm").status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        assert work() == 1
    upload.refresh_from_db()
    assert upload.state == UploadState.CONFIRMED
    assert not uploads.folder_of(upload).exists()
    batch = Batch.objects.get()
    assert (batch.accepted, batch.file.path, batch.accepted_by) == (3, "维修查询.csv", people.manager)
    assert batch.code in page(client, upload, "")


def test_a_given_up_upload_leaves_nothing(people, as_, work, django_capture_on_commit_callbacks):
    client = as_(people.manager)
    upload = checked(client, work, orders_csv(several(3)))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/imports/uploads/{upload.pk}/cancel")
    upload.refresh_from_db()
    assert upload.state == UploadState.CANCELLED
    assert not uploads.folder_of(upload).exists()
    assert Batch.objects.count() == 0
    client.post(f"/imports/uploads/{upload.pk}/confirm")
    assert work() == 0


def test_giving_up_while_the_check_waits_stops_the_check(people, as_, work):
    client = as_(people.manager)
    upload = give(client, orders_csv(several(1)))
    client.post(f"/imports/uploads/{upload.pk}/cancel")
    assert work() == 0
    upload.refresh_from_db()
    assert upload.state == UploadState.CANCELLED


def test_an_upload_is_its_owners_alone(people, as_, work):
    upload = checked(as_(people.manager), work, orders_csv(several(1)))
    for person in (people.store_manager, people.stranger):
        for path in ("", "check", "columns/", "columns/0"):
            assert as_(person).get(f"/imports/uploads/{upload.pk}/{path}").status_code == 404
        for path in ("again", "confirm", "cancel", "wordings", "refused/0"):
            answer = as_(person).post(f"/imports/uploads/{upload.pk}/{path}")
            assert answer.status_code == 404


def test_a_store_manager_brings_rows_of_the_own_store_only(people, as_, work):
    orders = [Order("R0001", "S01"), Order("R0002", "S02"), Order("R0003", "北湖店"), Order("R0004", "")]
    upload = checked(as_(people.store_manager), work, orders_csv(orders))
    [sheet] = upload.report["files"][0]["sheets"]
    assert (sheet["accepted"], sheet["quarantined"]) == (1, 3)
    as_(people.store_manager).post(f"/imports/uploads/{upload.pk}/confirm")
    work()
    assert list(Batch.objects.get().stores.values_list("store", flat=True)) == ["S01"]


def test_a_store_manager_cannot_name_another_store_for_files_without_one(people, as_, home):
    header = HEADER.removeprefix("门店,")
    file = SimpleUploadedFile("单店.csv", f"{header}\n{Order().line().partition(',')[2]}\n".encode())
    answer = as_(people.store_manager).post(
        "/imports/new", {"given": [file], "store": "S02", "amounts": "net", "vat": "13"}
    )
    assert answer.status_code == 200
    assert "store" in answer.context["form"].errors
    assert Upload.objects.count() == 0


def test_a_region_manager_cannot_bring_rows_of_another_region(people, as_, work):
    upload = checked(as_(people.manager), work, orders_csv([Order("R0001", "S03"), Order("R0002", "S02")]))
    [sheet] = upload.report["files"][0]["sheets"]
    assert (sheet["accepted"], sheet["reasons"]) == (1, {"unknown-store": 1})


def test_an_unknown_store_becomes_another_spelling_and_its_rows_are_accepted(people, as_, work):
    client = as_(people.manager)
    upload = checked(client, work, orders_csv([Order("R0001", "北城旗舰")]))
    assert "北城旗舰" in page(client, upload)
    client.post(f"/imports/uploads/{upload.pk}/stores/spelling", {"name": "北城旗舰", "store": "S01"})
    assert "confirm" not in page(client, upload), "what was changed must be checked first"
    client.post(f"/imports/uploads/{upload.pk}/confirm")
    assert work() == 0
    client.post(f"/imports/uploads/{upload.pk}/again")
    work()
    upload.refresh_from_db()
    assert upload.report["files"][0]["sheets"][0]["accepted"] == 1


def test_an_unknown_store_becomes_a_new_one_in_the_own_region(people, as_, work):
    client = as_(people.manager)
    upload = checked(client, work, orders_csv([Order("R0001", "北山店")]))
    client.post(f"/imports/uploads/{upload.pk}/stores/new", {"name": "北山店", "code": "S09"})
    assert Store.objects.get(code="S09").region == people.region
    assert (
        as_(people.store_manager)
        .post(f"/imports/uploads/{upload.pk}/stores/new", {"name": "x", "code": "S10"})
        .status_code
        == 403
    )


def test_an_unknown_header_is_listed_and_its_meaning_remembered(people, as_, work):
    client = as_(people.manager)
    header = HEADER.replace("应付总金额", "顾客掏的钱")
    upload = checked(client, work, orders_csv(several(2), header=header))
    assert "顾客掏的钱" in page(client, upload, "columns/")
    form = client.get(f"/imports/uploads/{upload.pk}/columns/0").context["form"]
    sent = {name: field.initial for name, field in form.fields.items()}
    name = next(n for n, field in form.fields.items() if field.label == "顾客掏的钱")
    assert (
        client.post(f"/imports/uploads/{upload.pk}/columns/0", {**sent, name: "net_total"}).status_code == 302
    )
    assert ColumnMapping.objects.get().fields == {"顾客掏的钱": "net_total"}
    client.post(f"/imports/uploads/{upload.pk}/again")
    work()
    assert "顾客掏的钱" not in page(client, upload, "check")
    again = checked(client, work, orders_csv(several(2, total="90.00"), name="下月.csv", header=header))
    assert again.report["files"][0]["sheets"][0]["unmapped_columns"] == ["随车物品"]


def test_two_columns_cannot_fill_one_field(people, as_, work):
    client = as_(people.manager)
    upload = checked(client, work, orders_csv(several(1)))
    form = client.get(f"/imports/uploads/{upload.pk}/columns/0").context["form"]
    sent = {name: field.initial for name, field in form.fields.items()}
    name = next(n for n, field in form.fields.items() if field.label == "随车物品")
    answer = client.post(f"/imports/uploads/{upload.pk}/columns/0", {**sent, name: "net_total"})
    assert answer.status_code == 200
    assert ColumnMapping.objects.count() == 0


def test_a_sheet_that_is_not_recognised_is_read_as_a_person_says(people, as_, work):
    client = as_(people.manager)
    text = "某某系统导出\n甲,乙,丙,丁\nR0001,2026-05-04,120.00,S01\n"
    upload = checked(client, work, SimpleUploadedFile("奇怪.csv", text.encode()))
    assert "奇怪.csv" in page(client, upload, "columns/")
    client.post(f"/imports/uploads/{upload.pk}/unrecognised/0", {"kind": "repair_order", "row": "2"})
    client.post(f"/imports/uploads/{upload.pk}/again")
    work()
    form = client.get(f"/imports/uploads/{upload.pk}/columns/0").context["form"]
    means = dict(zip(form.fields, ["ro_no", "opened_at", "net_total", "store"], strict=True))
    client.post(f"/imports/uploads/{upload.pk}/columns/0", means)
    client.post(f"/imports/uploads/{upload.pk}/again")
    work()
    upload.refresh_from_db()
    [sheet] = upload.report["files"][0]["sheets"]
    assert (sheet["kind"], sheet["header_row"], sheet["accepted"]) == ("repair_order", 2, 1)


def test_a_wording_is_shown_with_its_money_and_its_meaning_remembered(people, as_, work):
    client = as_(people.manager)
    orders = [Order("R0001", category="飞天养护", total="300.00"), Order("R0002", total="900.00")]
    upload = checked(client, work, orders_csv(orders))
    answer = client.get(f"/imports/uploads/{upload.pk}/check")
    [(wording, _field)] = [pair for pair in answer.context["wordings"] if pair[0].field == "biz_type"]
    assert (wording.wording, wording.rows, wording.share) == ("飞天养护", 1, 25)
    place = [one.field for one, _ in answer.context["wordings"]].index("biz_type")
    client.post(f"/imports/uploads/{upload.pk}/wordings", {f"wording-{place}": "maintenance"})
    assert ValueMapping.objects.get().code == "maintenance"
    client.post(f"/imports/uploads/{upload.pk}/again")
    work()
    assert "飞天养护" not in page(client, upload)


def test_refused_rows_come_back_as_the_same_sheet_with_reasons(people, as_, work):
    client = as_(people.manager)
    upload = checked(client, work, orders_csv([Order("R0001", opened="2026-13-45"), Order("R0002")]))
    assert "invalid-date" in page(client, upload)
    answer = client.post(f"/imports/uploads/{upload.pk}/refused/0")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    header, row = list(sheet.iter_rows(values_only=True))
    assert list(header[: len(HEADER.split(","))]) == HEADER.split(",")
    assert row[1] == "R0001"
    assert "invalid-date" in row[-3]


def test_the_same_file_again_is_named_a_duplicate(people, as_, work):
    client = as_(people.manager)
    first = checked(client, work, orders_csv(several(2)))
    client.post(f"/imports/uploads/{first.pk}/confirm")
    work()
    again = checked(client, work, orders_csv(several(2)))
    assert again.report["files"][0]["status"] == "duplicate"
    assert "/confirm" not in page(client, again)


def test_two_files_of_one_name_are_both_read(people, as_, work):
    client = as_(people.manager)
    files = [orders_csv(several(1)), orders_csv([replace(Order(), ro_no="R0009")])]
    upload = checked(client, work, *files)
    assert [file["sheets"][0]["accepted"] for file in upload.report["files"]] == [1, 1]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\dms\\五月.xls", "五月.xls"),
        ("..", "file"),
        ("<b>.csv", "b.csv"),
        ("a" * 300 + ".xlsx", "a" * 145 + ".xlsx"),
    ],
)
def test_a_file_name_is_only_a_name(given, kept):
    assert uploads.plain_name(given) == kept


def test_personal_values_of_a_waiting_upload_never_enter_the_database(people, as_, work):
    client = as_(people.manager)
    upload = checked(client, work, orders_csv([Order(opened="2026-13-45", owner="赵金丝雀")]))
    assert "赵金丝雀" not in str(Upload.objects.values())
    assert "赵金丝雀" not in str(list(AuditEvent.objects.values()))
    assert "赵金丝雀" in page(client, upload, "columns/0")


def test_the_database_asks_little_for_the_check_page(people, as_, work, django_assert_max_num_queries):
    client = as_(people.manager)
    upload = checked(client, work, orders_csv([Order(f"R{n}", f"未知店{n}") for n in range(8)]))
    with django_assert_max_num_queries(25):
        page(client, upload)
