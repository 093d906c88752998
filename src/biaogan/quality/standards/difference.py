"""What two versions of an instruction say differently, step by step, as a person reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from biaogan.quality.standards.steps import StepText

# A Chinese character is a word of its own here; Latin letters and digits stay together.
WORDS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
ALIKE = 0.4  # lines less alike than this are not shown as one line changed


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Piece:
    """Part of a line: kept (""), taken away ("-") or put in ("+")."""

    mark: str
    text: str


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Change:
    """One step that differs. `title` and `lines` are in the language asked for, or the one that changed."""

    code: str
    kind: Kind
    title: Line
    lines: tuple[Line, ...]


def difference(before: Sequence[StepText], after: Sequence[StepText], language: str) -> list[Change]:
    """The steps that differ, in the order of the new version; removed ones last."""
    old, new = {step.code: step for step in before}, {step.code: step for step in after}
    kept = [code for code in old if code in new]
    moved = _moved(kept, [code for code in new if code in old])
    found = [change for step in after if (change := _change(old.get(step.code), step, moved, language))]
    gone = [step for step in before if step.code not in new]
    return found + [_whole(step, Kind.REMOVED, "-", language) for step in gone]


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Steps outside the longest run that kept its order."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {code for block in blocks for code in before[block.a : block.a + block.size]}
    return set(after) - stayed


def _change(old: StepText | None, new: StepText, moved: set[str], language: str) -> Change | None:
    if old is None:
        return _whole(new, Kind.ADDED, "+", language)
    if old.said == new.said:
        return Change(new.code, Kind.MOVED, _plain(new, language), ()) if new.code in moved else None
    shown = language if _differs(old, new, language) else ("zh" if language == "en" else "en")
    title = tuple(_pieces(old.title(shown), new.title(shown)))
    return Change(new.code, Kind.CHANGED, title, tuple(_lines(old.text(shown), new.text(shown))))


def _differs(old: StepText, new: StepText, language: str) -> bool:
    return (old.title(language), old.text(language)) != (new.title(language), new.text(language))


def _whole(step: StepText, kind: Kind, mark: str, language: str) -> Change:
    lines = tuple((Piece(mark, line),) for line in step.text(language).split("\n") if line)
    return Change(step.code, kind, (Piece(mark, step.title(language)),), lines)


def _plain(step: StepText, language: str) -> Line:
    return (Piece("", step.title(language)),)


def _lines(before: str, after: str) -> Iterator[Line]:
    """Line by line; a line that was reworded shows its words."""
    old, new = before.split("\n"), after.split("\n")
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((Piece("", line),) for line in old[a:b])
            continue
        gone, come = old[a:b], new[c:d]
        for line in range(max(len(gone), len(come))):
            one = gone[line] if line < len(gone) else ""
            other = come[line] if line < len(come) else ""
            yield from _reworded(one, other)


def _reworded(one: str, other: str) -> Iterator[Line]:
    if one and other and SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE:
        yield tuple(_pieces(one, other))
        return
    if one:
        yield (Piece("-", one),)
    if other:
        yield (Piece("+", other),)


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("", "".join(old[a:b]))
            continue
        if a < b:
            yield Piece("-", "".join(old[a:b]))
        if c < d:
            yield Piece("+", "".join(new[c:d]))
