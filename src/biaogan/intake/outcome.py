"""The outcome of a check or an import, from the report kept with the upload, ready to be shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from biaogan.engine.facts import reasons as words
from biaogan.intake.naming import field_label, kind_label, reason_sentence


@dataclass(frozen=True)
class Why:
    """A reason with its sentence and the rows it concerns."""

    code: str
    sentence: str
    rows: int
    ignored: bool


@dataclass(frozen=True)
class SheetOutcome:
    file: str
    sheet: str
    kind: str
    kind_label: str
    header_row: int | None
    batch: str
    read: int
    accepted: int
    quarantined: int
    ignored: int
    unmapped_columns: tuple[str, ...]
    restated: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class FileOutcome:
    """A file that was not taken as a whole: refused or a duplicate, and why."""

    path: str
    status: str
    sentence: str


@dataclass(frozen=True)
class Wording:
    """A wording without a known code, with the rows and the share of the kind's money that hang on it."""

    kind: str
    field: str
    field_label: str
    wording: str
    rows: int
    money_fen: int
    share: float | None  # percent


@dataclass(frozen=True)
class Outcome:
    read: int
    accepted: int
    quarantined: int
    ignored: int
    sheets: tuple[SheetOutcome, ...]
    files: tuple[FileOutcome, ...]
    reasons: tuple[Why, ...]
    warnings: tuple[Why, ...]
    unknown_stores: tuple[str, ...]
    wordings: tuple[Wording, ...]

    @property
    def accounted(self) -> bool:
        return self.read == self.accepted + self.quarantined + self.ignored


def outcome(report: dict[str, Any], money_fen: dict[str, int]) -> Outcome:
    """`money_fen`: money on the accepted rows by kind, for the shares of the wordings."""
    files = report.get("files", [])
    sheets = [(file["path"], sheet) for file in files for sheet in file["sheets"]]
    totals: Counter[str] = Counter()
    for _path, sheet in sheets:
        totals.update({name: sheet[name] for name in ("read", "accepted", "quarantined", "ignored")})
    return Outcome(
        read=totals["read"],
        accepted=totals["accepted"],
        quarantined=totals["quarantined"],
        ignored=totals["ignored"],
        sheets=tuple(_sheet(path, sheet) for path, sheet in sheets),
        files=tuple(_file(file) for file in files if file["reason"]),
        reasons=whys(_summed(sheets, "reasons")),
        warnings=whys(_summed(sheets, "warnings")),
        unknown_stores=tuple(sorted({name for _path, sheet in sheets for name in sheet["unknown_stores"]})),
        wordings=wordings(
            [
                {**value, "kind": sheet["kind"]}
                for _path, sheet in sheets
                for value in sheet["unmapped_values"]
            ],
            money_fen,
        ),
    )


def _summed(sheets: list[tuple[str, dict[str, Any]]], name: str) -> dict[str, int]:
    total: Counter[str] = Counter()
    for _path, sheet in sheets:
        total.update(sheet[name])
    return dict(total)


def whys(reasons: dict[str, int]) -> tuple[Why, ...]:
    """Reasons with their sentences: what was refused before what was set aside, most rows first."""
    found = [Why(code, reason_sentence(code), rows, _is_set_aside(code)) for code, rows in reasons.items()]
    return tuple(sorted(found, key=lambda why: (why.ignored, -why.rows, why.code)))


def _is_set_aside(code: str) -> bool:
    known = words.REASONS.get(code)
    return known is not None and known.outcome is words.Outcome.IGNORED


def _sheet(path: str, sheet: dict[str, Any]) -> SheetOutcome:
    return SheetOutcome(
        file=path,
        sheet=sheet["sheet"],
        kind=sheet["kind"] or "",
        kind_label=kind_label(sheet["kind"]),
        header_row=sheet["header_row"],
        batch=sheet["batch"] or "",
        read=sheet["read"],
        accepted=sheet["accepted"],
        quarantined=sheet["quarantined"],
        ignored=sheet["ignored"],
        unmapped_columns=tuple(sheet["unmapped_columns"]),
        restated=tuple(sheet["restated"]),
    )


def _file(file: dict[str, Any]) -> FileOutcome:
    english = (get_language() or "").startswith("en")
    return FileOutcome(file["path"], file["status"], file["en"] if english else file["zh"])


def wordings(values: list[dict[str, Any]], money_fen: dict[str, int]) -> tuple[Wording, ...]:
    """The same wording in several sheets counted once, the one with most money first."""
    rows: Counter[tuple[str, str, str]] = Counter()
    money: Counter[tuple[str, str, str]] = Counter()
    for value in values:
        place = (value["kind"], value["field"], value["wording"])
        rows[place] += value["rows"]
        money[place] += value["money_fen"] or 0
    found = [
        Wording(
            kind=place[0],
            field=place[1],
            field_label=field_label(place[0], place[1]),
            wording=place[2],
            rows=rows[place],
            money_fen=money[place],
            share=_share(money[place], money_fen.get(place[0])),
        )
        for place in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.money_fen, -one.rows, one.wording)))


def _share(part: int, whole: int | None) -> float | None:
    return 100 * part / whole if whole else None
