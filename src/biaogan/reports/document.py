"""A report as data: pages of sentences, lights, tables and charts. Every renderer draws the same.

A sentence carries the address of the page that shows what it says, and the readings it was made of, so
that it can be opened years later. The whole goes into JSON and comes back equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """`readings`: what it was made of: metric, place, month, numerator, denominator, value, version."""

    key: str
    text: str
    address: str = ""
    readings: Sequence[Mapping[str, Any]] = ()
    head: str = ""  # the word in front: fact, cause, effect, action


@dataclass(frozen=True)
class Light:
    """A figure with its status in words; `value` is ready to print, `raw` exact."""

    name: str
    value: str
    status: str
    says: str
    raw: str = ""
    target: str = ""
    change: str = ""


@dataclass(frozen=True)
class Grid:
    """A table ready to print. `statuses` marks cells: (row, column) → good, watch, bad."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()  # columns that stand right
    marks: Sequence[Sequence[str]] = ()  # a status per row and column, where there are any


@dataclass(frozen=True)
class Picture:
    """A native chart: `kind` is line or bar; None in a series is a gap."""

    caption: str
    kind: str
    unit: str
    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]
    note: str = ""


@dataclass(frozen=True)
class Page:
    key: str
    heading: str
    sentences: Sequence[Sentence] = ()
    lights: Sequence[Light] = ()
    grids: Sequence[Grid] = ()
    pictures: Sequence[Picture] = ()
    fresh: bool = False  # begins a page of paper of its own


@dataclass(frozen=True)
class Document:
    """`until`: the data are known up to here; `version`: the state of the facts it was written from."""

    title: str
    place: str
    period: str
    until: str
    version: str
    pages: Sequence[Page]
    definitions: Sequence[tuple[str, str]] = ()

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Document:
        pages = [_page(page) for page in kept["pages"]]
        definitions = [(name, text) for name, text in kept["definitions"]]
        return cls(**{**kept, "pages": pages, "definitions": definitions})

    @property
    def sentences(self) -> list[Sentence]:
        return [one for page in self.pages for one in page.sentences]


def edited(document: Document, edits: Mapping[str, str]) -> Document:
    """The same with the manager's words; an emptied sentence is left out."""
    return replace(document, pages=[_edited(page, edits) for page in document.pages])


def _edited(page: Page, edits: Mapping[str, str]) -> Page:
    told = [replace(one, text=edits.get(one.key, one.text)) for one in page.sentences]
    return replace(page, sentences=[one for one in told if one.text.strip()])


def _page(kept: Mapping[str, Any]) -> Page:
    return Page(
        kept["key"],
        kept["heading"],
        [Sentence(**one) for one in kept["sentences"]],
        [Light(**one) for one in kept["lights"]],
        [Grid(**one) for one in kept["grids"]],
        [Picture(**{**one, "series": [(name, values) for name, values in one["series"]]})
         for one in kept["pictures"]],
        kept["fresh"],
    )  # fmt: skip
