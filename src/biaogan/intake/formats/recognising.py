"""Recognising a sheet by its content: its header, the kind of table it holds, what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from biaogan.engine.facts.checking import noise
from biaogan.engine.facts.checking.dates import joined_date_and_time
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.periods import last_day
from biaogan.intake.formats.columns import Assigned, assign, columns
from biaogan.intake.formats.headers import Header, possible_headers
from biaogan.intake.formats.recognised import Column, NotATable, Recognised
from biaogan.intake.formats.signs import SIGNS
from biaogan.intake.formats.synonyms import all_headers
from biaogan.intake.reading import RawSheet

TELLING, PROOF, AGAINST, NAMED = 1.5, 3.0, 2.5, 0.75
HEADERS_TRIED = 6
FEWEST_HITS = 3
NARROW = frozenset(
    {"target", "position_plan", "store", "ro_misc", "reported_kpi", "attendance", "finance_month"}
)
PERIOD_FIELDS = {
    "part_stock": "date",
    "finance_month": "month",
    "reported_kpi": "month",
    "target": "month",
    "position_plan": "month",
}
YEAR_AND_MONTH = re.compile(r"(20\d{2})\s*[年\-_./]?\s*(1[0-2]|0?[1-9])(?!\d)")
TIMESTAMP = re.compile(r"\d{1,2}:\d{2}|(?:导出|打印|制表)")  # when a report was made, not what it is about
YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


@dataclass(frozen=True)
class Candidate:
    """A kind that a header may belong to, with its score."""

    kind: str
    header: Header
    assigned: Assigned
    score: float


def recognise(
    sheet: RawSheet, *, file_name: str, kind: str | None = None, remembered: Mapping[str, Any] | None = None
) -> Recognised | NotATable:
    """What a sheet holds.

    `kind` settles the kind; `remembered` maps a signature to what a person said of it: `kind` and
    `fields` (header -> field, an empty text for a column to leave out).
    """
    cells = sheet.cells
    if cells.is_empty() or cells.width < 2:
        return NotATable("empty")
    headers = possible_headers(cells, remembered or ())[:HEADERS_TRIED]
    if not headers:
        return NotATable("no-header")
    names = f"{file_name} {sheet.name}".lower()
    period = _period(cells, headers[0].row, names)
    candidates = [
        one for header in headers for one in _candidates(header, names, period, kind, remembered or {})
    ]
    if not candidates:
        return NotATable("unknown-kind", tuple(heading.text for heading in headers[0].headings))
    candidates.sort(key=lambda one: (-one.score, one.header.row))
    return _recognised(sheet, candidates, period)


def _candidates(
    header: Header, names: str, period: str | None, kind: str | None, remembered: Mapping[str, Any]
) -> list[Candidate]:
    said = remembered.get(header.signature, {})
    kind = kind or said.get("kind")
    year = int(period[:4]) if period else None
    found = []
    for code in [kind] if kind else KINDS:
        fields = said.get("fields", {}) if said.get("kind") == code else {}
        assigned = assign(code, header, remembered=fields, year=year)
        score = _score(code, header, assigned, names)
        if kind or (score is not None and _enough(code, assigned)):
            found.append(Candidate(code, header, assigned, (score or 0.0) + (100 if said else 0)))
    return found


def _score(kind: str, header: Header, assigned: Assigned, names: str) -> float | None:
    """How well a header fits a kind; None where a field is missing that the kind cannot do without."""
    signs, found = SIGNS[kind], assigned.found
    if any(not group & found for group in signs.must):
        return None
    score = sum(_rarity(heading.keys) for heading in header.headings if heading.index in assigned.taken)
    score += TELLING * len(signs.telling & found) + PROOF * len(signs.proof & found)
    score -= AGAINST * len(signs.against & found)
    return score + (NAMED if any(word in names for word in signs.names) else 0)


def _rarity(keys: tuple[str, ...]) -> float:
    """A header that few kinds know says more."""
    return max((1 / len(all_headers()[one]) for one in keys if one in all_headers()), default=0.5)


def _enough(kind: str, assigned: Assigned) -> bool:
    named = len(assigned.taken)
    return named >= FEWEST_HITS or (kind in NARROW and named >= FEWEST_HITS - 1)


def _recognised(sheet: RawSheet, candidates: list[Candidate], period: str | None) -> Recognised:
    best = candidates[0]
    others = [one for one in candidates if one.kind != best.kind]
    second = max((one.score for one in others), default=0.0)
    found = columns(best.kind, best.header, best.assigned)
    raw = sheet.cells.filter(pl.col("line") > best.header.row)
    return Recognised(
        kind=best.kind,
        header_row=best.header.row,
        columns=found,
        confidence=round(max(0.0, (best.score - second) / best.score), 3) if best.score > 0 else 0.0,
        table=_table(best.kind, raw, found, period),
        raw=raw,
        unmapped=tuple(column.header for column in found if column.field is None and column.part_of is None),
        signature=best.header.signature,
        period=period,
        other_kinds=tuple(dict.fromkeys(one.kind for one in others)),
    )


def _table(kind: str, raw: pl.DataFrame, found: tuple[Column, ...], period: str | None) -> pl.DataFrame:
    """`line`, `noise`, and one column of texts per field."""
    cells = raw.drop("line")
    headers = {f"c{column.index}": column.header for column in found}
    series = [raw["line"], noise.marks(cells, header=headers)]
    for column in found:
        if column.field is None:
            continue
        texts = cells[f"c{column.index}"]
        if column.joined_with is not None:
            texts = joined_date_and_time(texts, cells[f"c{column.joined_with}"])
        series += [texts.alias(name) for name in (column.field, *column.also)]
    return _with_period(kind, pl.DataFrame(series), period)


def _with_period(kind: str, table: pl.DataFrame, period: str | None) -> pl.DataFrame:
    """A table of one month that names it only in its title or file name."""
    missing = PERIOD_FIELDS.get(kind)
    across = any("|month=" in name for name in table.columns)
    if missing is None or missing in table.columns or across or period is None or len(period) == len("2026"):
        return table
    value = period if missing == "month" else last_day(period).isoformat()
    return table.with_columns(pl.lit(value).alias(missing))


def _period(cells: pl.DataFrame, header_row: int, names: str) -> str | None:
    """The month (`2026-01`), or at least the year, that title rows, sheet name or file name tell."""
    title = cells.filter(pl.col("line") < header_row).drop("line")
    written = [text for row in title.iter_rows() for text in row if text]
    texts = [*(text for text in written if not TIMESTAMP.search(text)), names]
    for form in (YEAR_AND_MONTH, YEAR):
        for text in reversed(texts):
            match = form.search(text)
            if match:
                return match.group(1) + (f"-{int(match.group(2)):02d}" if form is YEAR_AND_MONTH else "")
    return None
