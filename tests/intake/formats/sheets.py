"""Sheets as reading hands them over, built from lists of cells."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from biaogan.intake.formats import Recognised, recognise
from biaogan.intake.reading import RawSheet

Row = Sequence[str | None]


def sheet(*rows: Row, name: str = "Sheet1") -> RawSheet:
    """A sheet of the rows given; an empty row is absent, as in what reading gives."""
    width = max(len(row) for row in rows)
    lines = [
        (line, [*row, *[None] * (width - len(row))]) for line, row in enumerate(rows, start=1) if any(row)
    ]
    columns = {f"c{index}": [row[index] or None for _, row in lines] for index in range(width)}
    schema = {"line": pl.Int64, **dict.fromkeys(columns, pl.String)}
    return RawSheet(name, pl.DataFrame({"line": [line for line, _ in lines], **columns}, schema=schema))


def cells(text: str) -> list[str]:
    """The cells of a row written with commas."""
    return [cell.strip() for cell in text.split(",")]


def recognised(
    *rows: Row, file_name: str = "export.xls", name: str = "Sheet1", kind: str | None = None
) -> Recognised:
    found = recognise(sheet(*rows, name=name), file_name=file_name, kind=kind)
    assert isinstance(found, Recognised), found
    return found


def fields(found: Recognised) -> dict[str, str]:
    """Header -> field of every column that fills one."""
    return {column.header: column.field for column in found.columns if column.field}
