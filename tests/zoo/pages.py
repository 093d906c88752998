"""HTML and XML under a workbook's name, as many dealer systems "export to Excel"."""

from __future__ import annotations

import base64

from zoo.specimen import FIRST, TABLE, Sheet, Specimen

SS = "urn:schemas-microsoft-com:office:spreadsheet"


def html_rows(rows: list[list[str]] = TABLE) -> str:
    return "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)


def page(body: str, *, encoding: str = "utf-8", head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)


def meta(charset: str) -> str:
    return f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'


def web_archive() -> bytes:
    body = base64.encodebytes(page(f"<table>{html_rows()}</table>", encoding="gb18030")).decode()
    return (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=edge\r\n\r\n--edge\r\n"
        "Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{body}\r\n--edge--\r\n"
    ).encode()


def spreadsheetml(table: str, *, declaration: str = "", worksheet: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{declaration}<?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{SS}" xmlns:ss="{SS}" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<Worksheet ss:Name="三月"><Table>{table}</Table>{worksheet}</Worksheet></Workbook>'
    ).encode()


def xml_rows() -> str:
    cells = ["".join(f'<Cell><Data ss:Type="String">{c}</Data></Cell>' for c in row) for row in TABLE]
    return "".join(f"<Row>{row}</Row>" for row in cells)


TYPED = (
    '<Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="String">工单号</Data></Cell></Row>'
    '<Row><Cell ss:Index="2" ss:MergeAcross="1"><Data ss:Type="Number">202506010001</Data></Cell>'
    '<Cell><Data ss:Type="DateTime">2025-06-01T08:30:00.000</Data></Cell>'
    '<Cell><Data ss:Type="DateTime">2025-06-01T00:00:00.000</Data></Cell>'
    '<Cell><Data ss:Type="DateTime">1899-12-31T18:30:00.000</Data></Cell>'
    '<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell></Row>'
)
TYPED_CELLS = {
    (4, "c1"): "工单号",
    (5, "c1"): "202506010001",
    (5, "c2"): None,
    (5, "c3"): "2025-06-01 08:30:00",
    (5, "c4"): "2025-06-01",
    (5, "c5"): "18:30:00",
    (5, "c6"): "TRUE",
    (5, "c7"): "#REF!",
}
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">'
    '<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>'
)
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
FOUR = (Sheet(4, FIRST),)

PAGES = (
    Specimen("HTML named .xls", "维修查询.xls", lambda: page(f"<table>{html_rows()}</table>"), FOUR),
    Specimen(
        "HTML in GBK named .xls",
        "维修查询.xls",
        lambda: page(f"<table>{html_rows()}</table>", encoding="gb18030", head=meta("gb2312")),
        FOUR,
    ),
    Specimen(
        "HTML that lies about its encoding",
        "维修查询.xls",
        lambda: page(f"<table>{html_rows()}</table>", encoding="gb18030", head=meta("utf-8")),
        FOUR,
    ),
    Specimen("HTML that begins with a table", "导出.xls", f"<table>{html_rows()}</table>".encode, FOUR),
    Specimen(
        "HTML in capitals with unclosed cells",
        "导出.xls",
        ("<TABLE>" + "".join("<TR>" + "".join(f"<TD>{c}" for c in row) for row in TABLE)).encode,
        FOUR,
    ),
    Specimen(
        "HTML with a title table and a signature table",
        "导出.xls",
        lambda: page(
            "<table><tr><td>某店维修查询</td></tr></table>"
            f"<table><thead>{html_rows(TABLE[:1])}</thead><tbody>{html_rows(TABLE[1:])}</tbody></table>"
            "<table><tr><td>制表人</td><td>张某</td></tr></table>"
        ),
        FOUR,
    ),
    Specimen(
        "HTML with its table inside a table",
        "导出.xls",
        lambda: page(f"<table><tr><td>页眉</td></tr><tr><td><table>{html_rows()}</table></td></tr></table>"),
        FOUR,
    ),
    Specimen(
        "HTML with merged cells",
        "导出.xls",
        lambda: page(
            '<table><tr><td colspan="3">某店</td></tr>'
            '<tr><td rowspan="2">工单号</td><td colspan="2">金额</td></tr>'
            "<tr><td>工时</td><td>配件</td></tr><tr><td>RO1</td><td>1</td><td>2</td></tr></table>"
        ),
        (
            Sheet(
                4,
                {(2, "c0"): "工单号", (3, "c0"): None, (3, "c1"): "工时", (3, "c2"): "配件", (4, "c2"): "2"},
            ),
        ),
    ),
    Specimen(
        "HTML with absurd spans",
        "导出.xls",
        lambda: page(
            '<table><tr><td colspan="999999999" rowspan="999999999">标题</td></tr><tr><td>1</td></tr></table>'
        ),
        refused="too-large",
    ),
    Specimen(
        "HTML with entities and line breaks",
        "导出.xls",
        lambda: page(
            "<table><tr><td>工单号</td><td>金额</td></tr>"
            "<tr><td>&nbsp;RO1 \n 号</td><td>&yen;1<br/>元</td></tr></table>"
        ),
        (Sheet(2, {(2, "c0"): "\u00a0RO1 号", (2, "c1"): "¥1\n元"}),),
    ),
    Specimen(
        "HTML without a table",
        "登录.xls",
        lambda: page("<p>登录已超时，请重新登录</p>"),
        refused="not-a-table",
    ),
    Specimen("HTML nested without end", "导出.xls", lambda: b"<div>" * 200_000, refused="not-a-table"),
    Specimen("web archive", "导出.xls", web_archive, FOUR),
    Specimen("SpreadsheetML 2003", "导出.xls", lambda: spreadsheetml(xml_rows()), (Sheet(4, FIRST, "三月"),)),
    Specimen(
        "SpreadsheetML 2003 with types and jumps",
        "导出.xml",
        lambda: spreadsheetml(TYPED),
        (Sheet(2, TYPED_CELLS, "三月"),),
    ),
    Specimen(
        "SpreadsheetML 2003 with a hidden sheet",
        "导出.xls",
        lambda: spreadsheetml(
            xml_rows(),
            worksheet='<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
            "<Visible>SheetHidden</Visible></WorksheetOptions>",
        ),
        (Sheet(4, FIRST, "三月", hidden=True),),
    ),
    Specimen(
        "SpreadsheetML 2003 cut short", "导出.xls", lambda: spreadsheetml(xml_rows())[:-80], refused="damaged"
    ),
    Specimen(
        "billion laughs in SpreadsheetML",
        "导出.xls",
        lambda: spreadsheetml(
            '<Row><Cell><Data ss:Type="String">&f;</Data></Cell></Row>', declaration=LAUGHS
        ),
        refused="unsafe-content",
    ),
    Specimen(
        "outside entity in SpreadsheetML",
        "导出.xls",
        lambda: spreadsheetml(
            '<Row><Cell><Data ss:Type="String">&x;</Data></Cell></Row>', declaration=OUTSIDE
        ),
        refused="unsafe-content",
    ),
    Specimen(
        "XML of something else",
        "配置.xml",
        lambda: b'<?xml version="1.0"?><settings/>',
        refused="not-a-table",
    ),
)
