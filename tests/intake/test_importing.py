"""One import and the next: what counts, what is refused, what an undo brings back."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from biaogan.engine.metrics.reading import readings
from biaogan.intake import committing, opening_ahead
from biaogan.intake.actions import CannotUndo, import_paths, undo_batch
from biaogan.intake.models import Batch, Identity, LakeState, SourceFile
from biaogan.intake.reading import read_file
from biaogan.intake.staging import Options
from biaogan.intake.state import current_version, snapshot
from biaogan.org.actions import create_store
from biaogan.org.models import AuditEvent, Store

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]

AT = datetime(2026, 3, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
HEADER = "门店,工单号,VIN,开单时间,结算日期,维修金额,工时费,工单状态"


@pytest.fixture
def stores():
    create_store(code="S01", name="云溪店", aliases=["云溪"], by=None)
    create_store(code="S02", name="青麓店", by=None)


def orders(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8-sig")
    return path


def order(
    number: str,
    *,
    store: str = "S01",
    opened: str = "2026-01-05",
    settled: str = "2026-01-05",
    net: str = "100",
) -> str:
    state = "已结算" if settled else "在修"
    return f"{store},{number},V{number},{opened},{settled},{net},{net},{state}"


def bring(*paths: Path, dry_run: bool = False, **options):
    return import_paths(paths=paths, options=Options(**options), by=None, at=AT, dry_run=dry_run)


def revenue(store: str = "S01", month: str = "2026-01"):
    found = readings(snapshot(), ["revenue"], months=[month], stores=["S01", "S02"], as_of=date(2026, 3, 10))
    return next(reading.value for reading in found if reading.place == store)


def test_rows_become_facts_with_batch_identities_and_audit_event(stores, tmp_path):
    report = bring(orders(tmp_path / "a.csv", order("A1"), order("A2", store="云溪")))
    sheet = report.files[0].sheets[0]
    assert (sheet.read, sheet.accepted, sheet.quarantined, sheet.ignored) == (2, 2, 0, 0)
    assert revenue() == 200
    batch = Batch.objects.get(code=sheet.batch)
    assert list(batch.stores.values_list("store", "month", "rows")) == [("S01", "2026-01", 2)]
    assert set(Identity.objects.values_list("value", flat=True)) == {"VA1", "VA2"}
    assert AuditEvent.objects.filter(action="intake.accept", key=batch.code).count() == 1


def test_facts_that_the_engine_no_longer_knows_are_opened_anew(stores, tmp_path):
    bring(orders(tmp_path / "a.csv", order("A1")))
    lost = snapshot()
    assert snapshot() is lost
    lost.connection.close()
    assert snapshot() is not lost
    assert revenue() == 100


def test_a_dry_run_counts_the_same_and_leaves_nothing_behind(stores, tmp_path):
    file = orders(tmp_path / "a.csv", order("A1"), order("A2", opened="2026-13-45"))
    tried = bring(file, dry_run=True).files[0].sheets[0]
    assert (Batch.objects.count(), SourceFile.objects.count(), LakeState.objects.count()) == (0, 0, 0)
    real = bring(file).files[0].sheets[0]
    assert (
        (tried.read, tried.accepted, tried.quarantined)
        == (real.read, real.accepted, real.quarantined)
        == (2, 1, 1)
    )


def test_the_same_file_again_is_refused_with_the_date_of_the_first(stores, tmp_path):
    file = orders(tmp_path / "a.csv", order("A1"))
    bring(file)
    version = current_version()
    again = bring(file).files[0]
    assert again.status == "duplicate"
    assert "2026-03-10 09:00" in again.zh
    assert current_version() == version


def test_a_file_whose_batches_were_undone_may_come_again(stores, tmp_path):
    file = orders(tmp_path / "a.csv", order("A1"))
    bring(file)
    undo_batch(batch=Batch.objects.get(), by=None, at=AT)
    assert revenue() is None
    assert bring(file).files[0].status == "accepted"
    assert revenue() == 100


def test_a_file_that_was_refused_whole_may_come_again_once_its_store_exists(tmp_path):
    file = orders(tmp_path / "a.csv", order("A1", store="新店"))
    first = bring(file).files[0]
    assert (first.status, first.sheets[0].reasons, first.sheets[0].unknown_stores) == (
        "refused",
        {"unknown-store": 1},
        ["新店"],
    )
    create_store(code="S09", name="新店", by=None)
    assert bring(file).files[0].status == "accepted"


def test_unknown_stores_are_created_only_when_asked(tmp_path):
    file = orders(tmp_path / "a.csv", order("A1", store="新店"))
    bring(file)
    assert not Store.objects.exists()
    bring(file, create_stores=True)
    assert Store.objects.get().name == "新店"


def test_an_undo_restores_every_figure_and_the_version(stores, tmp_path):
    bring(orders(tmp_path / "a.csv", order("A1"), order("A2")))
    before, version = revenue(), current_version()
    bring(orders(tmp_path / "b.csv", order("A1", net="777"), order("A3", net="5")))
    assert revenue() == 882
    undo_batch(batch=Batch.objects.order_by("-position").first(), by=None, at=AT)
    assert (revenue(), current_version()) == (before, version)


def test_a_batch_is_undone_once(stores, tmp_path):
    bring(orders(tmp_path / "a.csv", order("A1")))
    batch = Batch.objects.get()
    undo_batch(batch=batch, by=None, at=AT)
    with pytest.raises(CannotUndo):
        undo_batch(batch=batch, by=None, at=AT)


def test_an_undone_older_batch_takes_only_what_nobody_said_again(stores, tmp_path):
    bring(orders(tmp_path / "a.csv", order("A1"), order("A2")))
    bring(orders(tmp_path / "b.csv", order("A1", net="700")))
    undo_batch(batch=Batch.objects.order_by("position").first(), by=None, at=AT)
    assert revenue() == 700


@pytest.mark.parametrize("turn", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_order_in_which_files_are_named_changes_nothing(stores, tmp_path, turn):
    files = [
        orders(tmp_path / "z.csv", order("A1", settled="")),
        orders(tmp_path / "m.csv", order("A1", net="300"), order("A2")),
        orders(tmp_path / "a.csv", order("A1", settled="2026-02-02", net="900")),
    ]
    bring(*(files[at] for at in turn))
    assert (revenue(), revenue(month="2026-02")) == (100, 900)


def test_the_same_rows_in_a_file_of_other_bytes_change_no_figure(stores, tmp_path):
    bring(orders(tmp_path / "a.csv", order("A1"), order("A2")))
    before = revenue()
    bring(orders(tmp_path / "b.csv", order("A2"), order("A1")))
    assert revenue() == before


def test_a_closed_month_changed_later_is_said(stores, tmp_path):
    bring(orders(tmp_path / "a.csv", order("A1")))
    sheet = bring(orders(tmp_path / "b.csv", order("A1", net="150"))).files[0].sheets[0]
    assert sheet.restated == [
        {
            "store": "S01",
            "month": "2026-01",
            "rows_before": 1,
            "rows_after": 1,
            "fen_before": 10000,
            "fen_after": 15000,
        }
    ]


def test_members_of_a_zip_are_imported_like_files_of_a_folder(stores, tmp_path):
    inner = orders(tmp_path / "一月.csv", order("A1"))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(inner, "门店/一月.csv")
    report = bring(tmp_path / "all.zip")
    assert report.files[0].path == "all.zip/门店/一月.csv"
    assert revenue() == 100


def test_gross_amounts_lose_their_tax(stores, tmp_path):
    from decimal import Decimal

    bring(orders(tmp_path / "a.csv", order("A1", net="113")), amounts="gross", vat=Decimal("0.13"))
    assert revenue() == 100


def test_a_file_without_a_table_is_refused_with_a_sentence(stores, tmp_path):
    (tmp_path / "letter.csv").write_text("尊敬的经理\n您好\n", encoding="utf-8")
    file = bring(tmp_path / "letter.csv").files[0]
    assert (file.status, file.reason) == ("refused", "not-a-table")
    assert file.zh
    assert file.en


def test_what_a_vehicle_is_comes_from_order_files_too(stores, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "门店,工单号,VIN,开单时间,车型,车辆本店销售,车辆销售日期\nS01,A1,LTESTVNA0C0000001,2026-01-05,T5,是,2024-02-03\n",
        encoding="utf-8",
    )
    bring(path)
    vehicles = snapshot().table("vehicle").to_pyarrow().to_pylist()
    assert [(v["model"], v["sold_by"], v["sale_date"]) for v in vehicles] == [("T5", "S01", date(2024, 2, 3))]


def workbook(path: Path, **sheets: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for down, row in enumerate(rows):
                for across, cell in enumerate(row):
                    sheet.write_string(down, across, cell)
    return path


def test_an_import_stopped_between_two_sheets_is_taken_up_where_it_stopped(stores, tmp_path, monkeypatch):
    rows = [HEADER.split(","), order("A1").split(",")]
    later = [HEADER.split(","), order("A2", opened="2026-02-05", settled="2026-02-05").split(",")]
    file = workbook(tmp_path / "a.xlsx", 一月=rows, 二月=later)
    real = committing.commit_sheet

    def dies_on_the_second(sheet, *args, **options):
        if Batch.objects.exists():
            raise KeyboardInterrupt
        return real(sheet, *args, **options)

    monkeypatch.setattr(committing, "commit_sheet", dies_on_the_second)
    with pytest.raises(KeyboardInterrupt):
        bring(file)
    monkeypatch.undo()
    assert (revenue(), revenue(month="2026-02")) == (100, None)
    assert bring(file).files[0].status == "accepted"
    assert (revenue(), revenue(month="2026-02")) == (100, 100)
    assert Batch.objects.count() == 2
    assert bring(file).files[0].status == "duplicate"


def test_a_large_file_that_was_begun_early_is_read_once(stores, tmp_path, monkeypatch):
    path, read = orders(tmp_path / "a.csv", order("R1")), []

    def counted(*about, **named):
        read.append(about)
        return read_file(*about, **named)

    monkeypatch.setattr(opening_ahead, "LARGE_BYTES", 1)
    monkeypatch.setattr(opening_ahead, "read_file", counted)
    opening_ahead.begin(path)
    report = bring(path)
    assert (len(read), report.files[0].status) == (1, "accepted")
    assert opening_ahead._begun == {}
