"""Files as stores might send them, drawn at random, with what is known of every row."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

STORES = {"金牛店": "S01", "青麓店": "S02", "S01": "S01"}
UNKNOWN_STORE = "火星店"

Cell = str | float | None


@dataclass(frozen=True)
class Layout:
    """The columns of one kind: the header of its money, and of what names the row."""

    kind: str
    money: str
    column: str  # of the facts
    number: str
    others: dict[str, tuple[str, ...]]  # header -> values


DAYS = ("2025-06-02", "2025/6/3", "2025-06-02 09:30:00", "20250604", "2025年6月5日")
LAYOUTS = (
    Layout(
        "ro_labour",
        "实收工时费",
        "net_amount_fen",
        "工单号",
        {
            "项目代码": ("OP1", "OP2", ""),
            "项目名称": ("更换机油", "四轮定位"),
            "标准工时": ("1.5", "0.8", ""),
            "收费区分": ("自费", "保修", "保险"),
            "责任技师": ("甲", "乙", ""),
        },
    ),
    Layout(
        "ro_part",
        "实收金额",
        "net_amount_fen",
        "工单号",
        {
            "配件编码": ("P1", "P2"),
            "配件名称": ("机油滤芯", "雨刮"),
            "数量": ("1", "2.5"),
            "出库日期": DAYS,
            "仓库": ("主库", ""),
        },
    ),
    Layout(
        "repair_order",
        "维修金额",
        "net_total_fen",
        "工单号",
        {
            "VIN": ("LBV00000000000001", "LBV00000000000002"),
            "开单时间": DAYS,
            "结算日期": DAYS,
            "维修类型": ("一般维修", "保养", "事故"),
            "工单状态": ("已结算",),
            "随车物品": ("雨伞", "合计", ""),
        },
    ),
)
TEXT_FORMS = (
    lambda amount: f"{amount:.2f}",
    lambda amount: f"￥{amount:,.2f}",
    lambda amount: f"({abs(amount):.2f})" if amount < 0 else f"{amount:.2f}元",
    lambda amount: f"{abs(amount):.2f}-" if amount < 0 else f"+{amount:.2f}",
    lambda amount: f"{amount:.4f}",
)
WRITERS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "tabs", "html", "xlsx", "xls")
TITLES = ("维修明细表", "制表日期：2025-06-30", "导入文件要求首行空行")
NOISE = ("--", "", " ", "null")


@dataclass(frozen=True)
class Generated:
    """A file, and by hand: its data rows with the fen each of them says (None: no amount)."""

    layout: Layout
    writer: str
    above: list[list[Cell]]
    header: list[Cell]
    rows: list[list[Cell]]
    fen: list[int | None]
    blank_after: frozenset[int]

    def table(self) -> tuple[list[list[Cell]], list[int]]:
        """All rows as written, and the line of every data row."""
        whole, lines = [*self.above, self.header], []
        for at, row in enumerate(self.rows):
            whole.append(row)
            lines.append(len(whole))
            if at in self.blank_after:
                whole.append([None] * len(row))
        return whole, lines


AMOUNTS = st.integers(-9_999_999, 99_999_999)


@st.composite
def files(draw: st.DrawFn) -> Generated:
    layout = draw(st.sampled_from(LAYOUTS))
    names = ["门店", layout.number, layout.money, *layout.others]
    writer = draw(st.sampled_from(WRITERS))
    if draw(st.booleans()):
        names.append("随便写的一列")
    header = draw(st.permutations(names))
    numbers = draw(
        st.lists(st.integers(1, 40), min_size=1, max_size=12, unique=layout.kind == "repair_order")
    )
    rows, fen = [], []
    for number in numbers:
        row, amount = draw(_row(layout, number, typed=writer in {"xlsx", "xls"}))
        rows.append([row.get(name) for name in header])
        fen.append(amount)
    if draw(st.integers(0, 2)) == 0:  # a total is no amount of its own, whether it is right or wrong
        total = Decimal(sum(amount or 0 for amount in fen) + draw(st.integers(0, 1))) / 100
        rows.append([{"门店": "合计", layout.money: f"{total:.2f}"}.get(name) for name in header])
        fen.append(None)
    return Generated(
        layout,
        writer,
        draw(st.lists(st.sampled_from(TITLES).map(lambda title: [title]), max_size=3)),
        list(header),
        rows,
        fen,
        draw(st.frozensets(st.integers(0, 12), max_size=2)),
    )


@st.composite
def _row(draw: st.DrawFn, layout: Layout, number: int, *, typed: bool) -> tuple[dict[str, Cell], int | None]:
    row: dict[str, Cell] = {
        name: draw(st.sampled_from(values) | st.text("甲 a1,;|'\"\t<&=-+合计", max_size=5))
        if draw(st.integers(0, 7)) == 0
        else draw(st.sampled_from(values))
        for name, values in layout.others.items()
    }
    row["门店"] = draw(st.sampled_from([*STORES, *STORES, *STORES, UNKNOWN_STORE, ""]))
    row[layout.number] = f"R{number:04d}"
    row["随便写的一列"] = draw(st.text(max_size=4).map(_storable))
    amount = draw(st.none() | AMOUNTS) if draw(st.integers(0, 9)) == 0 else draw(AMOUNTS)
    if amount is None:
        row[layout.money] = draw(st.sampled_from(NOISE))
    elif typed and draw(st.booleans()):
        row[layout.money] = amount / 100
    else:
        row[layout.money] = draw(st.sampled_from(TEXT_FORMS))(Decimal(amount) / 100)
    return row, amount


def _storable(text: str) -> str:
    """Without what no file format can hold: lone surrogates, control characters, line ends."""
    return "".join(letter for letter in text if letter.isprintable())


def written(file: Generated, folder: Path) -> Path:
    """The file on disk, under a name that does not say what it is."""
    path = folder / "导出.xls"
    table, _lines = file.table()
    path.write_bytes(_content(file.writer, table))
    return path


def _content(writer: str, table: list[list[Cell]]) -> bytes:
    if writer == "xlsx":
        return _workbook(table)
    if writer == "xls":
        return _old_workbook(table)
    if writer == "html":
        return _page(table)
    if writer == "tabs":
        return _delimited(table, "\t").encode("utf-8")
    return _delimited(table, ",").encode(writer, "replace")


def _delimited(table: list[list[Cell]], separator: str) -> str:
    import csv

    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(table)
    return text.getvalue()


def _page(table: list[list[Cell]]) -> bytes:
    import html

    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(cell or ''))}</td>" for cell in row) + "</tr>"
        for row in table
    )
    return f"<html><head><meta charset=utf-8></head><table>{rows}</table></html>".encode()


def _workbook(table: list[list[Cell]]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # the same table, the same bytes
        page = book.add_worksheet("导出")
        for at, row in enumerate(table):
            for column, cell in enumerate(row):
                if isinstance(cell, float):
                    page.write_number(at, column, cell)
                elif cell:
                    page.write_string(at, column, cell)
    return content.getvalue()


def _old_workbook(table: list[list[Cell]]) -> bytes:
    import xlwt

    content = io.BytesIO()
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("导出")
    for at, row in enumerate(table):
        for column, cell in enumerate(row):
            if cell not in {None, ""}:
                page.write(at, column, cell)
    book.save(content)
    return content.getvalue()
