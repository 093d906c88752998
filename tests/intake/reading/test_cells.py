"""How cells are written as text."""

from __future__ import annotations

import datetime as dt

import pytest

from biaogan.intake.reading.cells import CellValue, cell_text, dense_frame, sparse_frame
from biaogan.intake.reading.limits import Limits
from biaogan.intake.reading.refusal import Refusal
from biaogan.intake.reading.serials import serial_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("", None),
        ("  001 ", "  001 "),
        (True, "TRUE"),
        (7, "7"),
        (202506010001.0, "202506010001"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
        (-0.5, "-0.5"),
        (dt.datetime.fromisoformat("2025-06-01"), "2025-06-01"),
        (dt.datetime.fromisoformat("2025-06-01 08:29:59.999999"), "2025-06-01 08:30:00"),
        (dt.date(2025, 6, 1), "2025-06-01"),
        (dt.time(8, 30), "08:30:00"),
        (dt.timedelta(hours=36, minutes=5), "36:05:00"),
    ],
)
def test_a_value_is_written_in_one_way(value: CellValue, text: str | None) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("value", "nature", "text"),
    [
        (45809, "date", "2025-06-01"),
        (45809.5, "time", "2025-06-01 12:00:00"),
        (61, "date", "1900-03-01"),
        (59, "date", "1900-02-28"),
        (0, "date", "1900-01-00"),
        (0, "time", "00:00:00"),
        (0.75, "date", "18:00:00"),
        (1.5, "duration", "36:00:00"),
        (45809, None, "45809"),
        (1e12, "date", "1000000000000"),
        (-1, "date", "-1"),
    ],
)
def test_a_serial_number_is_what_its_format_shows(value: float, nature: str | None, text: str) -> None:
    assert serial_text(value, nature, epoch_1904=False) == text


def test_serial_numbers_count_from_1904_where_the_workbook_says_so() -> None:
    assert serial_text(44347, "date", epoch_1904=True) == "2025-06-01"


def test_rows_keep_their_lines_and_empty_rows_are_absent() -> None:
    frame = dense_frame([(1, ["a"]), (2, ["", None]), (5, ["b", "c"])], Limits())
    assert frame.rows() == [(1, "a", None), (5, "b", "c")]


def test_a_sparse_row_leaves_nulls_up_to_its_last_cell() -> None:
    assert sparse_frame([(3, {2: "x"}), (4, {})], Limits()).rows() == [(3, None, None, "x")]


def test_more_cells_than_allowed_are_refused() -> None:
    with pytest.raises(Refusal, match="too-large"):
        sparse_frame([(1, {9: "x"}), (2, {9: "x"})], Limits(max_cells=15))
