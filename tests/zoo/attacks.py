"""Files made to exhaust, to mislead or to reach out. None may touch the process that asked."""

from __future__ import annotations

import struct

from zoo.package import MAIN, Entry, book_rels, deflated, inline, parts, raw_zip, repeated, sheet_xml, zipped
from zoo.pages import LAUGHS, OUTSIDE
from zoo.specimen import TABLE, Sheet, Specimen

FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
HONEST_SHEET = sheet_xml(inline(TABLE))


def with_sheet_entry(entry: Entry) -> bytes:
    """A workbook whose sheet is this entry."""
    entries = [
        deflated(name, as_bytes(content)) for name, content in parts("").items() if "sheet1" not in name
    ]
    return raw_zip([*entries, entry])


def as_bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def bomb(mebibytes: int) -> bytes:
    start, end = (f'<worksheet xmlns="{MAIN}"><sheetData>', "</sheetData></worksheet>")
    block = b'<row r="1"><c r="A1"><v>1</v></c></row>'.ljust(1 << 20)
    return with_sheet_entry(
        repeated("xl/worksheets/sheet1.xml", start.encode(), block, mebibytes, end.encode())
    )


def lying_size() -> bytes:
    """The directory says 100 bytes; 64 MiB come out."""
    true = repeated("xl/worksheets/sheet1.xml", b"<worksheet>", bytes(1 << 20), 64, b"</worksheet>")
    return with_sheet_entry(Entry(true.name, true.packed, 100, true.crc))


def lying_directory() -> bytes:
    """The end record points beyond the file."""
    whole = zipped(parts(HONEST_SHEET))
    end = whole.rindex(b"PK\x05\x06")
    return whole[: end + 16] + struct.pack("<L", 1 << 30) + whole[end + 20 :]


def declared(part: str, declaration: str, content: str) -> bytes:
    entries = parts(HONEST_SHEET)
    entries[part] = f'<?xml version="1.0"?>{declaration}{content}'
    return zipped(entries)


def many_sheets(count: int) -> bytes:
    return zipped(parts(*[sheet_xml("")] * count))


def wide_and_long() -> bytes:
    """Every 16th row has a cell at XFD: no rectangle of it fits anywhere."""
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 1_048_577, 512))
    return zipped(parts(sheet_xml(rows)))


def outside_link() -> bytes:
    entries = parts(HONEST_SHEET)
    entries["xl/_rels/workbook.xml.rels"] = book_rels(1).replace(
        "</Relationships>",
        '<Relationship Id="rId99" TargetMode="External" Target="http://example.invalid/book.xlsx" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"/></Relationships>',
    )
    return zipped(entries)


def climbing_target() -> bytes:
    entries = parts(HONEST_SHEET)
    entries["xl/_rels/workbook.xml.rels"] = book_rels(1).replace(
        "worksheets/sheet1.xml", "../../../../etc/passwd"
    )
    return zipped(entries)


def locked_entries() -> bytes:
    entries = [deflated(name, as_bytes(content)) for name, content in parts(HONEST_SHEET).items()]
    return raw_zip([Entry(e.name, e.packed, e.size, e.crc, flags=1) for e in entries])


SST = f'<sst xmlns="{MAIN}"><si><t>&f;</t></si></sst>'

ATTACKS = (
    Specimen(
        "workbook of two cells, the second at XFD1048576",
        "两格.xlsx",
        lambda: zipped(parts(sheet_xml(FAR))),
        (Sheet(2, {(1, "c0"): "1", (1_048_576, "c16383"): "2"}),),
    ),
    Specimen(
        "workbook of two cells that declares a small table",
        "两格.xlsx",
        lambda: zipped(parts(sheet_xml(FAR, head='<dimension ref="A1:B2"/>'))),
        (Sheet(2, {(1_048_576, "c16383"): "2"}),),
    ),
    Specimen("workbook too wide and too long", "稀疏.xlsx", wide_and_long, refused="too-large"),
    Specimen("workbook that unzips to 1 GiB", "膨胀.xlsx", lambda: bomb(1024), refused="zip-bomb"),
    Specimen("workbook that unzips 1000 to 1", "膨胀.xlsx", lambda: bomb(64), refused="zip-bomb"),
    Specimen("workbook with a lying size", "说谎.xlsx", lying_size, refused="damaged"),
    Specimen("workbook with a lying directory", "说谎.xlsx", lying_directory, refused="damaged"),
    Specimen("workbook of 3,000 sheets", "多表.xlsx", lambda: many_sheets(3000), refused="too-large"),
    Specimen("workbook of 300 sheets", "多表.xlsx", lambda: many_sheets(300), refused="too-large"),
    Specimen(
        "billion laughs in the texts",
        "笑.xlsx",
        lambda: declared("xl/sharedStrings.xml", LAUGHS, SST),
        refused="unsafe-content",
    ),
    Specimen(
        "billion laughs in a sheet",
        "笑.xlsx",
        lambda: declared("xl/worksheets/sheet1.xml", LAUGHS, HONEST_SHEET[21:]),
        refused="unsafe-content",
    ),
    Specimen(
        "outside entity in the workbook part",
        "外部.xlsx",
        lambda: declared("xl/workbook.xml", OUTSIDE, "<workbook>&x;</workbook>"),
        refused="unsafe-content",
    ),
    Specimen(
        "outside entity in the content types",
        "外部.xlsx",
        lambda: declared("xl/styles.xml", OUTSIDE, "<styleSheet>&x;</styleSheet>"),
        refused="unsafe-content",
    ),
    Specimen(
        "declaration hidden in UTF-16",
        "外部.xlsx",
        lambda: zipped(
            parts(HONEST_SHEET) | {"xl/worksheets/sheet1.xml": (LAUGHS + "<worksheet/>").encode("utf-16")}
        ),
        refused="unsafe-content",
    ),
    Specimen("workbook with an outside link", "链接.xlsx", outside_link, (Sheet(4),)),
    Specimen("workbook whose sheet lies outside", "攀爬.xlsx", climbing_target, refused="damaged"),
    Specimen("workbook with locked entries", "加密.xlsx", locked_entries, refused="encrypted"),
    Specimen(
        "workbook nested in a zip named .xlsx",
        "套娃.xlsx",
        lambda: zipped({"里面.xlsx": zipped(parts(HONEST_SHEET))}),
        refused="not-a-table",
    ),
    Specimen(
        "table of one cell three mebibytes long",
        "长格.csv",
        lambda: b"a,b\n1," + b"x" * (3 << 20) + b"\n",
        (Sheet(2, {(1, "c1"): "b", (2, "c0"): "1"}),),
    ),
)
