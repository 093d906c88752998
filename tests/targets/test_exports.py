"""Exports: texts stay texts, figures stay figures, and nothing becomes a formula."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from tests.targets.conftest import own_home
from tests.targets.region import HEADER

from biaogan.config import handlers
from biaogan.intake import uploads
from biaogan.intake.actions import import_paths
from biaogan.intake.exports import JSON, XLSX
from biaogan.intake.models import Batch
from biaogan.intake.staging import Options
from biaogan.jobs.worker import Worker
from biaogan.org.models import AuditEvent
from biaogan.targets.exports import table_workbook
from biaogan.ui.table import Cell, Column, Table
from house_world import build, routes

AT = datetime(2026, 6, 1, 9, 0)
FOR_OTHERS = {"intake:export_person"}  # only the regional manager's
NEEDS_A_PAST = {"targets:export_why"}  # one month has no change to explain; its own tests hand it out
WITH_ATTACKS = ("targets:export_orders", "targets:export_rows", "intake:quarantine", "intake:refused")
ATTACKS = (
    '=HYPERLINK("x","y")', "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "＝1+1", "＋1", "－1", "＠x",
    "=cmd|' /C calc'!A0", "{=1+1}",
)  # fmt: skip


KNOWN = {XLSX, JSON, "application/pdf"}


def cells(content: bytes):
    book = openpyxl.load_workbook(BytesIO(content))
    return [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def formulas(content: bytes) -> list[object]:
    return [cell.value for cell in cells(content) if cell.data_type == "f"]


def written(rows) -> bytes:
    table = Table("Orders", [Column("Name"), Column("Amount", unit="yuan", number=True)], rows)
    return table_workbook(
        [table], title="T", filters=[("Month", "2026-05")], definitions=[("Amount", "net")], person="某经理",
        at=AT, version="v1",
    )  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_a_formula(attack):
    table = Table(attack, [Column(attack), Column("n", number=True)], [[Cell(attack), attack]])
    content = table_workbook(
        [table], title=attack, filters=[(attack, attack)], definitions=[(attack, attack)], person=attack,
        at=AT, version=attack,
    )  # fmt: skip
    assert formulas(content) == []
    assert attack in {cell.value for cell in cells(content)}


def test_figures_stay_figures_and_missing_stays_empty():
    content = written([["a", "1,234.50"], ["b", None], ["c", "—"]])
    rows = list(openpyxl.load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert rows == [("Name", "Amount (yuan)"), ("a", 1234.5), ("b", None), ("c", "—")]


def test_an_export_says_who_when_which_filters_and_what_is_meant():
    said = {cell.value for cell in cells(written([["a", "1"]]))}
    assert {"某经理", "2026-06-01 09:00", "2026-05", "net", "v1"} <= said


def attacked_order(number: int, attack: str) -> str:
    """An order with the attack as its number, its advisor and its category."""
    who = f'T-own,"{attack}{number}",云A1234{number},LBV{number},"{attack}"'
    return f'{who},2026-05-04 09:00:00,,,,2026-05-04 16:00:00,"{attack}",已结算,800,400'


@pytest.fixture
def attacked(db, tmp_path):
    """A region whose files carry formulas in every text that may hold one."""
    with own_home(tmp_path):
        world = build()
        plain = [attack.replace('"', "") for attack in ATTACKS]
        lines = [attacked_order(at, attack) for at, attack in enumerate(plain)]
        lines += [line.replace(",云A", ",坏", 1).replace("2026-05-04 09:00:00", "=1+1") for line in lines]
        path = tmp_path / "=1+1.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8-sig")
        world.once("upload-own", lambda: given_by_hand(path, world))
        import_paths(paths=[path], options=Options(), by=world.people["store_manager"], at=AT.astimezone())
        world.once("batch-own", lambda: Batch.objects.latest("pk"))
        yield world


def given_by_hand(path, world) -> int:
    """The same file waits, checked, in the pages of an upload."""
    handlers.collect()
    file = SimpleUploadedFile(path.name, path.read_bytes())
    by = world.people["store_manager"]
    found = uploads.receive(files=[file], options={}, by=by, at=AT.astimezone())
    while Worker(beat_seconds=600).run_next():
        pass
    return found.pk


@dataclass(frozen=True)
class HandedOut:
    answer: HttpResponse
    noted: int  # exports in the audit trail


def handed_out(world, method: str) -> dict[str, HandedOut]:
    """What every address of the product hands out as a file, by name of the address; nothing stays done."""
    noted, found = AuditEvent.objects.filter(action="table-exported"), {}
    for route in routes():
        address, before = route.address(world, "own"), noted.count()
        with transaction.atomic():
            answer = world.client("store_manager").generic(method, address)
            if "attachment" in answer.headers.get("Content-Disposition", ""):
                found[route.name] = HandedOut(answer, noted.count() - before)
            transaction.set_rollback(True)
    return found


def test_no_download_of_the_product_holds_a_formula(attacked):
    answers = {name: one.answer for name, one in handed_out(attacked, "POST").items()}
    named = {route.name for route in routes() if "export" in route.name}
    assert named - answers.keys() == FOR_OTHERS | NEEDS_A_PAST, "an export nobody has looked into"
    assert len(answers) > 7
    assert {answer.headers["Content-Type"] for answer in answers.values()} <= KNOWN
    for name, answer in answers.items():
        if answer.headers["Content-Type"] != XLSX:
            continue  # a page of paper or JSON knows no formulas
        found = cells(answer.content)
        assert [cell.value for cell in found if cell.data_type == "f"] == [], name
    texts = {str(cell.value) for name in WITH_ATTACKS for cell in cells(answers[name].content)}
    assert any("HYPERLINK" in text for text in texts), "the attack is really in the tables"


def test_every_file_handed_out_is_noted_and_none_is_got_by_reading(attacked):
    assert {one.noted for one in handed_out(attacked, "POST").values()} == {1}
    assert handed_out(attacked, "GET") == {}


def test_a_person_is_handed_out_as_json_which_knows_no_formulas(attacked):
    route = next(route for route in routes() if route.name in FOR_OTHERS)
    answer = attacked.client("regional_manager").post(route.address(attacked, "own"))
    assert answer.headers["Content-Type"] == "application/json"
    assert AuditEvent.objects.filter(action="intake.export_person").count() == 1
