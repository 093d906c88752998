"""Finding the header row: the row of a sheet whose cells are names of columns."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from biaogan.engine.text import split_header
from biaogan.intake.formats.synonyms import all_headers, key

ROWS_LOOKED_AT = 30
LONGEST_HEADER = 40
MONTH_LABEL = re.compile(
    r"^(?:(\d{4})[年\-/.]?)?(\d{1,2})月?(?:份)?(?:目标)?$|^(\d{4})[-/.](\d{1,2})(?:-01(?:00:00:00)?)?$"
)


@dataclass(frozen=True)
class Heading:
    """A column header as it will be shown, the keys under which it may be known (best first), its unit."""

    index: int
    text: str
    keys: tuple[str, ...]
    unit: str | None


@dataclass(frozen=True)
class Header:
    """A possible header: the sheet row above the data, and the headings of its filled columns."""

    row: int
    headings: tuple[Heading, ...]
    hits: int

    @property
    def signature(self) -> str:
        """The same for two sheets whose headers are the same, whatever stands above them."""
        text = "\\n".join(f"{heading.index}:{heading.keys[0]}" for heading in self.headings)
        return hashlib.sha256(text.encode()).hexdigest()


def possible_headers(cells: pl.DataFrame, said: Container[str] = ()) -> list[Header]:
    """Rows that may be the header, and pairs of rows that may be one together, those with most hits first.

    A row whose signature a person has `said` to be a header goes before all others.
    """
    top = cells.head(ROWS_LOOKED_AT)
    columns = [column for column in top.columns if column != "line"]
    rows = [(line, list(row)) for line, *row in top.select("line", *columns).iter_rows()]
    found = [_single(line, row) for line, row in rows]
    found += [
        _double(line, parent, child)
        for (_, parent), (line, child) in pairwise(rows)
        if _may_be_parent(parent) and _all_words(child)
    ]
    known = [header for header in found if said and header.signature in said]
    likely = [header for header in found if header.hits >= 2 or (header.hits and len(header.headings) <= 3)]
    return known + sorted(
        (header for header in likely if header not in known), key=lambda header: (-header.hits, header.row)
    )


def first_rows(cells: pl.DataFrame, most: int) -> list[Header]:
    """The first rows of a sheet, each taken for the header."""
    return [_single(line, list(row)) for line, *row in cells.head(most).iter_rows()]


def _single(line: int, row: list[str | None]) -> Header:
    headings = tuple(heading(index, text) for index, text in enumerate(row) if text and text.strip())
    return Header(line, headings, _hits(headings))


def heading(index: int, *texts: str) -> Heading:
    """A heading from the text of its cell, or of the cells one below the other, the lowest last."""
    parts = [text.strip() for text in texts if text and text.strip()]
    variants = [parts[-1], "".join(parts), parts[0]] if len(parts) > 1 else parts
    known = [text for text in variants if key(text) in all_headers()]
    ordered = list(dict.fromkeys(known + variants))
    units = [unit for unit in (split_header(text)[1] for text in reversed(parts)) if unit]
    return Heading(
        index, ordered[0], tuple(dict.fromkeys(key(text) for text in ordered)), units[0] if units else None
    )


def _double(line: int, parents: list[str | None], children: list[str | None]) -> Header:
    """Two rows as one header: a parent stands over its children, who leave its cell to the right empty."""
    headings, over = [], ""
    for index, (parent, child) in enumerate(zip(parents, children, strict=True)):
        over = parent.strip() if parent and parent.strip() else (over if child else "")
        if child and child.strip():
            headings.append(
                heading(index, over, child) if over and over != child.strip() else heading(index, child)
            )
        elif parent and parent.strip():
            headings.append(heading(index, parent))
    return Header(line, tuple(headings), _hits(tuple(headings)))


def _may_be_parent(row: list[str | None]) -> bool:
    """At least two filled cells, and a gap to the right of one: merged cells leave gaps."""
    filled = [bool(cell and cell.strip()) for cell in row]
    return sum(filled) >= 2 and not all(filled) and _all_words(row)


def _all_words(row: list[str | None]) -> bool:
    """Whether the cells are words, not figures, dates or numbers of things."""
    cells = [cell for cell in row if cell and cell.strip()]
    return bool(cells) and all(
        len(cell) <= LONGEST_HEADER and not re.fullmatch(r"[\d\s\-/:.,%￥¥]+", cell) for cell in cells
    )


def _hits(headings: tuple[Heading, ...]) -> int:
    known = all_headers()
    return sum(
        any(one in known for one in heading.keys) or bool(month_label(heading.text)) for heading in headings
    )


def month_label(text: str) -> str | None:
    """`2026-01` or `01` of a header that names a month, else None."""
    found = MONTH_LABEL.match(split_header(text)[0])
    if not found:
        return None
    year, month = found.group(1) or found.group(3), int(found.group(2) or found.group(4))
    bare = found.group(1) is None and found.group(3) is None and "月" not in text
    if bare or not 1 <= month <= 12:
        return None
    return f"{year}-{month:02d}" if year else f"{month:02d}"
