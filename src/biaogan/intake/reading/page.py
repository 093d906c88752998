"""HTML saved under a workbook's name, as many dealer systems export it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes

from lxml import etree, html

from .cells import SparseRow, sparse_frame
from .decoding import decode
from .limits import Limits
from .refusal import Refusal
from .sheet import Content, RawSheet

BREAKS = {"br", "p", "div", "li"}


def read_page(text: str, encoding: str, limits: Limits) -> Content:
    """The widest table of the page; the others are its title and its signatures."""
    return widest_table(page_tables(text), encoding, limits)


def read_web_archive(data: bytes, limits: Limits) -> Content:
    """A "single file web page" (MHTML), as Excel saves it: the widest table of all its pages."""
    parts = [part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    pages = [decode(body) for part in parts if isinstance(body := part.get_payload(decode=True), bytes)]
    tables = [table for text, _ in pages for table in page_tables(text)]
    return widest_table(tables, pages[0][1] if pages else "", limits)


def widest_table(tables: list[html.HtmlElement], encoding: str, limits: Limits) -> Content:
    if not tables:
        raise Refusal("not-a-table")
    widest = max(tables, key=lambda table: (table_width(table), len(own_rows(table))))
    cells = sparse_frame(placed_rows(widest, limits), limits)
    return Content("html", [RawSheet("", cells)], encoding)


def page_tables(text: str) -> list[html.HtmlElement]:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("not-a-table") from error
    return list(tree.iter("table"))


def own_rows(table: html.HtmlElement) -> list[html.HtmlElement]:
    """Rows of this table, not of a table inside one of its cells."""
    rows = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows.extend(row for row in child if row.tag == "tr")
    return rows


def own_cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def table_width(table: html.HtmlElement) -> int:
    """Most cells in one row; a title over all columns does not make a table wide."""
    return max((len(own_cells(row)) for row in own_rows(table)), default=0)


def span(cell: html.HtmlElement, name: str, limit: int) -> int:
    digits = (cell.get(name) or "1").strip()
    return max(1, min(int(digits), limit)) if digits.isascii() and digits.isdigit() else 1


def placed_rows(table: html.HtmlElement, limits: Limits) -> Iterator[SparseRow]:
    """Each cell at the column a browser shows it in: spans from above and from the left push it right."""
    covered: dict[int, int] = {}  # column -> rows still covered from above
    for line, row in enumerate(own_rows(table), 1):
        texts: dict[int, str] = {}
        below: dict[int, int] = {column: left - 1 for column, left in covered.items() if left > 1}
        column = 0
        for cell in own_cells(row):
            while column in covered:
                column += 1
            wide, high = span(cell, "colspan", limits.max_columns), span(cell, "rowspan", limits.max_rows)
            if text := cell_words(cell):
                texts[column] = text
            if high > 1:
                below.update(dict.fromkeys(range(column, column + wide), high - 1))
            column += wide
        covered = below
        yield line, texts


HTML_SPACE = re.compile(r"[ \t\r\n\f]+")  # a no-break space is kept, as a browser keeps it


def cell_words(cell: html.HtmlElement) -> str:
    """The text as displayed: white space folded, a new line for each <br>."""
    words = HTML_SPACE.sub(" ", cell.text or "")
    for element in cell.iterdescendants():
        if element.tag in BREAKS:
            words += "\n"
        if element.tag not in ("script", "style"):
            words += HTML_SPACE.sub(" ", element.text or "")
        words += HTML_SPACE.sub(" ", element.tail or "")
    return "\n".join(line.strip(" ") for line in words.split("\n")).strip("\n")
