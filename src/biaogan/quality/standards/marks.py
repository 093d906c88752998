"""The few marks a step's text may carry: lists, nested by two blanks, and headings; else paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# A number followed by a digit is a figure, not a mark: "1.5 mm" stays a paragraph.
MARK = r"[-•·●](?=\s)|\d{1,3}[.、)）](?!\d)|[a-zA-Z][.)](?=\s)|[一二三四五六七八九十]{1,3}、"
POINT = re.compile(rf"^(?P<indent> *)(?P<mark>{MARK})\s*(?P<text>.+)$")
HEADING = re.compile(r"^#+ (?P<text>.+)$")
BULLETS = "-•·●"
DEEPEST = 6


def as_html(text: str) -> SafeString:
    """Safe markup of a text; nothing of it is taken as HTML."""
    return mark_safe("".join(_blocks(text.split("\n"))))  # noqa: S308 - every piece below is escaped


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    open_lists = 0
    for line in lines:
        point = POINT.match(line)
        depth = min(len(point["indent"]) // 2 + 1, DEEPEST) if point else 0
        # A list may open one level at a time only, so that its markup stays whole.
        depth = min(depth, open_lists + 1)
        yield "</li></ul>" * max(0, open_lists - depth)
        if point:
            yield "</li>" if depth <= open_lists else '<ul class="written">'
            yield f"<li>{_point(point)}"
        elif line.strip():
            yield _paragraph(line)
        open_lists = depth
    yield "</li></ul>" * open_lists


def _point(point: re.Match[str]) -> str:
    if point["mark"] in BULLETS:
        return escape(point["text"])
    return format_html('<span class="written-mark">{}</span> {}', point["mark"], point["text"])


def _paragraph(line: str) -> str:
    heading = HEADING.match(line)
    return format_html("<h4>{}</h4>", heading["text"]) if heading else format_html("<p>{}</p>", line.strip())
