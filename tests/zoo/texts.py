"""Text files as dealer systems, spreadsheets and mishaps write them."""

from __future__ import annotations

import codecs
import csv
import io
import random

from zoo.specimen import FIRST, HEADERS, ORDERS, TABLE, Sheet, Specimen

Rows = list[list[str]]


def table_text(rows: Rows = TABLE, *, delimiter: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def text(
    encoding: str, *, mark: bytes = b"", rows: Rows = TABLE, delimiter: str = ",", end: str = "\r\n"
) -> bytes:
    return mark + table_text(rows, delimiter=delimiter, end=end).encode(encoding)


def with_note(note: str) -> Rows:
    return [HEADERS, [*ORDERS[0][:6], note], *ORDERS[1:]]


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


FOUR = (Sheet(4, FIRST),)

ENCODINGS = (
    Specimen("csv in utf-8", "维修查询.csv", lambda: text("utf-8"), FOUR),
    Specimen("csv in utf-8 with mark", "维修查询.csv", lambda: text("utf-8", mark=codecs.BOM_UTF8), FOUR),
    Specimen("csv in gb18030", "维修查询.csv", lambda: text("gb18030"), FOUR),
    Specimen(
        "csv with four-byte gb18030 characters",
        "客户.csv",
        lambda: text("gb18030", rows=with_note("㐀𠮷先生")),
        (Sheet(4, {(2, "c6"): "㐀𠮷先生"}),),
    ),
    Specimen(
        "csv in utf-16 little endian with mark",
        "导出.csv",
        lambda: text("utf-16-le", mark=codecs.BOM_UTF16_LE, delimiter="\t"),
        FOUR,
    ),
    Specimen(
        "csv in utf-16 big endian with mark",
        "导出.csv",
        lambda: text("utf-16-be", mark=codecs.BOM_UTF16_BE),
        FOUR,
    ),
    Specimen("csv in utf-16 little endian without mark", "导出.csv", lambda: text("utf-16-le"), FOUR),
    Specimen("csv in utf-16 big endian without mark", "导出.csv", lambda: text("utf-16-be"), FOUR),
    Specimen(
        "csv in utf-32 with mark", "导出.csv", lambda: text("utf-32-le", mark=codecs.BOM_UTF32_LE), FOUR
    ),
    Specimen(
        "csv whose last character is cut",
        "维修查询.csv",
        lambda: text("utf-8", rows=[HEADERS, *ORDERS * 60, [*ORDERS[0][:6], "换机油"]])[:-4],
        (Sheet(182, FIRST | {(4, "c6"): None}),),
    ),
    Specimen(
        "csv full of private-use characters",
        "导出.csv",
        lambda: text("utf-8", rows=with_note("\ue000\ue001\ue002\ue003")),
        refused="no-text-encoding",
    ),
    Specimen(
        "csv in two encodings at once",
        "拼接.csv",
        lambda: text("utf-8") + text("gb18030", rows=ORDERS),
        refused="no-text-encoding",
    ),
)

EMPTY = (
    Specimen("file of no bytes", "空.csv", lambda: b"", refused="empty"),
    Specimen("file of no bytes named as a workbook", "空.xlsx", lambda: b"", refused="empty"),
    Specimen("byte-order mark alone", "空.csv", lambda: codecs.BOM_UTF8, refused="empty"),
    Specimen("line ends alone", "空.csv", lambda: b"\r\n\r\n \t\r\n", refused="empty"),
    Specimen("noise", "坏.csv", lambda: noise(4096), refused="not-a-table"),
    Specimen("noise named as a workbook", "坏.xlsx", lambda: noise(4096), refused="not-a-table"),
    Specimen("prose", "说明.txt", "本月经营情况说明\n请各店认真阅读\n".encode, refused="not-a-table"),
    Specimen("PDF named as csv", "报表.csv", lambda: b"%PDF-1.7\n1 0 obj\n", refused="unsupported-format"),
    Specimen(
        "picture named as a workbook",
        "截图.xlsx",
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(64),
        refused="unsupported-format",
    ),
    Specimen(
        "RAR archive", "三月.rar", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(64), refused="unsupported-format"
    ),
)

FORMS = (
    Specimen("csv named .xlsx", "维修查询.xlsx", lambda: text("gb18030"), FOUR),
    Specimen("tab-separated text named .xls", "维修查询.xls", lambda: text("gb18030", delimiter="\t"), FOUR),
    Specimen("csv with semicolons", "导出.csv", lambda: text("utf-8", delimiter=";"), FOUR),
    Specimen("csv with bars", "导出.txt", lambda: text("utf-8", delimiter="|"), FOUR),
    Specimen("csv with carriage returns alone", "导出.csv", lambda: text("utf-8", end="\r"), FOUR),
    Specimen(
        "csv with mixed line ends",
        "导出.csv",
        (
            table_text(TABLE[:2], end="\r\n")
            + table_text(TABLE[2:3], end="\n")
            + table_text(TABLE[3:], end="\r")
        ).encode,
        FOUR,
    ),
    Specimen(
        "csv that names its separator",
        "导出.csv",
        lambda: b"sep=;\r\n" + text("utf-8", delimiter=";"),
        (Sheet(4, {(2, "c0"): "工单号", (3, "c0"): "RO2503001"}),),
    ),
    Specimen(
        "csv with line breaks inside quotes",
        "导出.csv",
        lambda: text("utf-8", rows=with_note("换机油\n换滤芯")),
        (Sheet(4, {(2, "c6"): "换机油\n换滤芯", (3, "c0"): "RO2503002"}),),
    ),
    Specimen(
        "csv with a quote that never closes",
        "导出.csv",
        (
            table_text([HEADERS])
            + 'RO1,V,2025-03-01,2025-03-01,保养,1,"3寸轮毂\r\n'
            + table_text(ORDERS * 60)
        ).encode,
        (Sheet(182, {(2, "c6"): '"3寸轮毂', (3, "c0"): "RO2503001"}),),
    ),
    Specimen(
        "csv with an inch mark inside a cell",
        "导出.csv",
        (table_text([HEADERS]) + '1,V,2025-03-01,2025-03-01,保养,1,19"轮毂\r\n').encode,
        (Sheet(2, {(2, "c6"): '19"轮毂'}),),
    ),
    Specimen(
        "csv with empty records between",
        "导出.csv",
        ("\r\n\r\n" + table_text([HEADERS]) + ",,,,,,\r\n" + table_text(ORDERS)).encode,
        (Sheet(4, {(3, "c0"): "工单号", (5, "c0"): "RO2503001"}),),
    ),
    Specimen(
        "csv with a title and signatures",
        "导出.csv",
        lambda: text(
            "gb18030",
            rows=[["某店维修查询"], [], *TABLE, ["合计", "", "", "", "", "13075.50"], ["制表人：", "张某"]],
        ),
        (
            Sheet(
                7, {(1, "c0"): "某店维修查询", (3, "c0"): "工单号", (7, "c5"): "13075.50", (8, "c1"): "张某"}
            ),
        ),
    ),
    Specimen(
        "csv with ragged records",
        "导出.csv",
        lambda: text("utf-8", rows=[HEADERS, ORDERS[0][:3], [*ORDERS[1], "多出", "两格"]]),
        (Sheet(3, {(2, "c3"): None, (3, "c8"): "两格"}),),
    ),
    Specimen(
        "csv with NULs inside",
        "导出.csv",
        lambda: text("utf-8").replace(b"RO2503001", b"RO2503001\0\0"),
        FOUR,
    ),
)

CONTENTS = (
    Specimen(
        "csv with padded identifiers",
        "导出.csv",
        lambda: text("utf-8", rows=[HEADERS, ["'0012", "\tLSVAA4180E2100001 ", *ORDERS[0][2:]]]),
        (Sheet(2, {(2, "c0"): "'0012", (2, "c1"): "\tLSVAA4180E2100001 "}),),
    ),
    Specimen(
        "csv with order numbers in scientific notation",
        "导出.csv",
        lambda: text("utf-8", rows=[HEADERS, ["2.0250601E+11", *ORDERS[0][1:]]]),
        (Sheet(2, {(2, "c0"): "2.0250601E+11"}),),
    ),
    Specimen(
        "csv with full-width digits",
        "导出.csv",
        lambda: text("gb18030", rows=[HEADERS, [*ORDERS[0][:5], "￥１，２３４．５０", ""]]),
        (Sheet(2, {(2, "c5"): "￥１，２３４．５０"}),),
    ),
    Specimen(
        "csv with a header twice",
        "导出.csv",
        lambda: text("utf-8", rows=[[*HEADERS, "备注"], [*ORDERS[0], "第二个备注"]]),
        (Sheet(2, {(1, "c6"): "备注", (1, "c7"): "备注", (2, "c7"): "第二个备注"}),),
    ),
    Specimen(
        "csv with a formula as a name",
        "导出.csv",
        lambda: text("utf-8", rows=with_note('=HYPERLINK("http://example.invalid")')),
        (Sheet(4, {(2, "c6"): '=HYPERLINK("http://example.invalid")'}),),
    ),
    Specimen(
        "csv with a very long cell",
        "导出.csv",
        lambda: text("utf-8", rows=with_note("长" * 200_000)),
        (Sheet(4, {(2, "c6"): "长" * 200_000}),),
    ),
    Specimen("csv of too many records", "导出.csv", lambda: b"a,b\n" * 1_100_001, refused="too-large"),
    Specimen("csv of too many columns", "导出.csv", lambda: b"1," * 16_385 + b"\n2,3\n", refused="too-large"),
    Specimen("csv of empty cells", "导出.csv", lambda: b",,,,\n" * 5000, (Sheet(0),)),
)

TEXTS = (*ENCODINGS, *EMPTY, *FORMS, *CONTENTS)
