"""What a check saw in an upload's files: headers, samples, refused rows. It waits beside the files.

Samples and refused rows hold personal values in clear, so they never enter the database.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from biaogan.engine.facts.checking.checking import MONEY_OF_ROW
from biaogan.intake.models import Upload
from biaogan.intake.staging import StagedFile, StagedSheet
from biaogan.intake.uploads import folder_of

FILE = "seen.json"


@dataclass
class Source:
    """One form of sheet: all sheets of an upload with the same headers, mapped together."""

    signature: str
    kind: str
    header_row: int | None
    columns: list[dict[str, Any]]  # index, header, field, unit, samples, part_of of a time beside its date
    rows: list[dict[str, Any]]  # line, texts, signature: the first rows of its first sheet
    sheets: list[list[str]] = field(default_factory=list)  # file, sheet

    @property
    def unknown(self) -> list[str]:
        """Headers that fill nothing."""
        return [
            column["header"] for column in self.columns if not column["field"] and "part_of" not in column
        ]


@dataclass
class Unrecognised:
    """A sheet in which no header row was found, with its first rows."""

    file: str
    sheet: str
    rows: list[dict[str, Any]]


@dataclass
class Refused:
    """The refused rows of one sheet, kept beside the files until the upload ends."""

    file: str
    sheet: str
    columns: list[dict[str, Any]]
    quarantined: int


@dataclass
class Seen:
    sources: list[Source] = field(default_factory=list)
    unrecognised: list[Unrecognised] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    money_fen: dict[str, int] = field(default_factory=dict)  # kind -> money on the accepted rows


class Looker:
    """Given to an import as its `watch`: notes what it is shown."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen = Seen()
        self._sources: dict[tuple[str, str, int | None], Source] = {}

    def __call__(self, staged: StagedFile) -> None:
        for sheet in staged.sheets:
            source = self._source(sheet, staged.first_rows.get(sheet.report.sheet, []))
            source.sheets.append([staged.path, sheet.report.sheet])
            self._keep_refused(staged, sheet)
            self._add_money(sheet)
        known = {sheet.report.sheet for sheet in staged.sheets}
        self.seen.unrecognised += [
            Unrecognised(staged.path, sheet, rows)
            for sheet, rows in staged.first_rows.items()
            if rows and sheet not in known
        ]

    def save(self) -> None:
        text = json.dumps(self.seen, default=vars, ensure_ascii=False)
        unfinished = self.folder / f"{FILE}.part"
        unfinished.write_text(text, "utf-8")
        unfinished.replace(self.folder / FILE)

    def _source(self, sheet: StagedSheet, rows: list[dict[str, Any]]) -> Source:
        report = sheet.report
        key = (sheet.signature, sheet.kind, report.header_row)
        if key not in self._sources:
            columns = [
                {**column, "samples": sheet.samples.get(column["index"], [])} for column in sheet.columns
            ]
            self._sources[key] = Source(sheet.signature, sheet.kind, report.header_row, columns, rows)
            self.seen.sources.append(self._sources[key])
        return self._sources[key]

    def _add_money(self, sheet: StagedSheet) -> None:
        rows = sheet.rows()
        money = [pl.col(name) for name in MONEY_OF_ROW if name in rows.columns]
        if money:
            fen = rows.select(pl.coalesce(money).abs().sum()).item()
            self.seen.money_fen[sheet.kind] = self.seen.money_fen.get(sheet.kind, 0) + fen

    def _keep_refused(self, staged: StagedFile, sheet: StagedSheet) -> None:
        rows = sheet.refused.filter(pl.col("decision") == "quarantined")
        if not rows.height:
            return
        path = refused_path(self.folder, len(self.seen.refused))
        path.parent.mkdir(mode=0o700, exist_ok=True)
        rows.write_parquet(path)
        self.seen.refused.append(Refused(staged.path, sheet.report.sheet, sheet.columns, rows.height))


def seen_of(upload: Upload) -> Seen:
    """What the last check saw; nothing where none has finished."""
    path = folder_of(upload) / FILE
    if not path.exists():
        return Seen()
    read = json.loads(path.read_text("utf-8"))
    return Seen(
        sources=[Source(**source) for source in read["sources"]],
        unrecognised=[Unrecognised(**sheet) for sheet in read["unrecognised"]],
        refused=[Refused(**rows) for rows in read["refused"]],
        money_fen=read["money_fen"],
    )


def refused_path(folder: Path, number: int) -> Path:
    return folder / "refused" / f"{number}.parquet"


def refused_of(upload: Upload, number: int) -> pl.DataFrame:
    return pl.read_parquet(refused_path(folder_of(upload), number))
