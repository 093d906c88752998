"""What a file is by its first bytes; its name is not asked."""

from __future__ import annotations

import re
from pathlib import Path

from .archive import zip_kind
from .decoding import decode
from .limits import Limits
from .refusal import Refusal, too_large
from .sheet import Content

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# A bare BIFF stream without its container: BOF records of BIFF2, 3, 4, 5/8.
BIFF = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
OTHERS = (
    (b"%PDF", "PDF 文件", "a PDF document"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "a 7z archive"),
    (b"\x1f\x8b", "GZIP 压缩包", "a gzip archive"),
    (b"SQLite format 3\x00", "数据库文件", "a database file"),
    (b"MZ", "程序文件", "a program"),
    (b"\x7fELF", "程序文件", "a program"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
)
XML_DECLARATION = re.compile(
    r"\A\ufeff?\s*<\?xml[^>]*\?>"
)  # the text is decoded; what it says no longer holds
MARKUP = re.compile(
    r"<(?:!|\?xml|html|head|body|table|meta|style|div|form|font|center|script|tr|\w+:?workbook)",
    re.IGNORECASE,
)


def read_content(path: Path, limits: Limits) -> Content:
    size = path.stat().st_size
    if size == 0:
        raise Refusal("empty")
    if size > limits.max_file_bytes:
        raise too_large("文件大小（MiB）", "MiB", -(-size >> 20), limits.max_file_bytes >> 20)
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(ZIP):
        return read_zipped(path, limits)
    if head.startswith((OLE, *BIFF)):
        from .biff import read_biff

        return read_biff(path, limits)
    for magic, zh, en in OTHERS:
        if head.startswith(magic):
            raise Refusal("unsupported-format", found_zh=zh, found_en=en)
    return read_text(path.read_bytes(), limits)


def read_zipped(path: Path, limits: Limits) -> Content:
    from .workbook import read_unscanned, read_workbook

    match zip_kind(path):
        case "ooxml":
            return read_workbook(path, limits)
        case "ods":
            return read_unscanned(path, limits, "ods")
        case "word":
            raise Refusal("unsupported-format", found_zh="Word 文档", found_en="a Word document")
        case "slides":
            raise Refusal("unsupported-format", found_zh="演示文稿", found_en="a slide deck")
        case _:
            raise Refusal("not-a-table")


def read_text(data: bytes, limits: Limits) -> Content:
    if data[:64].lower().startswith(b"mime-version:"):
        from .page import read_web_archive

        return read_web_archive(data, limits)
    text, encoding = decode(data)
    start = text.lstrip("\ufeff \t\r\n")[:HEAD]
    if not start:
        raise Refusal("empty")
    if not start.startswith("<") or not MARKUP.match(start):
        from .delimited import read_delimited

        return read_delimited(text.removeprefix("\ufeff"), encoding, limits)
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and "<html" not in start.lower():
        from .spreadsheetml import read_spreadsheetml

        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise Refusal("unsafe-content", where="DOCTYPE")
        return read_spreadsheetml(XML_DECLARATION.sub("", text).encode(), limits)
    from .page import read_page

    return read_page(text, encoding, limits)
