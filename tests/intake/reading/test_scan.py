"""What the quick look over a sheet's XML finds."""

from __future__ import annotations

import re

import pytest

from biaogan.intake.reading.scan import (
    column_index,
    column_letters,
    declared_grid,
    letters_beyond,
    scan_sheet,
)
from biaogan.intake.reading.styles import Styles, nature

ROOT = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@pytest.mark.parametrize("index", [0, 25, 26, 51, 52, 700, 701, 702, 16_383])
def test_columns_beyond_a_column_are_all_those_to_its_right(index: int) -> None:
    pattern = re.compile(letters_beyond(index))
    beyond = [other for other in [*range(0, 1500, 7), 16_383] if pattern.fullmatch(column_letters(other))]
    assert beyond == [other for other in [*range(0, 1500, 7), 16_383] if other > index]
    assert column_index(column_letters(index)) == index


def test_the_grid_reaches_to_the_farthest_cell() -> None:
    rows = b'<row r="3"><c r="B3"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    scan = scan_sheet([ROOT + rows], Styles())
    assert (scan.first_row, scan.last_row, scan.width) == (3, 1_048_576, 16_384)
    assert scan.grid == (1_048_576 - 2) * 16_384


def test_a_far_cell_in_a_later_block_is_found() -> None:
    later = b'<row r="2"><c r="A2"/><c r="IV2"><v>1</v></c></row>'
    scan = scan_sheet([ROOT + b'<row r="1"><c r="A1"/></row>', later], Styles())
    assert scan.columns == {0, 255}


def test_numbers_in_date_styles_mark_their_column() -> None:
    cells = b'<c r="A1" s="2"><v>1</v></c><c r="B1" s="2" t="s"><v>0</v></c><c r="C1" s="12"><v>1</v></c>'
    assert scan_sheet([ROOT + b'<row r="1">' + cells], Styles(dates=frozenset({2}))).date_columns == {0}


def test_serials_the_fast_reader_misreads_are_kept_with_their_place() -> None:
    row = b'<row r="7"><c r="C7" s="3"><v>1.5</v></c></row>'
    assert scan_sheet([ROOT + row], Styles(durations=frozenset({3}))).serials == {(7, 2): ("duration", 1.5)}


@pytest.mark.parametrize(
    "row",
    [b"<row><c><v>1</v></c></row>", b'<row r="1"><c s="1" r="A1"/></row>', b"<row r='1'><c r='A1'/></row>"],
)
def test_cells_that_do_not_begin_with_their_place_are_irregular(row: bytes) -> None:
    assert not scan_sheet([ROOT + row], Styles()).regular


def test_a_declared_dimension_is_read_and_its_absence_is_zero() -> None:
    assert declared_grid(b'<worksheet><dimension ref="A1:XFD1048576"/>') == 16_384 * 1_048_576
    assert declared_grid(b"<worksheet><sheetData>") == 0


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("yyyy-mm-dd", "date"),
        ('yyyy"年"m"月"d"日"', "date"),
        ("[$-804]yyyy/m/d;@", "date"),
        ("m/d", "date"),
        ("mmm-yy", "date"),
        ("h:mm", "time"),
        ('上午/下午h"时"mm"分"', "time"),
        ("mm:ss.0", "time"),
        ("[h]:mm:ss", "duration"),
        ("General", None),
        ("@", None),
        ("0.00E+00", None),
        ('#,##0"元/d"', None),
        ('"m"0', None),
        (r"0.00_);[Red]\(0.00\)", None),
        (r"\d0", None),
    ],
)
def test_a_number_format_says_whether_a_number_is_a_date(code: str, expected: str | None) -> None:
    assert nature(code) == expected
