"""The worked example of a metric: a few rows of facts and the readings they give.

One file per metric, `examples/<slug>.md`: a table per kind of fact in the units people read (yuan,
hours), then the table of expected readings. It is the metric's test and is shown on its page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from biaogan.engine.facts.kind import Field, Type
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.facts.snapshot import DERIVED

if TYPE_CHECKING:
    from biaogan.engine.facts.snapshot import Snapshot

Row = dict[str, str]
Value = Decimal | None

EXPECTED = "expected"
AS_OF = "as of "
FOLDER = Path(__file__).parent / "examples"
# Columns of the order table that stand for one line each, so that a small example stays small.
LINE_COLUMNS = ("labour", "parts", "accessories", "hours", "labour_cost", "parts_cost", "payer")


@dataclass(frozen=True)
class Example:
    """Tables as written: kind -> rows of text; and the readings they give by (place, month)."""

    tables: Mapping[str, list[Row]]
    expected: Mapping[tuple[str, str], Value]
    as_of: date

    def stores(self) -> list[str]:
        named = {row["store"] for rows in self.tables.values() for row in rows if row.get("store")}
        return sorted(named) or ["S1"]

    def months(self) -> list[str]:
        return sorted({month for _, month in self.expected})

    def snapshot(self) -> Snapshot:
        from biaogan.engine.facts.snapshot import in_memory

        return in_memory(facts(self.tables), version="example")


@cache
def example_of(slug: str) -> Example:
    """The worked example of a metric. Raises FileNotFoundError where there is none."""
    return parse((FOLDER / f"{slug}.md").read_text(encoding="utf-8"))


def parse(text: str) -> Example:
    """Read the tables of an example. A table without a heading holds repair orders."""
    tables: dict[str, list[Row]] = {}
    kind, headers, as_of = "repair_order", None, date(2030, 1, 1)
    for line in (raw.strip().strip("|").strip() for raw in text.splitlines()):
        if line.startswith("#"):
            kind, headers = line.lstrip("# ").strip(), None
        elif line.startswith(AS_OF):
            as_of = date.fromisoformat(line.removeprefix(AS_OF))
        elif "|" in line or (line and headers is not None):
            cells = [cell.strip() for cell in line.split("|")]
            if headers is None:
                headers = cells
            elif set(line) - set("|-: "):
                tables.setdefault(kind, []).append(dict(zip(headers, cells, strict=True)))
    rows = tables.pop(EXPECTED, [])
    expected = {(row["place"], row["month"]): _decimal(row["value"]) for row in rows}
    return Example(tables, expected, as_of)


def facts(tables: Mapping[str, list[Row]]) -> dict[str, pl.DataFrame]:
    """The facts the tables stand for, in the columns of the kinds; what is not told has a default."""
    whole = {kind: [dict(row) for row in rows] for kind, rows in tables.items()}
    orders = whole.get("repair_order", [])
    for number, row in enumerate(orders, start=1):
        _complete_order(row, number)
    for kind, lines in (("ro_labour", _labour(orders)), ("ro_part", _parts(orders))):
        if lines:
            whole.setdefault(kind, []).extend(lines)
    return {kind: _frame(kind, rows) for kind, rows in whole.items()}


def _complete_order(row: Row, number: int) -> None:
    row.setdefault("store", "S1")
    row.setdefault("ro_no", f"R{number}")
    row.setdefault("vin", f"V{number}")
    row.setdefault("ro_type", "repair")
    row.setdefault("biz_type", "repair")
    row.setdefault("opened_at", row.get("settled_at", ""))


def _labour(orders: list[Row]) -> list[Row]:
    return [
        {
            "store": row["store"], "ro_no": row["ro_no"], "payer": row.get("payer", "CP"),
            "net_amount": row.get("labour") or "0", "std_hours": row.get("hours", ""),
            "cost_amount": row.get("labour_cost", ""),
        }
        for row in orders
        if row.get("labour") or row.get("hours")
    ]  # fmt: skip


def _parts(orders: list[Row]) -> list[Row]:
    return [
        {
            "store": row["store"], "ro_no": row["ro_no"], "payer": row.get("payer", "CP"),
            "net_amount": row[column], "part_class": "accessory" if column == "accessories" else "",
            "cost_amount": row.get("parts_cost", "") if column == "parts" else "",
        }
        for row in orders
        for column in ("parts", "accessories")
        if row.get(column)
    ]  # fmt: skip


def _frame(kind: str, rows: list[Row]) -> pl.DataFrame:
    fields = {field.name: field for field in KINDS[kind].fields}
    columns: dict[str, pl.Series] = {
        "line": pl.Series("line", range(2, len(rows) + 2), dtype=pl.Int64),
        "batch": pl.Series("batch", ["example"] * len(rows), dtype=pl.String),
        "store": pl.Series("store", [row.get("store", "S1") for row in rows], dtype=pl.String),
    }
    for name in dict.fromkeys(name for row in rows for name in row):
        texts = [row.get(name, "") for row in rows]
        if name in fields:
            field = fields[name]
            values = [_value(field, text) if text else None for text in texts]
            columns[field.column] = pl.Series(field.column, values, dtype=field.polars_type)
        elif name in DERIVED.get(kind, {}) or name.endswith("_text"):
            columns[name] = pl.Series(name, [text or None for text in texts], dtype=pl.String)
        elif name != "store" and not (kind == "repair_order" and name in LINE_COLUMNS):
            raise KeyError(f"{kind} has no field {name}")
    frame = pl.DataFrame(list(columns.values()))
    return _surviving(frame) if kind == "repair_order" else frame


def _surviving(orders: pl.DataFrame) -> pl.DataFrame:
    """Marks the row in which an order counts: the latest settled one that is not a reversal."""
    reversal = (
        pl.col("is_reversal").fill_null(value=False)
        if "is_reversal" in orders.columns
        else pl.lit(value=False)
    )
    latest = (
        pl.col("line")
        .sort_by(~reversal, "settled_at", "line", nulls_last=False)
        .last()
        .over("store", "ro_no")
    )
    return orders.with_columns(surviving=pl.col("line") == latest)


def _value(field: Field, text: str) -> object:
    if field.type in (Type.MONEY, Type.NUMBER):
        return int(Decimal(text) * (100 if field.type is Type.MONEY else 1000))
    if field.type is Type.WHOLE:
        return int(text)
    if field.type is Type.FLAG:
        return text in ("yes", "1", "true")
    if field.type is Type.DATE:
        return date.fromisoformat(text)
    if field.type is Type.MOMENT:
        return _moment(text)
    return text


def _moment(text: str) -> datetime:
    return (
        datetime.fromisoformat(text) if len(text) > 10 else datetime.fromisoformat(text) + timedelta(hours=9)
    )


def _decimal(text: str) -> Value:
    return None if text in ("", "-") else Decimal(text)
