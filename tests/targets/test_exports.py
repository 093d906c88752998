"""Exports: texts stay texts, figures stay figures, and nothing becomes a formula."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from tests.targets.conftest import own_home
from tests.targets.region import HEADER

from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options
from biaogan.targets.exports import table_workbook
from biaogan.ui.table import Cell, Column, Table
from house_world import build

AT = datetime(2026, 6, 1, 9, 0)
ATTACKS = (
    '=HYPERLINK("x","y")', "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "＝1+1", "＋1", "－1", "＠x",
    "=cmd|' /C calc'!A0", "{=1+1}",
)  # fmt: skip


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
        lines = [attacked_order(at, attack.replace('"', "")) for at, attack in enumerate(ATTACKS)]
        path = tmp_path / "=1+1.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8-sig")
        import_paths(paths=[path], options=Options(), by=None, at=AT.astimezone(), below=tmp_path)
        yield world


def test_no_download_of_the_product_holds_a_formula(attacked):
    client = attacked.client("regional_manager")
    answers = [
        client.post("/orders/export"),
        client.get("/imports/export"),
        client.get("/data-quality/export?month=2026-05"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    for answer in answers:
        assert formulas(answer.content) == []
    held = {str(cell.value) for cell in cells(answers[0].content)}
    assert any("HYPERLINK" in value for value in held), "the attack is really in the table"
