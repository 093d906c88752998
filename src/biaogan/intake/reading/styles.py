"""Which cell styles of a workbook show a number as a date, a time of day or an elapsed time."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .package import children

# Built-in formats by number: ECMA-376 part 1, 18.8.30, East Asian ones included.
BUILTIN_DATES = {14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)}
BUILTIN_TIMES = {18, 19, 20, 21, 32, 33, 34, 35, 45, 47}
BUILTIN_DURATIONS = {46}
EAST_ASIAN = {*range(27, 37), *range(50, 59)}
NOISE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)


@dataclass(frozen=True)
class Styles:
    """Indices of cell styles by what they make of a number.

    The misread ones are the East Asian built-in formats, which calamine and openpyxl take for plain numbers.
    """

    dates: frozenset[int] = frozenset()
    times: frozenset[int] = frozenset()
    durations: frozenset[int] = frozenset()
    misread_dates: frozenset[int] = frozenset()
    misread_times: frozenset[int] = frozenset()

    def nature(self, index: int) -> str | None:
        if index in self.dates or index in self.misread_dates:
            return "date"
        if index in self.times or index in self.misread_times:
            return "time"
        return "duration" if index in self.durations else None


def nature(code: str) -> str | None:
    """`date`, `time`, `duration` or None for a number format code."""
    if code.lower() in ("general", "@"):
        return None
    bare = NOISE.sub("", code.partition(";")[0])
    if ELAPSED.search(bare):
        return "duration"
    letters = bare.lower()
    if re.search(r"[yd]|m{3,}|^[^hs]*m[^hs]*$", letters):
        return "date"
    return "time" if re.search(r"[hs]", letters) else None


def builtin_nature(number: int) -> str | None:
    if number in BUILTIN_DATES:
        return "date"
    if number in BUILTIN_TIMES:
        return "time"
    return "duration" if number in BUILTIN_DURATIONS else None


def read_styles(sheet: Element) -> Styles:
    codes = {int(fmt.get("numFmtId", 0)): fmt.get("formatCode", "") for fmt in children(sheet, "numFmt")}
    found: dict[tuple[str | None, bool], set[int]] = defaultdict(set)
    formats = next(children(sheet, "cellXfs"), None)
    for index, xf in enumerate(formats if formats is not None else ()):
        number = int(xf.get("numFmtId", 0))
        kind = nature(codes[number]) if number in codes else builtin_nature(number)
        found[kind, number in EAST_ASIAN and number not in codes].add(index)
    return Styles(
        *(frozenset(found[kind, False]) for kind in ("date", "time", "duration")),
        *(frozenset(found[kind, True]) for kind in ("date", "time")),
    )
