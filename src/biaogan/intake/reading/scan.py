"""A quick look over a sheet's XML: where its cells lie and of what nature they are.

The fast reader builds a full grid and gives every cell as text; this look says whether the grid is
affordable, and afterwards which texts were dates, times or booleans. It runs at the speed of unzipping.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .styles import Styles

ROOT = re.compile(rb"<(\w+:)?worksheet[ >]")
STRICT = b"http://purl.oclc.org/ooxml"  # strict workbooks may hold dates as ISO text
MARKED = re.compile(rb"<!")  # as a pattern twice as fast as `in`
TYPED = re.compile(rb' t="([eb])"')
DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)"')

MERGED = re.compile(rb'mergeCell ref="([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)"')
MOST_MERGED = 100_000  # beyond this a sheet is no table

Place = tuple[int, int]  # line, column index


@dataclass
class SheetScan:
    """Facts of one sheet; columns are 0-based indices, rows count from 1."""

    first_row: int = 0
    last_row: int = 0
    columns: set[int] = field(default_factory=set)
    date_columns: set[int] = field(default_factory=set)
    time_columns: set[int] = field(default_factory=set)
    flag_columns: set[int] = field(default_factory=set)
    has_errors: bool = False
    serials: dict[Place, tuple[str, float]] = field(default_factory=dict)  # cells the fast reader misreads
    merged: list[tuple[int, int, int]] = field(default_factory=list)  # column, first and last line
    regular: bool = True  # every row and cell says where it is; nothing but elements

    @property
    def width(self) -> int:
        return max(self.columns, default=-1) + 1

    @property
    def grid(self) -> int:
        """Cells of the rectangle from column A that a grid reader would allocate."""
        return (self.last_row - self.first_row + 1) * self.width if self.last_row else 0


class Patterns:
    """What to look for; literal beginnings, because those are searched at the speed of memory."""

    def __init__(self, prefix: bytes, styles: Styles) -> None:
        cell = b"<" + re.escape(prefix) + b"c"
        place = rb'r="([A-Z]{1,3})[0-9]+"'
        self.place = re.compile(cell + rb"[ />](?:" + place + rb")?")
        self.beyond = self.place  # cells right of all columns seen so far
        self.prefix = cell + b" "
        self.row = re.compile(b"<" + re.escape(prefix) + rb'row[ />](?:[^>]*?\br="([0-9]+)")?')
        self.flag = re.compile(cell + b" " + place + rb'[^>]* t="b"')
        # Numeric cells (no type, or type n) in a style of this nature.
        dates, times = alternatives(styles.dates), alternatives(styles.times)
        self.date = dates and re.compile(cell + b" " + place + b" s=" + dates + b'(?: t="n")?>')
        self.time = times and re.compile(cell + b" " + place + b" s=" + times + b'(?: t="n")?>')
        self.misread = {
            nature: re.compile(
                cell
                + rb' r="([A-Z]{1,3})([0-9]+)" s='
                + ids
                + rb'(?: t="n")?>(?:<[^v][^>]*>[^<]*(?:</[^>]*>)?)?'
                b"<" + re.escape(prefix) + rb"v>([^<]*)<"
            )
            for nature, ids in (
                ("date", alternatives(styles.misread_dates)),
                ("time", alternatives(styles.misread_times)),
                ("duration", alternatives(styles.durations)),
            )
            if ids
        }


def alternatives(ids: frozenset[int]) -> bytes:
    return b'"(?:' + b"|".join(str(number).encode() for number in sorted(ids)) + b')"' if ids else b""


def scan_sheet(blocks: Iterable[bytes], styles: Styles) -> SheetScan:
    """The first block is looked at cell by cell, the others for what differs from it."""
    scan = SheetScan()
    patterns: Patterns | None = None
    for block in blocks:
        if patterns is None:
            root = ROOT.search(block)
            patterns = Patterns((root[1] or b"") if root else b"", styles)
            scan.regular = (
                root is not None and STRICT not in block and b"" not in patterns.place.findall(block)
            )
        look(scan, block, patterns)
    return scan


def look(scan: SheetScan, block: bytes, patterns: Patterns) -> None:
    # Attributes in another order, single quotes, CDATA, comments: the careful reader takes the sheet.
    scan.regular &= MARKED.search(block) is None
    if patterns.beyond.search(block):
        scan.columns.update(map(column_index, set(patterns.place.findall(block)) - {b""}))
        patterns.beyond = re.compile(patterns.prefix + b'r="' + letters_beyond(scan.width - 1) + b"[0-9]")
    look_at_rows(scan, patterns.row.findall(block))
    look_at_types(scan, block, patterns)
    look_at_merged(scan, block)


def look_at_rows(scan: SheetScan, rows: list[bytes]) -> None:
    scan.regular &= b"" not in rows
    lines = [int(row) for row in rows if row]
    if lines:
        scan.first_row = min(lines + [scan.first_row] * bool(scan.first_row))
        scan.last_row = max([*lines, scan.last_row])


def look_at_types(scan: SheetScan, block: bytes, patterns: Patterns) -> None:
    if patterns.date:
        scan.date_columns.update(map(column_index, set(patterns.date.findall(block))))
    if patterns.time:
        scan.time_columns.update(map(column_index, set(patterns.time.findall(block))))
    types = set(TYPED.findall(block))
    if b"b" in types:
        scan.flag_columns.update(map(column_index, set(patterns.flag.findall(block))))
    for nature, pattern in patterns.misread.items():
        for column, line, value in pattern.findall(block):
            scan.serials[int(line), column_index(column)] = (nature, serial(value))
    scan.has_errors |= b"e" in types


def look_at_merged(scan: SheetScan, block: bytes) -> None:
    """Cells joined with those below them, in one column; titles across columns say nothing of rows."""
    for left, top, right, bottom in MERGED.findall(block)[: MOST_MERGED - len(scan.merged)]:
        if left == right and int(bottom) > int(top):
            scan.merged.append((column_index(left), int(top), int(bottom)))


def letters_beyond(index: int) -> bytes:
    """A pattern for the letters of every column right of this one."""
    letters = column_letters(index)
    longer = b"[A-Z]{%d,3}" % (len(letters) + 1)
    choices = [longer] if len(letters) < 3 else []
    for place, letter in enumerate(letters):
        if letter < ord("Z"):
            rest = b"[A-Z]{%d}" % (len(letters) - place - 1)
            choices.append(re.escape(letters[:place]) + b"[%c-Z]" % (letter + 1) + rest)
    return b"(?:" + b"|".join(choices or [b"(?!)"]) + b")"


def column_letters(index: int) -> bytes:
    letters = b""
    number = index + 1
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = bytes([65 + letter]) + letters
    return letters


def serial(value: bytes) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan


def declared_grid(block: bytes) -> int:
    """The rectangle the sheet says it fills; 0 where it says nothing."""
    found = DIMENSION.search(block)
    if not found:
        return 0
    left, top, right, bottom = found.groups()
    return (int(bottom) - int(top) + 1) * (column_index(right) - column_index(left) + 1)


def column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
