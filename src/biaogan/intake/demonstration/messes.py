"""A few bad cells, as they happen: planted in known numbers so that a test can count them."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from biaogan.intake.demonstration.layouts import Layout
from biaogan.intake.demonstration.sheets import Sheet

IMPOSSIBLE_DATES = ("2025-02-30", "2025-13-45", "待补")


def spoil(sheet: Sheet, layout: Layout, store: str, period: str) -> None:
    """Spoils two or three rows of the sheets named in PLANS; all others stay as they are."""
    for planned_store, kind, mess in PLANS:
        if planned_store == store and kind == sheet.kind and sheet.rows >= 8:
            mess(sheet, layout, zlib.crc32(f"{store}{period}".encode()))


def _place(layout: Layout, *fields: str) -> int:
    return next(index for index, (_, source) in enumerate(layout.columns) if source in fields)


def _spread(sheet: Sheet, seed: int, count: int) -> list[int]:
    """`count` different rows, never the first or the last."""
    step = (sheet.rows - 2) // count
    return [1 + number * step + seed % step for number in range(count)]


def _impossible_opening(sheet: Sheet, layout: Layout, seed: int) -> None:
    column = _place(layout, "opened_at")
    for number, row in enumerate(_spread(sheet, seed, 2)):
        sheet.columns[column][row] = IMPOSSIBLE_DATES[number]
    sheet.refused["invalid-date"] = sheet.refused.get("invalid-date", 0) + 2


def _twice(sheet: Sheet, _layout: Layout, seed: int) -> None:
    """One order row appears a second time; totals do not count it, so only where there are none."""
    row = _spread(sheet, seed, 3)[2]
    for column in sheet.columns:
        column.insert(row + 1, column[row])
    sheet.doubled += 1


def _amount_in_words(sheet: Sheet, layout: Layout, seed: int) -> None:
    column = _place(layout, "net_amount")
    for row in _spread(sheet, seed, 2):
        _set_out_of_total(sheet, column, row, "待定")
    sheet.refused["invalid-amount"] = 2


def _opposite_signs(sheet: Sheet, layout: Layout, seed: int) -> None:
    quantity = _place(layout, "qty")
    for row in _spread(sheet, seed, 2):
        value = sheet.columns[quantity][row]
        sheet.columns[quantity][row] = f"-{value}" if isinstance(value, str) else -abs(float(str(value)))
    sheet.refused["qty-amount-sign"] = 2


def _score_beyond(sheet: Sheet, layout: Layout, _seed: int) -> None:
    score = _place(layout, "score")
    answered = [row for row in range(sheet.rows) if sheet.columns[score][row] is not None][:2]
    for row in answered:
        sheet.columns[score][row] = "120" if isinstance(sheet.columns[score][row], str) else 120.0
    sheet.refused["score-out-of-scale"] = len(answered)


def _no_time_of_receipt(sheet: Sheet, layout: Layout, _seed: int) -> None:
    sheet.columns[_place(layout, "received_at")][2] = "昨天下午"
    sheet.refused["invalid-date"] = 1


def _wrong_total(sheet: Sheet, layout: Layout, _seed: int) -> None:
    """The total of a page somebody added up by hand."""
    if sheet.below:
        column = _place(layout, "net_total", "net_amount")
        sheet.below[0][column] = "88888.00"
        sheet.refused["total-mismatch"] = 1


def _set_out_of_total(sheet: Sheet, column: int, row: int, text: str) -> None:
    """The printed total agrees with what can be read: the spoiled amount is taken out of it."""
    old = sheet.columns[column][row]
    sheet.columns[column][row] = text
    total = sheet.below[0][column] if sheet.below else None
    if total is not None and old is not None:
        left = round(float(str(total).replace(",", "")) - float(str(old).replace(",", "")), 2)
        sheet.below[0][column] = f"{left:.2f}" if isinstance(total, str) else left


Mess = Callable[[Sheet, Layout, int], None]
PLANS: tuple[tuple[str, str, Mess], ...] = (
    ("S01", "ro_labour", _amount_in_words),
    ("S03", "repair_order", _impossible_opening),
    ("S03", "repair_order", _twice),
    ("S03", "survey", _score_beyond),
    ("S04", "ro_part", _wrong_total),
    ("S05", "repair_order", _impossible_opening),
    ("S07", "ro_part", _opposite_signs),
    ("S09", "repair_order", _twice),
    ("S10", "complaint", _no_time_of_receipt),
)
