"""The rows of a table, written in Python: a template spends a millisecond on every five cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from biaogan.ui.table import Cell, Column, Table
from biaogan.ui.templatetags.formats import dash
from biaogan.ui.templatetags.page import status_mark

register = template.Library()
SHORT = 16  # letters
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    return SafeString("\n".join(row(line) for line in table.lines))


@register.simple_tag
def totals_row(table: Table) -> SafeString:
    return SafeString(row(table.last_line))


def row(line: Iterable[tuple[Column, Cell]]) -> str:
    cells = (drawn(column, cell, first=place == 0) for place, (column, cell) in enumerate(line))
    return f"<tr>{''.join(cells)}</tr>"


def drawn(column: Column, cell: Cell, *, first: bool) -> str:
    """One cell as HTML; the first one names its row."""
    kind = "number" if column.number else ""
    mark: str = ""
    if cell.status:
        kind = f"{kind} heat heat-{conditional_escape(cell.status)}".strip()
        mark = status_mark(cell.status)
    text: str = conditional_escape(_text(dash(cell.text)))
    if _stays_whole(cell, text):
        kind = f"whole {kind}".strip()
    if cell.url:
        text = f'<a href="{conditional_escape(cell.url)}">{text}</a>'
    tag = "th" if first else "td"
    start = ' scope="row"' if first else f' data-label="{conditional_escape(column.label)}"'
    start += f' class="{kind}"' if kind else ""
    start += f' title="{conditional_escape(cell.note)}"' if cell.note else ""
    return f"<{tag}{start}>{mark}{text}</{tag}>"


def _stays_whole(cell: Cell, text: str) -> bool:
    """A day, or a mark with a word or two, is not broken over two lines."""
    return len(text) <= SHORT and (bool(cell.status) or DAY.match(text) is not None)


def _text(value: object) -> str:
    """A number or a lazy text as str; what is safe stays marked as safe."""
    return value if isinstance(value, str) else str(value)
