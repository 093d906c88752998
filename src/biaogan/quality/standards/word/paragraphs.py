"""The body of a Word document as lines: headings with their rank, list points with mark and depth, text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
TITLE = frozenset({"title", "标题"})
LIST_STYLE = re.compile(r"^list (?:bullet|number)(?: ([2-9]))?$", re.IGNORECASE)
CHINESE = "一二三四五六七八九十"
BODY_TEXT = 9  # what Word calls the outline level of a paragraph that is no heading
STYLE_DEPTH = 20  # styles built upon one another; a circle ends here


@dataclass(frozen=True)
class Line:
    """`rank`: 0 for a title, 1 to 9 for a heading, None for text. Tables come as lines of text."""

    text: str
    rank: int | None = None
    listed: bool = False
    tabled: bool = False


class Body:
    """A document being read; it counts numbered points as Word would print them."""

    def __init__(self, document: Any) -> None:
        self.styles = {style.style_id: style for style in document.styles}
        self.formats = dict(_formats(document))
        self.counts: dict[tuple[str, int], int] = defaultdict(int)
        self.element = document.element.body
        self.pictures = len(list(self.element.iter(qn("w:drawing"), qn("w:pict"))))

    def lines(self) -> Iterator[Line]:
        yield from self._of(self.element)

    def _of(self, parent: Any) -> Iterator[Line]:
        for child in parent.iterchildren():
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag")):
                yield from self._of(child)  # a frame around content; its content counts

    def _paragraph(self, element: Any) -> Iterator[Line]:
        text = _text(element).strip()
        name = self._style_name(element)
        if not text or name.lower().startswith("toc"):
            return
        rank = self._rank(element, name)
        if rank is not None:
            yield Line(" ".join(text.split()), rank)
            return
        mark = self._mark(element, name)
        for place, line in enumerate(text.split("\n")):
            shown = f"{mark}{line.strip()}" if place == 0 else line.strip()
            yield Line(shown, listed=bool(mark))

    def _table(self, element: Any) -> Iterator[Line]:
        """A row is a line; a cell merged over several columns stands once."""
        for row in element.iter(qn("w:tr")):
            cells = [" ".join(_text(cell).split()) for cell in row.iterchildren(qn("w:tc"))]
            if any(cells):
                yield Line(" | ".join(cells), tabled=True)

    def _style_name(self, element: Any) -> str:
        style = self.styles.get(element.style) if element.style else None
        return str(style.name or "") if style is not None else ""

    def _rank(self, element: Any, name: str) -> int | None:
        if name.lower() in TITLE:
            return 0
        if found := HEADING.match(name):
            return int(found[1])
        for properties in self._properties(element):
            level = properties.find(qn("w:outlineLvl"))
            if level is not None:
                number = int(level.get(qn("w:val"), BODY_TEXT))
                return number + 1 if number < BODY_TEXT else None
        return None

    def _properties(self, element: Any) -> Iterator[Any]:
        """The paragraph's own properties, then those of its style and of what that is built upon."""
        if element.pPr is not None:
            yield element.pPr
        style = self.styles.get(element.style) if element.style else None
        for _ in range(STYLE_DEPTH):
            if style is None:
                return
            if style.element.pPr is not None:
                yield style.element.pPr
            style = getattr(style, "base_style", None)

    def _mark(self, element: Any, name: str) -> str:
        """`- `, `1. ` … with two blanks for each level of nesting; empty for a plain paragraph."""
        numbered = self._numbering(element)
        if numbered is None:
            return ""
        number, level = numbered
        styled = LIST_STYLE.match(name)
        depth = max(level, int(styled[1]) - 1 if styled and styled[1] else 0)
        for deeper in [key for key in self.counts if key[0] == number and key[1] > level]:
            del self.counts[deeper]
        self.counts[number, level] += 1
        shown = _shown(self.formats.get((number, level), "bullet"), self.counts[number, level])
        return "  " * depth + shown + " "

    def _numbering(self, element: Any) -> tuple[str, int] | None:
        for properties in self._properties(element):
            found = properties.find(qn("w:numPr"))
            if found is None:
                continue
            number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
            value = number.get(qn("w:val")) if number is not None else None
            if value in (None, "0"):  # 0 takes a point out of its list
                return None
            return str(value), int(level.get(qn("w:val"), 0)) if level is not None else 0
        return None


def _formats(document: Any) -> Iterator[tuple[tuple[str, int], str]]:
    """(number of the list, level) -> how Word writes its points."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):  # a document without lists has no such part
        return
    levels = {
        abstract.get(qn("w:abstractNumId")): {
            int(level.get(qn("w:ilvl"), 0)): _format_of(level) for level in abstract.iter(qn("w:lvl"))
        }
        for abstract in root.iter(qn("w:abstractNum"))
    }
    for number in root.iter(qn("w:num")):
        link = number.find(qn("w:abstractNumId"))
        for level, form in levels.get(link.get(qn("w:val")) if link is not None else None, {}).items():
            yield (str(number.get(qn("w:numId"))), level), form


def _format_of(level: Any) -> str:
    form = level.find(qn("w:numFmt"))
    return str(form.get(qn("w:val"))) if form is not None else "decimal"


def _shown(form: str, count: int) -> str:
    if form in ("bullet", "none"):
        return "-"
    if form in ("lowerLetter", "upperLetter") and count <= 26:
        return chr((97 if form == "lowerLetter" else 65) + count - 1) + "."
    if form.lower().startswith("chinese") and count <= len(CHINESE):
        return CHINESE[count - 1] + "、"
    return f"{count}."


def _text(element: Any) -> str:
    """All that is written in it, also by followed changes; a drawing's fallback copy is left out."""
    found = []
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        if any(over.tag.endswith("}Fallback") for over in node.iterancestors()):
            continue
        found.append(
            (node.text or "") if node.tag == qn("w:t") else "\t" if node.tag == qn("w:tab") else "\n"
        )
    return "".join(found)
