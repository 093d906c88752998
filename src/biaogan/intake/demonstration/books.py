"""Which files each store sends: every store has the habits of its own system."""

from __future__ import annotations

from dataclasses import dataclass, field

from biaogan.intake.demonstration import layouts as of
from biaogan.intake.demonstration.layouts import Layout
from biaogan.intake.demonstration.sheets import Style

# The moment of a row that decides in which period's file it stands.
DATED = {
    "repair_order": "opened_at", "ro_labour": "settled_at", "ro_part": "settled_at",
    "settlement": "settled_at", "appointment": "planned_at",
    "survey": "service_date", "complaint": "received_at", "attendance": "date",
    "training_record": "due_date",
}  # fmt: skip


@dataclass(frozen=True)
class Book:
    """One kind of file: its title, the layouts in it (one per sheet), its shape, how often it is sent."""

    title: str
    layouts: tuple[Layout, ...]
    shape: str
    rhythm: str  # "month", "year" or "once"
    sheets: tuple[str, ...] = ("Sheet1",)


@dataclass(frozen=True)
class Habit:
    """A store's way of naming itself, its style, and what differs from the usual books."""

    store: int = 1  # 0 = code, 1 = name, 2.. = aliases
    style: Style = field(default_factory=Style)
    books: tuple[Book, ...] = ()


def _book(title: str, layout: Layout, shape: str, rhythm: str) -> Book:
    return Book(title, (layout,), shape, rhythm)


def _lines(shape: str) -> tuple[Book, ...]:
    return (_book("维修项目", of.LABOUR, shape, "month"), _book("配件出库", of.PART, shape, "month"))


USUAL: tuple[Book, ...] = (
    _book("员工花名册", of.STAFF, "xlsx", "once"),
    _book("编制表", of.POSITION_PLAN, "xlsx", "once"),
    _book("车辆档案", of.VEHICLE, "csv-utf8-bom", "once"),
    _book("认证", of.CERTIFICATION, "xlsx", "once"),
    _book("培训记录", of.TRAINING, "csv-gb18030", "year"),
    _book("考勤", of.ATTENDANCE, "csv-utf8-bom", "year"),
    _book("预约明细", of.APPOINTMENT, "csv-gb18030", "year"),
    _book("满意度回访", of.SURVEY, "csv-utf8-bom", "year"),
    _book("投诉", of.COMPLAINT, "xlsx", "year"),
    _book("经营月报", of.FINANCE, "xlsx", "once"),
    _book("配件库存", of.STOCK, "csv-gb18030", "once"),
    _book("配件需求", of.DEMAND, "xlsx", "once"),
    _book("保险台账", of.POLICY, "xlsx", "once"),
    _book("延保与套餐", of.PRODUCT, "csv-utf8-bom", "once"),
    _book("应收账款", of.RECEIVABLE, "xlsx", "once"),
    _book("门店自报月报", of.REPORTED, "xlsx", "once"),
)
FIVE_FILES = (
    _book("维修查询", of.FIVE_ORDER, "xlsx", "month"),
    _book("结算明细", of.FIVE_SETTLEMENT, "xlsx", "month"),
    _book("出库明细", of.FIVE_PART, "xlsx", "month"),
    _book("项目查询", of.FIVE_LABOUR, "xlsx", "month"),
    _book("车辆信息", of.FIVE_VEHICLE, "xlsx", "once"),
)
MONTHLY_WORKBOOK = Book(
    "售后月报", (of.PORTAL_ORDER, of.LABOUR, of.PART), "workbook", "month", ("工单", "维修项目", "配件明细")
)
HABITS: dict[str, Habit] = {
    "S01": Habit(
        1, Style("plain", "cell", totals=True),
        (_book("维修工单查询", of.DMS_ORDER, "xls-title", "month"), *_lines("csv-gb18030"),
         _book("预约明细", of.APPOINTMENT, "xls-title", "year"),
         _book("满意度回访", of.SURVEY, "html", "year"),
         _book("车辆档案", of.VEHICLE, "xlsx-template", "once"),
         _book("附加费", of.MISC, "csv-gb18030", "once"),
         _book("经营月报", of.FINANCE_WAN, "xlsx", "once")),
    ),
    "S02": Habit(
        2, Style("shared", "compact", ids_as_numbers=True),
        (*FIVE_FILES, _book("销售台账", of.VEHICLE, "csv-gb18030", "once"),
         _book("预约明细", of.APPOINTMENT, "sheet-per-month", "year")),
    ),
    "S03": Habit(
        0, Style("trade"),
        (MONTHLY_WORKBOOK, _book("附加费", of.MISC, "xlsx", "once"),
         _book("预约明细", of.APPOINTMENT, "csv-utf16", "year"),
         _book("满意度回访", of.SURVEY, "xlsx", "year")),
    ),
    "S04": Habit(
        2, Style("plain", "slash", money="comma", totals=True),
        (_book("工单列表", of.PORTAL_ORDER, "html", "month"), *_lines("csv-utf8-bom"),
         _book("投诉", of.COMPLAINT, "html", "year")),
    ),
    "S05": Habit(
        3, Style("plain", totals=True, footer=True, repeat_every=40),
        (_book("维修工单", of.PORTAL_ORDER, "csv-gb18030", "month"), *_lines("csv-gb18030"),
         _book("经营月报", of.FINANCE_WAN, "csv-gb18030", "once")),
    ),
    "S06": Habit(
        1, Style("plain", "slash"),
        (_book("结算汇总", of.TOTALS_ORDER, "csv-utf16", "month"),),
    ),
    "S07": Habit(
        2, Style("shared", "cell", footer=True),
        (_book("委托书", of.DMS_ORDER, "xls-plain", "month"), *_lines("xlsx"),
         _book("结算单", of.SETTLEMENT, "xlsx", "month"), _book("员工花名册", of.STAFF, "xls-title", "once")),
    ),
    "S08": Habit(
        0, Style("trade", "iso", totals=True),
        (_book("工单导入", of.PORTAL_ORDER, "xlsx-template", "month"), *_lines("csv-utf8-bom"),
         _book("员工花名册", of.STAFF, "xlsx-template", "once")),
    ),
    "S09": Habit(
        3, Style("plain", "iso", money="full-width"),
        (_book("维修工单", of.PORTAL_ORDER, "csv-utf8-bom", "month"), *_lines("csv-utf16"),
         _book("满意度回访", of.SURVEY, "sheet-per-month", "year"),
         _book("投诉", of.COMPLAINT, "sheet-per-month", "year")),
    ),
    "S10": Habit(
        1, Style("trade", "slash"),
        (_book("维修工单", of.PORTAL_ORDER, "csv-utf8-bom", "month"), *_lines("csv-utf8-bom"),
         _book("考勤", of.ATTENDANCE, "csv-utf16", "year")),
    ),
}  # fmt: skip


def books_of(code: str) -> tuple[Book, ...]:
    """The store's own books, and the usual ones for kinds it has no own way for."""
    own = HABITS[code].books
    covered = {layout.kind for book in own for layout in book.layouts}
    usual = tuple(book for book in USUAL if book.layouts[0].kind not in covered)
    return tuple(sorted((*usual, *own), key=lambda book: ("once", "year", "month").index(book.rhythm)))
