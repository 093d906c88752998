"""Text tables: comma, semicolon, tab or bar, quoted or not."""

from __future__ import annotations

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from .cells import dense_frame
from .limits import Limits
from .refusal import Refusal, too_large
from .sheet import Content, RawSheet

DELIMITERS = (",", "\t", ";", "|")
SAMPLE_RECORDS = 200
SAMPLE_CHARACTERS = 200_000
RUNAWAY_LINES = 100  # a quoted cell with more lines than this is a quote that never closed
FIELD_LIMIT = 1 << 26  # a longer cell than the file itself is not to be feared
Record = list[str]

if TYPE_CHECKING:
    from _csv import Reader


def read_delimited(text: str, encoding: str, limits: Limits) -> Content:
    csv.field_size_limit(FIELD_LIMIT)
    delimiter = declared_delimiter(text) or likely_delimiter(text)
    if delimiter is None:
        raise Refusal("not-a-table")
    cells = dense_frame(numbered(text, delimiter, limits), limits)
    return Content("text", [RawSheet("", cells)], encoding)


def declared_delimiter(text: str) -> str | None:
    """Excel's own first line `sep=;`."""
    first = text[:8].splitlines()[:1]
    declared = first[0].lower() if first else ""
    return declared[4] if declared.startswith("sep=") and len(declared) == len("sep=;") else None


def likely_delimiter(text: str) -> str | None:
    """The one that cuts most records into the same number of cells."""
    scores = {delimiter: regularity(text[:SAMPLE_CHARACTERS], delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] else None


def regularity(sample: str, delimiter: str) -> int:
    widths = Counter(len(record) for record in islice(records(sample, delimiter), SAMPLE_RECORDS))
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def records(text: str, delimiter: str) -> Iterator[Record]:
    """Records as a spreadsheet numbers them; with wayward quotes, as far as each line can be understood."""
    if '"' not in text or is_well_quoted(text, delimiter):
        return reader(text, delimiter)
    return mended_records(text, delimiter)


def reader(text: str, delimiter: str) -> Reader:
    # newline=None: CR, LF and CRLF all end a line, also mixed.
    return csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)


def is_well_quoted(text: str, delimiter: str) -> bool:
    lines = reader(text, delimiter)
    before = 0
    try:
        for _ in lines:
            if lines.line_num - before > RUNAWAY_LINES:
                return False
            before = lines.line_num
    except csv.Error:
        return False
    return True


def mended_records(text: str, delimiter: str) -> Iterator[Record]:
    """The shortest run of lines with well-formed quotes is a record; a line that begins none stands alone,
    its quotes taken as they are, such as the inch mark in `"19 rim`.
    """
    lines = deque(io.StringIO(text, newline=None))
    while lines:
        taken = 1
        record = strict_record(list(islice(lines, taken)), delimiter)
        while record is None and taken < min(RUNAWAY_LINES, len(lines)):
            taken += 1
            record = strict_record(list(islice(lines, taken)), delimiter)
        if record is None or isinstance(record, Malformed):
            taken, record = 1, lines[0].rstrip("\n").split(delimiter)
        for _ in range(taken):
            lines.popleft()
        yield record


class Malformed:
    """A quote in a place where no further line can make it right."""


def strict_record(lines: list[str], delimiter: str) -> Record | Malformed | None:
    """The record these lines make; None where its quote is still open."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        return None if "unexpected end" in str(error) else Malformed()


def numbered(text: str, delimiter: str, limits: Limits) -> Iterator[tuple[int, Record]]:
    named = declared_delimiter(text) is not None
    for line, record in enumerate(records(text, delimiter), 1):
        if line > limits.max_rows:
            raise too_large("行数", "rows", line, limits.max_rows)
        if line > 1 or not named:
            yield line, record
