"""Word files as stores write them, and as nobody should."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def instruction() -> bytes:
    """A title, two steps with lists of two depths, a sub-heading, a table, and a paragraph between."""
    made = Document()
    made.add_heading("到店接待作业指导书", 0)
    made.add_paragraph("适用于所有服务顾问。")
    made.add_heading("迎接客户", 1)
    made.add_paragraph("一分钟内迎接。")
    made.add_paragraph("带伞", style="List Bullet")
    made.add_paragraph("雨天两把", style="List Bullet 2")
    made.add_paragraph("开车门", style="List Bullet")
    made.add_heading("环车检查", 1)
    made.add_paragraph("从左前门开始", style="List Number")
    made.add_paragraph("顺时针一圈", style="List Number")
    made.add_heading("记录", 2)
    table = made.add_table(rows=2, cols=2)
    for row, cells in enumerate([("部位", "要求"), ("轮毂", "逐个拍照")]):
        for column, text in enumerate(cells):
            table.rows[row].cells[column].text = text
    made.add_paragraph("请客户签字。")
    return saved(made)


def with_headings(*titles: str, rank: int = 1) -> bytes:
    made = Document()
    for title in titles:
        made.add_heading(title, rank)
        made.add_paragraph(f"{title}的内容")
    return saved(made)


def without_headings() -> bytes:
    made = Document()
    made.add_paragraph("第一步：迎接客户")
    return saved(made)


def with_outline_levels() -> bytes:
    """Steps marked by their outline level alone, as some writers do."""
    made = Document()
    for title in ("接待", "检查"):
        paragraph = made.add_paragraph(title)
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), "0")
        paragraph._p.get_or_add_pPr().append(level)
    return saved(made)


def with_followed_changes() -> bytes:
    """A word put in and one taken out, with the change still followed."""
    made = Document()
    made.add_heading("接待", 1)
    paragraph = made.add_paragraph("客户")
    put_in, taken = OxmlElement("w:ins"), OxmlElement("w:del")
    for frame, tag, text in ((put_in, "w:t", "先请坐"), (taken, "w:delText", "站着等")):
        run, words = OxmlElement("w:r"), OxmlElement(tag)
        words.text = text
        run.append(words)
        frame.append(run)
        paragraph._p.append(frame)
    return saved(made)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(content: bytes, name: str, part: bytes | None) -> bytes:
    """A Word file with one part replaced, added, or taken away."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist() if one != name}
    return packed(parts if part is None else parts | {name: part})


def bomb() -> bytes:
    text = b"<w:p><w:r><w:t>" + b" " * (40 << 20) + b"</w:t></w:r></w:p>"
    return changed(instruction(), "word/document.xml", text)


def with_entity() -> bytes:
    text = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
    return changed(instruction(), "word/document.xml", text)
