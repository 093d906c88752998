"""The whole check of one table: which rows become facts, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from biaogan.engine.facts.checking import dates, noise, plausibility, rules, stores, totals, wide
from biaogan.engine.facts.checking.context import Checked, Context, Heading
from biaogan.engine.facts.checking.fields import Column, Reading, typed
from biaogan.engine.facts.checking.findings import Findings
from biaogan.engine.facts.kind import Field, Kind, Type
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.text import trimmed

BESIDE = ("line", "noise")
ONCE = frozenset({"repair_order", "settlement"})  # identical rows of these are one row sent twice
MAY_BE_EMPTY = frozenset({("ro_labour", "net_amount"), ("ro_part", "net_amount"), ("ro_misc", "amount")})
OPEN_CHOICES = frozenset({"part_class"})  # most wordings are parts of some sort; only accessories have a code
MONEY_OF_ROW = ("net_amount_fen", "net_total_fen", "amount_fen", "list_total_fen", "list_amount_fen")


def check(
    kind: str,
    table: pl.DataFrame,
    context: Context,
    *,
    columns: Iterable[Heading] = (),
) -> Checked:
    """Sort the rows of a table into good, rejected and ignored.

    `table`: `line` (Int64), one String column per field, named by the field (`store` and `store_name` for the
    store; `value|month=2026-01` for a column of a wide table), optionally `noise` from `noise.marks`.
    `columns` say how the headers were written and in which unit. Every line is in exactly one part.
    """
    declared = KINDS[kind]
    headers = {heading.field: heading.header for heading in columns if heading.field}
    units = {heading.field: heading.unit for heading in columns if heading.field and heading.unit}
    table = _prepared(table, declared, headers)
    wrong_totals = totals.mismatches(
        table.filter(table["noise"].is_null() | table["noise"].is_in(_COUNTED)), declared
    )
    rows = wide.narrowed(table.filter(table["noise"].is_null()).drop("noise"))
    rows = rules.fill_order_texts(rows) if kind == "repair_order" else rows
    findings = Findings(rows, headers)
    context = dates.with_year(context, [rows[name] for name in _dated(declared) if name in rows.columns])
    reading = Reading(declared, context, units, headers, _ten_thousands(rows, units))
    read = _typed_columns(rows, reading)
    _refuse_unreadable(read, findings)
    without_code = _without_code(read, rows)
    for name, mask in without_code.items():
        findings.remark("unmapped-value", name, mask)
    places = stores.places(rows, context)
    _refuse_places(places, rows, declared, findings)
    frame = _framed(rows, read, declared, places)
    if kind in rules.DERIVED:
        frame = rules.DERIVED[kind](frame, rows, findings).select(list(declared.schema))
    _refuse_missing(frame, declared, findings)
    if kind in rules.DEMANDS:
        rules.DEMANDS[kind](frame, findings)
    plausibility.remarks(kind, frame, findings)
    good, rejected, ignored = _sorted(table, frame, findings, wrong_totals)
    return Checked(
        kind=kind,
        good=good,
        rejected=rejected,
        ignored=ignored,
        unmapped_values=_unmapped(good, without_code, findings.refused()),
        unknown_stores=tuple(places.wording.filter(places.unknown).unique().sort().to_list()),
        notices=tuple(findings.notices),
        read=table["line"].n_unique(),
    )


_COUNTED = (*totals.TOTALS, "duplicate-row")


def _prepared(table: pl.DataFrame, kind: Kind, headers: Mapping[str, str]) -> pl.DataFrame:
    """Texts trimmed, and every row that is no data marked in `noise`."""
    cells = noise.data_columns(table, BESIDE)
    table = table.with_columns(trimmed(table[column]) for column in cells)
    marks = table["noise"] if "noise" in table.columns else noise.marks(table.select(cells), header=headers)
    marks = marks.fill_null(_marks_by_key(table, kind))
    if kind.code in ONCE and cells:
        again = table.select(~pl.struct(cells).is_first_distinct()).to_series()
        marks = marks.set(again & marks.is_null(), "duplicate-row")
    return table.with_columns(marks.alias("noise"))


def _marks_by_key(table: pl.DataFrame, kind: Kind) -> pl.Series:
    """Totals rows that carry their label in a key or store column, or no text at all beside the amounts."""
    marks = pl.Series("noise", [None], dtype=pl.String).new_from_index(0, table.height)
    for column in (*kind.key, stores.CODE, stores.NAME):
        if column in table.columns:
            marks = marks.set(noise.total_label(table[column]), "total-row")
    if table.width <= len(BESIDE):
        return marks.set(pl.repeat(value=True, n=table.height, dtype=pl.Boolean, eager=True), "empty-row")
    cells = noise.data_columns(table, BESIDE)
    nothing = table.select(pl.all_horizontal(pl.col(cells).is_null())).to_series()
    marks = marks.set(nothing & marks.is_null(), "no-values")
    return marks.set(_lone_sums(table, kind, cells), "total-row")


def _lone_sums(table: pl.DataFrame, kind: Kind, cells: list[str]) -> pl.Series:
    """A last row that holds sums and nothing else is a totals row without its label."""
    added = totals.added_columns(kind, cells)
    others = [column for column in cells if column not in added]
    if not added or not others or table.height < 2:
        return pl.repeat(value=False, n=table.height, dtype=pl.Boolean, eager=True)
    bare = pl.all_horizontal(pl.col(others).is_null()) & pl.any_horizontal(pl.col(added).is_not_null())
    return table.select(bare & (pl.col("line") == pl.col("line").max())).to_series()


def _ten_thousands(rows: pl.DataFrame, units: Mapping[str, str]) -> pl.Series | None:
    """The rows whose own unit, or the unit of their column in a wide table, is 万元."""
    mask = None
    for column in ("amount_unit", "unit"):
        if column in rows.columns:
            named = rows[column].str.contains("万").fill_null(value=False)
            mask = named if mask is None else mask | named
    if "spread" in rows.columns:
        spread = rows["spread"].is_in([column for column, unit in units.items() if unit.startswith("万")])
        mask = spread if mask is None else mask | spread
    return mask


def _dated(kind: Kind) -> list[str]:
    return [field.name for field in kind.fields if field.type in (Type.DATE, Type.MOMENT, Type.MONTH)]


def _typed_columns(rows: pl.DataFrame, reading: Reading) -> list[Column]:
    return [
        typed(field, rows[field.name], reading) for field in reading.kind.fields if field.name in rows.columns
    ]


def _refuse_unreadable(columns: list[Column], findings: Findings) -> None:
    """A filled value that cannot be read refuses the row where the field is required, else it is remarked."""
    for column in columns:
        name = column.field.name
        if column.bad is not None and column.field.required:
            findings.refuse(f"invalid-{column.family}", name, column.bad)
        elif column.bad is not None:
            findings.remark(f"unreadable-{column.family}", name, column.bad)
        if column.assumed is not None:
            findings.remark("year-assumed", name, column.assumed)


def _without_code(columns: list[Column], rows: pl.DataFrame) -> dict[str, pl.Series]:
    """Where a wording has no code. One column of category and type needs a code for one of the two."""
    found = {
        column.field.name: column.values.is_null() & rows[column.field.name].is_not_null()
        for column in columns
        if column.field.type is Type.CHOICE and column.field.name not in OPEN_CHOICES
    }
    if "combined" in rows.columns:
        found["biz_type"] = found["biz_type"] & found.pop("ro_type")
    return found


def _refuse_places(places: stores.Places, rows: pl.DataFrame, kind: Kind, findings: Findings) -> None:
    findings.refuse(
        "unknown-store", stores.CODE if stores.CODE in rows.columns else stores.NAME, places.unknown
    )
    if kind.store_required:
        findings.refuse("missing-store", stores.CODE, places.missing)


def _framed(rows: pl.DataFrame, columns: list[Column], kind: Kind, places: stores.Places) -> pl.DataFrame:
    """The typed frame of the kind's schema; what the table does not have is null."""
    series = [rows["line"], places.codes.alias("store"), *(column.values for column in columns)]
    wordings = [
        rows[c.field.name].alias(c.field.name + "_text") for c in columns if c.field.type is Type.CHOICE
    ]
    frame = pl.DataFrame([*series, *wordings])
    empty = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in kind.schema.items()
        if name not in frame.columns
    ]
    return frame.with_columns(empty).select(list(kind.schema))


def _refuse_missing(frame: pl.DataFrame, kind: Kind, findings: Findings) -> None:
    for field in kind.fields:
        if field.required and (kind.code, field.name) not in MAY_BE_EMPTY:
            missing = frame[field.column].is_null() & ~findings.refused(field.name)
            findings.refuse(_code_of_missing(field, kind), field.name, missing)


def _code_of_missing(field: Field, kind: Kind) -> str:
    if field.type in (Type.DATE, Type.MOMENT):
        return "missing-date"
    if field.type is Type.MONEY:
        return "missing-amount"
    return "missing-key" if field.name in kind.key else "missing-value"


def _sorted(
    table: pl.DataFrame, frame: pl.DataFrame, findings: Findings, wrong_totals: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Every line of the table in exactly one of good, rejected and ignored."""
    refused = findings.refused()
    good = frame.filter(~refused)
    taken = good["line"].unique()
    part_of_taken = frame["line"].is_in(taken.implode())
    findings.remark("left-out-cells", "", refused & part_of_taken)
    rejected = findings.rejected().filter(~pl.col("line").is_in(taken.implode()))
    rejected = pl.concat([rejected, _wrong_totals(wrong_totals)]).sort("line")
    known = pl.concat([taken, rejected["line"]])
    rest = table.filter(~pl.col("line").is_in(known.implode()))
    code = pl.col("noise").fill_null("no-values").replace("subtotal-row", "total-row")
    ignored = rest.select("line", code=code)
    accounted = len(taken) + rejected.height + ignored.height
    assert accounted == table["line"].n_unique(), f"{table.height} rows read, {accounted} accounted for"
    return good, rejected, ignored


def _wrong_totals(lines: pl.Series) -> pl.DataFrame:
    findings = Findings(pl.DataFrame({"line": lines}, schema={"line": pl.Int64}), {})
    findings.refuse("total-mismatch", "", pl.repeat(value=True, n=len(lines), dtype=pl.Boolean, eager=True))
    return findings.rejected()


def _unmapped(
    good: pl.DataFrame, without_code: dict[str, pl.Series], refused: pl.Series
) -> tuple[dict[str, Any], ...]:
    """The wordings without code, with the rows and the money that hang on them."""
    money = pl.coalesce([pl.col(name) for name in MONEY_OF_ROW if name in good.columns] or [pl.lit(0)])
    found: list[dict[str, Any]] = []
    for name, mask in without_code.items():
        rows = good.filter(mask.filter(~refused))
        counted = rows.group_by(wording=pl.col(name + "_text")).agg(rows=pl.len(), money_fen=money.sum())
        ordered = counted.sort("rows", "wording", descending=[True, False])
        found += [{"field": name, **row} for row in ordered.to_dicts()]
    return tuple(found)
