"""Makes workbooks part by part, so that any part can be wrong."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ROOT_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


def book_rels(sheets: int) -> str:
    kinds = [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    kinds += [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)]
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(kinds, 1)
        )
        + "</Relationships>"
    )


def sheet_xml(rows: str, *, head: str = "", namespace: str = MAIN) -> str:
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{namespace}">{head}<sheetData>{rows}</sheetData></worksheet>'
    )


def inline(rows: list[list[str]]) -> str:
    """Rows as inline strings."""
    out = []
    for y, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{chr(65 + x)}{y}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for x, cell in enumerate(row)
            if cell
        )
        out.append(f'<row r="{y}">{cells}</row>')
    return "".join(out)


def parts(
    *sheets: str, shared: str = "", styles: str = "", book: str = "", states: tuple[str, ...] = ()
) -> dict[str, str | bytes]:
    """The parts of a workbook whose sheets have this XML."""
    names = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n + 2}"{states[n - 1] if states else ""}/>'
        for n in range(1, len(sheets) + 1)
    )
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_RELS,
        "xl/_rels/workbook.xml.rels": book_rels(len(sheets)),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}<sheets>{names}</sheets></workbook>'
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        **{f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(sheets, 1)},
    }


def zipped(entries: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


@dataclass(frozen=True)
class Entry:
    """A zip entry as written down, true or not."""

    name: bytes
    packed: bytes
    size: int
    crc: int
    flags: int = 0


def deflated(name: str, content: bytes) -> Entry:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return Entry(name.encode(), packer.compress(content) + packer.flush(), len(content), zlib.crc32(content))


def repeated(name: str, start: bytes, block: bytes, times: int, end: bytes) -> Entry:
    """start + block × times + end, packed without ever being in memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    once = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    last = packer.compress(end) + packer.flush()
    crc = zlib.crc32(start)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    size = len(start) + len(block) * times + len(end)
    return Entry(name.encode(), packed + once * times + last, size, zlib.crc32(end, crc))


def raw_zip(entries: list[Entry]) -> bytes:
    body, directory = b"", b""
    for entry in entries:
        fixed = struct.pack(
            "<HHHHHLLLHH",
            20,
            entry.flags,
            8,
            0,
            33,
            entry.crc,
            len(entry.packed),
            entry.size,
            len(entry.name),
            0,
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fixed
        directory += struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + entry.name
        body += b"PK\x03\x04" + fixed + entry.name + entry.packed
    count = len(entries)
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end
