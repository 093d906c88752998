"""Workbooks of Excel 2007 and later: odd but honest, or broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import xlsxwriter

from zoo.package import MAIN, inline, parts, sheet_xml, zipped
from zoo.specimen import FIRST, TABLE, Sheet, Specimen

FOUR = (Sheet(4, FIRST),)
Fill = Callable[[xlsxwriter.Workbook], None]


def xlsx(fill: Fill, **options: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        fill(book)
    return out.getvalue()


def table(
    book: xlsxwriter.Workbook, name: str = "三月", *, top: int = 0, left: int = 0
) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet(name)
    for y, row in enumerate(TABLE):
        for x, cell in enumerate(row):
            sheet.write_string(top + y, left + x, cell)
    return sheet


def hidden(book: xlsxwriter.Workbook) -> None:
    table(book)
    table(book, "隐藏").hide()
    table(book, "深藏").very_hidden()


def two_row_header(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet()
    sheet.merge_range("A1:D1", "某店经营日报")
    sheet.merge_range("A2:A3", "工单号")
    sheet.merge_range("B2:C2", "金额")
    sheet.write_row("B3", ["工时", "配件"])
    sheet.write_row("A4", ["RO1", 1, 2])


def template(book: xlsxwriter.Workbook) -> None:
    sheet = table(book, top=1, left=1)
    sheet.write("A1", "导入文件要求首行空行，文件内容从B列开始")


def numbers(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet()
    values = [202506010001, 1234567890123456789, 0.1, 123456789.12, 1e-7, -0.5, 45809, 100.0]
    for x, value in enumerate(values):
        sheet.write_number(0, x, value)
    sheet.write_string(1, 0, "00017")
    sheet.write_string(1, 1, "2025-06-01 00:00:00")


def moments(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet()
    codes = ["yyyy-mm-dd", "yyyy/m/d h:mm", "h:mm:ss", 'yyyy"年"m"月"d"日"', "[h]:mm", 31, 14, "yyyy-mm-dd"]
    values = [45809, 45809.354166667, 0.75, 45809, 1.5, 45809, 45809, 0]
    for x, (code, value) in enumerate(zip(codes, values, strict=True)):
        sheet.write_number(0, x, value, book.add_format({"num_format": code}))


MOMENTS = [
    "2025-06-01",
    "2025-06-01 08:30:00",
    "18:00:00",
    "2025-06-01",
    "36:00:00",
    "2025-06-01",
    "2025-06-01",
    "1900-01-00",
]


def nature(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet()
    sheet.write_boolean("A1", boolean=True)
    sheet.write_string("B1", "true")
    sheet.write_formula("C1", "=1/0", None, "#DIV/0!")
    sheet.write_formula("D1", "=1+1", None, 2)
    sheet.write_formula("E1", "=x", None, "#REF!")
    sheet.write_string("F1", '=HYPERLINK("http://example.invalid")')
    sheet.write_rich_string("G1", book.add_format({"bold": True}), "富", "文本")
    sheet.write_string("H1", "😀𠮷")
    sheet.write_url("I1", "http://example.invalid", string="链接")


NATURE = [
    "TRUE",
    "true",
    "#DIV/0!",
    "2",
    "#REF!",
    '=HYPERLINK("http://example.invalid")',
    "富文本",
    "😀𠮷",
    "链接",
]


def stray(column: str, row: int) -> Callable[[xlsxwriter.Workbook], None]:
    def fill(book: xlsxwriter.Workbook) -> None:
        table(book).write(f"{column}{row}", "游离")

    return fill


def styled_to_the_end(book: xlsxwriter.Workbook) -> None:
    sheet = table(book)
    for row in range(4, 30_000):
        sheet.write_blank(row, 6, None, book.formats[0])


def chart_alone(book: xlsxwriter.Workbook) -> None:
    sheet = table(book)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=三月!$F$2:$F$4"})
    book.add_chartsheet("图表").set_chart(chart)
    sheet.activate()


def cells_line(values: list[str], line: int = 1) -> dict[tuple[int, str], str | None]:
    return {(line, f"c{x}"): value for x, value in enumerate(values)}


def without_positions() -> str:
    return "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in row) + "</row>"
        for row in TABLE
    )


def prefixed() -> str:
    body = inline(TABLE).replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    return (
        f'<?xml version="1.0"?><x:worksheet xmlns:x="{MAIN}"><x:sheetData>{body}</x:sheetData></x:worksheet>'
    )


def without(name: str) -> bytes:
    entries = parts(sheet_xml(inline(TABLE)))
    del entries[name]
    return zipped(entries)


def broken_checksum() -> bytes:
    content = bytearray(zipped(parts(sheet_xml(inline(TABLE)))))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    at = entry.header_offset + 30 + len(entry.filename) + 20
    content[at] ^= 0xFF
    return bytes(content)


STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="三月">'
    + "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in row
        )
        + "</table:table-row>"
        for row in TABLE
    )
    + "</table:table></office:spreadsheet></office:body></office:document-content>"
)


def ods() -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": ODS,
        }
    )


HONEST = (
    Specimen("xlsx", "维修查询.xlsx", lambda: xlsx(table), (Sheet(4, FIRST, "三月"),)),
    Specimen("xlsx named .xls", "维修查询.xls", lambda: xlsx(table), FOUR),
    Specimen("xlsx named .csv", "维修查询.csv", lambda: xlsx(table), FOUR),
    Specimen("xlsx without extension", "维修查询", lambda: xlsx(table), FOUR),
    Specimen(
        "xlsx with hidden sheets",
        "导出.xlsx",
        lambda: xlsx(hidden),
        (Sheet(4, name="三月"), Sheet(4, name="隐藏", hidden=True), Sheet(4, name="深藏", hidden=True)),
    ),
    Specimen(
        "xlsx with one sheet per month",
        "一季度.xlsx",
        lambda: xlsx(lambda book: [table(book, f"{month}月") for month in (1, 2, 3)]),
        tuple(Sheet(4, FIRST, f"{month}月") for month in (1, 2, 3)),
    ),
    Specimen(
        "xlsx with a header of two rows and merged cells",
        "日报.xlsx",
        lambda: xlsx(two_row_header),
        (
            Sheet(
                4,
                {(2, "c0"): "工单号", (2, "c1"): "金额", (2, "c2"): None, (3, "c0"): None, (3, "c2"): "配件"},
            ),
        ),
    ),
    Specimen(
        "xlsx whose table begins in column B",
        "模板.xlsx",
        lambda: xlsx(template),
        (Sheet(5, {(2, "c0"): None, (2, "c1"): "工单号", (3, "c1"): "RO2503001"}),),
    ),
    Specimen(
        "xlsx with numbers of all sizes",
        "导出.xlsx",
        lambda: xlsx(numbers),
        (
            Sheet(
                2,
                cells_line(
                    [
                        "202506010001",
                        "1234567890123457024",
                        "0.1",
                        "123456789.12",
                        "0.0000001",
                        "-0.5",
                        "45809",
                        "100",
                    ]
                )
                | {(2, "c0"): "00017", (2, "c1"): "2025-06-01 00:00:00"},
            ),
        ),
    ),
    Specimen(
        "xlsx with dates and times", "导出.xlsx", lambda: xlsx(moments), (Sheet(1, cells_line(MOMENTS)),)
    ),
    Specimen(
        "xlsx counting from 1904",
        "导出.xlsx",
        lambda: xlsx(
            lambda book: book.add_worksheet().write_number(
                0, 0, 44347.75, book.add_format({"num_format": 22})
            ),
            date_1904=True,
        ),
        (Sheet(1, {(1, "c0"): "2025-06-01 18:00:00"}),),
    ),
    Specimen(
        "xlsx with flags, errors and formulas",
        "导出.xlsx",
        lambda: xlsx(nature),
        (Sheet(1, cells_line(NATURE)),),
    ),
    Specimen(
        "xlsx with formulas never calculated",
        "导出.xlsx",
        lambda: zipped(parts(sheet_xml('<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><v>7</v></c></row>'))),
        (Sheet(1, {(1, "c0"): None, (1, "c1"): "7"}),),
    ),
    Specimen("xlsx without rows", "空.xlsx", lambda: xlsx(lambda book: book.add_worksheet()), (Sheet(0),)),
    Specimen(
        "xlsx with a sheet of a chart alone",
        "图表.xlsx",
        lambda: xlsx(chart_alone),
        (Sheet(4, FIRST, "三月"),),
    ),
    Specimen(
        "xlsx with a stray cell to the right",
        "导出.xlsx",
        lambda: xlsx(stray("IV", 3)),
        (Sheet(4, {(3, "c255"): "游离"}),),
    ),
    Specimen(
        "xlsx with a stray cell far below",
        "导出.xlsx",
        lambda: xlsx(stray("A", 1_048_576)),
        (Sheet(5, {(1_048_576, "c0"): "游离"}),),
    ),
    Specimen("xlsx styled far below its rows", "导出.xlsx", lambda: xlsx(styled_to_the_end), FOUR),
    Specimen(
        "xlsx with cells that do not say where they are",
        "导出.xlsx",
        lambda: zipped(parts(sheet_xml(without_positions()))),
        FOUR,
    ),
    Specimen("xlsx with a namespace prefix", "导出.xlsx", lambda: zipped(parts(prefixed())), FOUR),
    Specimen(
        "xlsx with attributes in another order",
        "导出.xlsx",
        lambda: zipped(parts(sheet_xml('<row r="2"><c t="str" r="B2"><v>甲</v></c></row>'))),
        (Sheet(1, {(2, "c1"): "甲"}),),
    ),
    Specimen(
        "xlsx with control characters in escapes",
        "导出.xlsx",
        lambda: zipped(
            parts(
                sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
                shared="<si><t>一_x000D_\n二</t></si>",
            )
        ),
        (Sheet(1, {(1, "c0"): "一\r\n二"}),),
    ),
    Specimen("ods of LibreOffice", "导出.ods", ods, (Sheet(4, FIRST, "三月"),)),
)

BROKEN = (
    Specimen("xlsx cut short", "维修查询.xlsx", lambda: xlsx(table)[:-200], refused="damaged"),
    Specimen("xlsx cut in half", "维修查询.xlsx", lambda: xlsx(table)[:3000], refused="damaged"),
    Specimen("xlsx with a wrong check sum", "导出.xlsx", broken_checksum, refused="damaged"),
    Specimen(
        "xlsx without its sheet", "导出.xlsx", lambda: without("xl/worksheets/sheet1.xml"), refused="damaged"
    ),
    Specimen("xlsx without its workbook", "导出.xlsx", lambda: without("xl/workbook.xml"), refused="damaged"),
    Specimen("xlsx without its relations", "导出.xlsx", lambda: without("_rels/.rels"), refused="damaged"),
    Specimen(
        "xlsx whose sheet is no XML",
        "导出.xlsx",
        lambda: zipped(parts('<?xml version="1.0"?><worksheet><sheetData><row r="1"><c r="A1"><v>1</row>')),
        refused="damaged",
    ),
    Specimen(
        "xlsx that names a text it does not have",
        "导出.xlsx",
        lambda: zipped(parts(sheet_xml('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'))),
        refused="damaged",
    ),
    Specimen(
        "Word document named .xlsx",
        "说明.xlsx",
        lambda: zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        refused="unsupported-format",
    ),
    Specimen(
        "zip of pictures named .xlsx",
        "照片.xlsx",
        lambda: zipped({"一.png": b"\x89PNG"}),
        refused="not-a-table",
    ),
)

WORKBOOKS = (*HONEST, *BROKEN)
