"""The fast and the careful reader of workbooks agree, and a text table gives back what was written."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from biaogan.intake.reading import workbook
from biaogan.intake.reading.limits import Limits
from biaogan.intake.reading.sheet import LINE
from biaogan.intake.reading.sniff import read_text
from biaogan.intake.reading.workbook import WorkbookReader, read_workbook

PLAIN = ("General", "0.00", '#,##0"元"')
DATED = ("yyyy-mm-dd", "yyyy/m/d h:mm:ss", "[h]:mm", 31, "h:mm")
WORDS = some.text(some.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=12)
NUMBERS = some.one_of(some.integers(-(10**12), 10**12), some.decimals(-9_999, 9_999, places=2).map(float))
SECONDS = some.integers(1, 60_000 * 86_400)  # a serial number is days, here of whole seconds


@dataclass(frozen=True)
class Number:
    value: float
    format: str | int


NUMBER_CELLS = some.builds(Number, NUMBERS, some.sampled_from(PLAIN))
DATE_CELLS = some.builds(Number, SECONDS.map(lambda seconds: seconds / 86_400), some.sampled_from(DATED))
CELLS = some.one_of(
    WORDS, NUMBER_CELLS, DATE_CELLS, some.booleans(), some.sampled_from(["#REF!", "#N/A", "#DIV/0!"])
)
PLACES = some.tuples(some.integers(0, 30), some.integers(0, 8))


def workbook_file(path: Path, cells: dict[tuple[int, int], Number | str | bool]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for (line, column), value in cells.items():
            match value:
                case Number():
                    style = book.add_format({"num_format": value.format})
                    sheet.write_number(line, column, value.value, style)
                case bool():
                    sheet.write_boolean(line, column, value)
                case "#REF!" | "#N/A" | "#DIV/0!":
                    sheet.write_formula(line, column, "=1/0", None, value)
                case _:
                    sheet.write_string(line, column, value)


def careful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkbookReader, "is_plain", lambda *_: False)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=some.dictionaries(PLACES, CELLS, max_size=40))
def test_both_readers_of_workbooks_agree(
    tmp_path: Path, cells: dict[tuple[int, int], Number | str | bool]
) -> None:
    path = tmp_path / "book.xlsx"
    workbook_file(path, cells)
    fast = read_workbook(path, Limits()).sheets[0].cells
    with pytest.MonkeyPatch.context() as patch:
        careful(patch)
        slow = read_workbook(path, Limits()).sheets[0].cells
    assert filled(fast) == filled(slow)
    assert fast[LINE].to_list() == slow[LINE].to_list()


def filled(frame: pl.DataFrame) -> dict[tuple[int, str], str]:
    return {
        (row[LINE], name): text
        for row in frame.to_dicts()
        for name, text in row.items()
        if name != LINE and text is not None
    }


def test_a_large_sheet_is_read_as_a_small_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xlsx"
    cells: dict[tuple[int, int], object] = {(n, n % 5): f"x{n}" for n in range(300)} | {
        (7, 7): True,
        (9, 9): "#N/A",
    }
    workbook_file(path, cells)
    small = read_workbook(path, Limits()).sheets[0].cells
    monkeypatch.setattr(workbook, "LARGE_PART", 0)
    assert read_workbook(path, Limits()).sheets[0].cells.equals(small)


TABLES = some.lists(some.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=8).filter(
    lambda rows: len({len(row) for row in rows}) == 1
)


@settings(max_examples=60, deadline=None)
@given(
    rows=TABLES, encoding=some.sampled_from(["utf-8-sig", "utf-16"]), ending=some.sampled_from(["\n", "\r\n"])
)
def test_a_text_table_gives_back_what_was_written(rows: list[list[str]], encoding: str, ending: str) -> None:
    rows = [["工单号", "车牌号", "金额", "备注"][: len(rows[0])], *rows]
    out = io.StringIO()
    csv.writer(out, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(rows)
    if any(is_strange(character) for row in rows for cell in row for character in cell):
        return
    cells = read_text(out.getvalue().encode(encoding), Limits()).sheets[0].cells
    expected = {
        (line, f"c{column}"): cell
        for line, row in enumerate(rows, 1)
        for column, cell in enumerate(row)
        if cell
    }
    assert filled(cells) == expected


def is_strange(character: str) -> bool:
    """Private use and the replacement character, which say that a text was decoded wrongly."""
    return "\ue000" <= character <= "\uf8ff" or character == "\ufffd"
