"""From a file to checked rows without changing anything: a dry run, and the first half of an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from biaogan.engine.facts.checking import Checked, Context, check
from biaogan.engine.facts.kind import Type
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.facts.pseudonyms import set_apart
from biaogan.intake.formats import NotATable, Recognised, recognise
from biaogan.intake.formats.headers import first_rows
from biaogan.intake.formats.merged import with_merged_stores
from biaogan.intake.reading import RawSheet, ReadFile
from biaogan.intake.report import SheetReport

# Frames above this many rows wait on disk until it is their turn, so that a folder of years fits in memory.
ROWS_IN_MEMORY = 400_000
SAMPLES = 3
FIRST_ROWS = 12
FIRST_COLUMNS = 12


@dataclass(frozen=True)
class Options:
    """How a person asked for an import to be done; the same on the page and on the command line."""

    store: str | None = None
    kind: str | None = None
    create_stores: bool = False
    amounts: str = "net"
    vat: Decimal = Decimal(0)
    # The stores whose rows this person may bring; None for whoever may bring those of all.
    allowed: frozenset[str] | None = None


@dataclass(frozen=True)
class Surroundings:
    """What is known before a file is opened: stores, remembered mappings, the key of the pseudonyms."""

    stores: Mapping[str, str]  # folded spelling -> code
    mappings: Mapping[str, Mapping[str, Any]]  # signature -> kind, header_row, fields
    value_maps: Mapping[tuple[str, str], str]
    key: bytes

    def with_stores(self, more: Mapping[str, str]) -> Surroundings:
        return replace(self, stores={**self.stores, **more})


@dataclass
class StagedSheet:
    """One recognised sheet: checked facts with pseudonyms, and everything that was not accepted."""

    report: SheetReport
    kind: str
    columns: list[dict[str, Any]]
    signature: str
    facts: pl.DataFrame
    identities: pl.DataFrame
    refused: pl.DataFrame  # line, decision, codes, details, c0… : rows quarantined or ignored, as read
    latest: str = ""  # the newest date in the rows: files of one import are accepted in this order
    samples: dict[int, list[str]] = field(default_factory=dict)  # column -> its first values
    spilled: Path | None = None

    def spill(self, folder: Path, name: str) -> None:
        self.spilled = folder / f"{name}.parquet"
        self.facts.write_parquet(self.spilled)
        self.facts = self.facts.clear()

    def rows(self) -> pl.DataFrame:
        return pl.read_parquet(self.spilled) if self.spilled else self.facts


@dataclass
class StagedFile:
    path: str
    name: str
    sha256: str
    size: int
    original: Path
    sheets: list[StagedSheet] = field(default_factory=list)
    # Sheets that hold no table the product knows, each with its rows accounted for.
    others: list[SheetReport] = field(default_factory=list)
    # The first rows of every sheet, so that a person can say which one holds the headers.
    first_rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def unknown_stores(self) -> list[str]:
        return sorted({name for sheet in self.sheets for name in sheet.report.unknown_stores})


def stage(file: ReadFile, path: str, *, options: Options, around: Surroundings) -> StagedFile:
    """Recognise and check every sheet of a file that was read."""
    staged = StagedFile(path, file.name, file.sha256, file.path.stat().st_size, file.path)
    for sheet in file.sheets:
        staged.first_rows[sheet.name] = _first_rows(sheet)
        found = recognise(sheet, file_name=file.name, kind=options.kind, remembered=around.mappings)
        if isinstance(found, NotATable):
            staged.others.append(_other(sheet))
        else:
            staged.sheets.append(_checked(sheet, found, options, around))
    return staged


def _other(sheet: RawSheet) -> SheetReport:
    rows = sheet.cells.height
    reasons = {"not-a-table": rows} if rows else {}
    return SheetReport(sheet.name, None, None, read=rows, ignored=rows, reasons=reasons)


def _checked(sheet: RawSheet, found: Recognised, options: Options, around: Surroundings) -> StagedSheet:
    context = Context(
        store_of=around.stores,
        default_store=options.store,
        amounts=options.amounts,
        vat=options.vat,
        value_maps=around.value_maps,
        period_year=int(found.period[:4]) if found.period else None,
    )
    table = with_merged_stores(found, sheet)
    checked = check(found.kind, table, context, columns=found.columns)
    if options.allowed is not None:
        checked = _of_allowed_stores(checked, options.allowed)
    apart = set_apart(checked.good, KINDS[found.kind], around.key)
    refused = _refused(found, checked)
    report = _report(sheet, found, checked)
    return StagedSheet(
        report=report,
        kind=found.kind,
        columns=[_column(column) for column in found.columns],
        signature=found.signature,
        facts=apart.facts,
        identities=apart.identities,
        refused=refused,
        latest=_latest(found.kind, checked.good),
        samples=_samples(found),
    )


def _of_allowed_stores(checked: Checked, allowed: frozenset[str]) -> Checked:
    """Rows that would say something of another store, or of no store, are refused to this person."""
    mine = pl.col("store").is_in(sorted(allowed)).fill_null(value=False)
    foreign = checked.good.filter(~mine)["line"].unique().sort()
    if not len(foreign):
        return checked
    refused = pl.DataFrame({"line": foreign}).with_columns(
        codes=pl.lit(["unknown-store"], dtype=pl.List(pl.String)), details=pl.lit("")
    )
    rejected = pl.concat([checked.rejected, refused.cast(checked.rejected.schema)]).sort("line")
    good = checked.good.filter(~pl.col("line").is_in(foreign.implode()))
    return replace(checked, good=good, rejected=rejected)


def _samples(found: Recognised) -> dict[int, list[str]]:
    """The first few values of every column."""
    cells = {column.index: f"c{column.index}" for column in found.columns}
    return {
        index: found.raw[name].drop_nulls().head(SAMPLES).to_list()
        for index, name in cells.items()
        if name in found.raw.columns
    }


def _first_rows(sheet: RawSheet) -> list[dict[str, Any]]:
    """Line, texts, and the signature under which a person's word for this row is remembered."""
    if sheet.cells.width < 2:
        return []
    return [
        {
            "line": row.row,
            "texts": [heading.text for heading in row.headings][:FIRST_COLUMNS],
            "signature": row.signature,
        }
        for row in first_rows(sheet.cells, FIRST_ROWS)
    ]


def _column(column: Any) -> dict[str, Any]:
    said = {"index": column.index, "header": column.header, "field": column.field, "unit": column.unit}
    return said if column.part_of is None else {**said, "part_of": column.part_of}


def _report(sheet: RawSheet, found: Recognised, checked: Checked) -> SheetReport:
    reasons = pl.concat(
        [checked.rejected.select(code=pl.col("codes").list.first()), checked.ignored.select("code")]
    )
    counted = reasons.group_by("code", maintain_order=True).len()
    read = found.raw.height
    ignored, quarantined = checked.ignored.height, checked.rejected.height
    return SheetReport(
        sheet=sheet.name,
        kind=found.kind,
        header_row=found.header_row,
        read=read,
        quarantined=quarantined,
        ignored=ignored,
        accepted=read - quarantined - ignored,
        unmapped_columns=list(found.unmapped),
        unknown_stores=list(checked.unknown_stores),
        unmapped_values=list(checked.unmapped_values),
        reasons=dict(counted.iter_rows()),
        warnings={notice.code: notice.rows for notice in checked.notices},
    )


def _refused(found: Recognised, checked: Checked) -> pl.DataFrame:
    """The ledger of rows that did not become facts: the cells as read, the decision and its reasons."""
    rejected = checked.rejected.select("line", "codes", "details", decision=pl.lit("quarantined"))
    ignored = checked.ignored.select(
        "line", codes=pl.concat_list("code"), details=pl.lit(""), decision=pl.lit("ignored")
    )
    return pl.concat([rejected, ignored]).join(found.raw, on="line", how="left").sort("line")


def _latest(kind: str, good: pl.DataFrame) -> str:
    """The newest day or month a sheet speaks of, as sortable text."""
    dated = [f.column for f in KINDS[kind].fields if f.type in {Type.DATE, Type.MOMENT, Type.MONTH}]
    days = [good[c].cast(pl.String).max() for c in dated if c in {*KINDS[kind].month_from, "settled_at"}]
    return max((str(day) for day in days if day), default="")


def months_of(kind: str, facts: pl.DataFrame) -> pl.DataFrame:
    """store, month, rows: which store-months the rows speak of."""
    declared = KINDS[kind]
    months = [
        pl.col(name) if declared.field(name).type is Type.MONTH else pl.col(name).dt.strftime("%Y-%m")
        for name in declared.month_from
    ]
    month = pl.coalesce(*months, pl.lit("none")) if months else pl.lit("none")
    return (
        facts.group_by(store=pl.col("store").fill_null(""), month=month)
        .agg(rows=pl.len())
        .sort("store", "month")
    )
