"""The refused rows handed back as the sheet they came from, with the reasons beside them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter

from biaogan.engine.facts.reasons import REASONS
from biaogan.intake.committing import refused_rows
from biaogan.intake.models import Batch

# Recognition knows these headers and leaves them out when the mended file comes back.
REASON_HEADERS = ("标杆·原因代码", "标杆·原因", "Biaogan: reason")
WIDEST = 40


def quarantine_workbook(batch: Batch) -> bytes:
    """The quarantined rows of a batch, ready to be mended and imported again."""
    rows = refused_rows(batch.code).filter(pl.col("decision") == "quarantined")
    return workbook_of(batch.sheet, batch.columns, rows)


def workbook_of(name: str, columns: list[dict[str, Any]], rows: pl.DataFrame) -> bytes:
    """An .xlsx with the original headers, the original values as text, and three reason columns."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(_sheet_name(name))
        bold = workbook.add_format({"bold": True})
        marked = workbook.add_format({"font_color": "#9c2a1c"})
        columns = sorted(columns, key=lambda column: column["index"])
        headers = [column["header"] for column in columns] + list(REASON_HEADERS)
        for at, header in enumerate(headers):
            sheet.write_string(0, at, header or "", bold)
            sheet.set_column(at, at, min(WIDEST, max(10, 2 * len(header or ""))))
        for down, row in enumerate(rows.iter_rows(named=True), start=1):
            for at, column in enumerate(columns):
                if (value := row.get(f"c{column['index']}")) is not None:
                    sheet.write_string(down, at, value)
            for at, reason in enumerate(_reasons(row), start=len(columns)):
                sheet.write_string(down, at, reason, marked)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _reasons(row: dict[str, object]) -> tuple[str, str, str]:
    codes = [str(code) for code in row["codes"]]  # type: ignore[attr-defined]
    details = f" [{row['details']}]" if row["details"] else ""
    place = f"第 {row['line']} 行", f"row {row['line']}"
    zh = " ".join(REASONS[code].sentence("zh") for code in codes)
    en = " ".join(REASONS[code].sentence("en") for code in codes)
    return ",".join(codes), f"{place[0]}：{zh}{details}", f"{place[1]}: {en}{details}"


def _sheet_name(name: str) -> str:
    kept = "".join(letter for letter in name if letter not in r"[]:*?/\\'")[:31]
    return kept or "Sheet1"
