"""Money tied up: what is owed to the store, what lies in its parts stock."""

from __future__ import annotations

from functools import partial

from biaogan.engine.metrics.catalogue.margins import accounts
from biaogan.engine.metrics.catalogue.totals import money
from biaogan.engine.metrics.marts import lines
from biaogan.engine.metrics.marts.shape import among
from biaogan.engine.metrics.measure import FEN, Absent, Level, Mean, Sum, Total, Window
from biaogan.engine.metrics.metric import (
    Benchmark,
    Better,
    Metric,
    Period,
    Perspective,
    Room,
    Text,
    Unit,
    Variant,
)  # fmt: skip

OWED = Level(Total("owed_steps", "owed", add="change", scale=FEN))
CREDIT = Total("billed_on_credit", "document", add="billed", scale=FEN)
DOCUMENTS = Total("documents_on_credit", "document")
AR_OPEN = accounts("receivables_booked", "owed")
BOOKED = accounts("revenue_booked", "revenue")

PARTS_SOLD = money(
    "parts_cost_sold", lambda t: among(t.what, lines.PARTS, lines.ACCESSORIES), add="cost",
    absent=Absent.UNKNOWN,
)  # fmt: skip
STOCK = Total("stock_cost", "stock", add="cost", scale=FEN, absent=Absent.UNKNOWN)
STOCKED = Total("parts_in_stock", "stock")
COGS = accounts("parts_cost_booked", "parts_cost")
INVENTORY = accounts("stock_booked", "stock")
YEAR_SOLD = Window(PARTS_SOLD, 12, whole=True)
# A month twelve times: the year this month alone would make.
MONTH_AS_YEAR = Sum((PARTS_SOLD,) * 12)
DATED = Total("stock_dated", "stock", add="cost", where=lambda t: t.dated, scale=FEN, absent=Absent.UNKNOWN)
IDLE_6 = Total("stock_idle_6", "stock", add="cost", where=lambda t: t.idle_6, scale=FEN)
IDLE_12 = Total("stock_idle_12", "stock", add="cost", where=lambda t: t.idle_12, scale=FEN)
IDLE_24 = Total("stock_idle_24", "stock", add="cost", where=lambda t: t.idle_24, scale=FEN)
TWO_POINTS = Text("当月成本 × 12，月初月末两点平均", "The month's cost × 12, mean of opening and closing")
FROM_ACCOUNTS = Text("取自月度损益", "From the accounts")


tied_up = partial(
    Metric,
    room=Room.TARGETS,
    perspective=Perspective.FINANCE,
    period=Period.ROLLING_YEAR,
    paired=True,
    min_n=1,
)
in_parts = partial(tied_up, needs=("repair_order", "ro_part", "part_stock"), sample=STOCKED)

METRICS = (
    tied_up(
        "receivable-days",
        "F17",
        Text("应收账款周转天数", "Receivable days"),
        numerator=Mean(OWED, 13),
        denominator=Window(CREDIT, 12),
        unit=Unit.DAYS,
        better=Better.LOWER,
        sample=Window(DOCUMENTS, 12),
        places=1,
        needs=("receivable", "repair_order"),
        formula=Text(
            "13 个月末应收余额的平均 ÷ 近 12 个月赊销金额 × 365",
            "Mean of what is owed at 13 month ends ÷ billed on credit in 12 months × 365",
        ),
        excludes=Text(
            "当日结清的单据（不是赊销）；预收不冲减欠款",
            "Documents paid on the day (no credit); balances in the customer's favour offset no debt",
        ),
        variants=(
            Variant(
                "accounts",
                Text("账面应收 ÷ 全部售后收入", "Booked receivables ÷ all after-sales revenue"),
                Mean(AR_OPEN, 13),
                Window(BOOKED, 12, whole=True),
            ),
        ),
    ),
    in_parts(
        "parts-stock-turn",
        "F18",
        Text("配件库存周转率", "Parts stock turn"),
        numerator=YEAR_SOLD,
        denominator=Mean(STOCK, 13),
        unit=Unit.TIMES,
        better=Better.BAND,
        places=2,
        formula=Text(
            "近 12 个月配件成本 ÷ 13 个月末库存成本的平均（取每月最后一次盘存）",
            "Cost of parts sold in 12 months ÷ mean stock at cost of 13 month ends (last list of each month)",
        ),
        excludes=Text("未结算工单的配件", "Parts of unsettled orders"),
        benchmark=Benchmark(Text("国内 6 次/年，美国 8 次/年", "China 6 a year, US 8 a year"), "B"),
        variants=(
            Variant("two-points", TWO_POINTS, MONTH_AS_YEAR, Mean(STOCK, 2)),
            Variant("accounts", FROM_ACCOUNTS, Window(COGS, 12, whole=True), Mean(INVENTORY, 13)),
        ),
    ),
    in_parts(
        "parts-stock-days",
        "F18",
        Text("配件库存天数", "Days of parts in stock"),
        numerator=Mean(STOCK, 13),
        denominator=YEAR_SOLD,
        unit=Unit.DAYS,
        better=Better.BAND,
        places=1,
        formula=Text("365 ÷ 配件库存周转率", "365 ÷ parts stock turn"),
        excludes=Text("未结算工单的配件", "Parts of unsettled orders"),
        benchmark=Benchmark(Text("45–60 天", "45–60 days"), "B"),
        variants=(
            Variant("two-points", TWO_POINTS, Mean(STOCK, 2), MONTH_AS_YEAR),
            Variant("accounts", FROM_ACCOUNTS, Mean(INVENTORY, 13), Window(COGS, 12, whole=True)),
        ),
    ),
    in_parts(
        "obsolete-stock-share",
        "F19",
        Text("呆滞件占比", "Obsolete stock share"),
        numerator=IDLE_12,
        denominator=DATED,
        better=Better.LOWER,
        period=Period.SNAPSHOT,
        needs=("part_stock",),
        formula=Text(
            "12 个月未出库（从未出库的按入库）的配件成本 ÷ 库存成本，取当月最后一次盘存",
            "Cost of parts not issued for 12 months (never issued: since they came in) ÷ stock at cost, "
            "last stock list of the month",
        ),
        excludes=Text("没有出入库日期的配件", "Parts without any date of movement"),
        benchmark=Benchmark(Text("12 个月以上 < 2 %（美国）", "Over 12 months < 2 % (US)"), "B"),
        variants=(
            Variant(
                "six-months", Text("6 个月未出库（预警）", "Not issued for 6 months (warning)"), IDLE_6, DATED
            ),
            Variant("two-years", Text("24 个月未出库", "Not issued for 24 months"), IDLE_24, DATED),
        ),
    ),
)
