"""What remains and what it costs: margins, price of an hour, discount, cost ratios, absorption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.catalogue.revenue import INTERNAL_OUT, LINES, in_finance
from biaogan.engine.metrics.catalogue.totals import (
    COST,
    LABOUR,
    LABOUR_COST,
    PARTS,
    PARTS_COST,
    REVENUE,
    money,
)  # fmt: skip
from biaogan.engine.metrics.marts import lines
from biaogan.engine.metrics.marts.lines import has_hours_and_money
from biaogan.engine.metrics.marts.shape import among
from biaogan.engine.metrics.measure import FEN, THOUSANDTHS, Absent, Less, Total, Where
from biaogan.engine.metrics.metric import Benchmark, Better, Text, Unit, Variant

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue


def _paid_by_customer(line: ibis.Table) -> BooleanValue:
    return line.external & among(line.payer, "CP")


def _priced(line: ibis.Table) -> BooleanValue:
    return _paid_by_customer(line) & line.listed.notnull() & line.net.notnull()


def _plain_repair(line: ibis.Table) -> BooleanValue:
    return _paid_by_customer(line) & ~line.counter & ~among(line.biz_type, "accident")


def _hourly(line: ibis.Table) -> BooleanValue:
    return line.external & (line.what == lines.LABOUR) & has_hours_and_money(line)


def accounts(name: str, column: str, where: Where | None = None) -> Total:
    return Total(
        name,
        "finance",
        add=column,
        where=where,
        scale=FEN,
        absent=Absent.UNKNOWN,
    )


ELR_NET = money("elr_net", _hourly)
ELR_HOURS = money("elr_hours", _hourly, add="hours", scale=THOUSANDTHS)
LISTED = money("listed_cp", _priced, add="listed")
DISCOUNTED = money("net_cp", _priced)
RATIO_PARTS = money("ratio_parts", lambda t: _plain_repair(t) & (t.what == lines.PARTS))
RATIO_LABOUR = money("ratio_labour", lambda t: _plain_repair(t) & (t.what == lines.LABOUR))

PERSONNEL = accounts("personnel_cost", "personnel")
ABSORBING = accounts("absorbing", "gross_profit", lambda t: t.overhead.notnull())
OVERHEAD = accounts("overhead", "overhead", lambda t: t.gross_profit.notnull())
COVERING = accounts("covering", "gross_profit", lambda t: t.fixed_cost.notnull())
FIXED_COST = accounts("fixed_cost", "fixed_cost", lambda t: t.gross_profit.notnull())
EARNING = accounts("earning", "gross_profit", lambda t: t.expense.notnull())
EXPENSE = accounts("expense", "expense", lambda t: t.gross_profit.notnull())
PAYING = accounts("paying", "gross_profit", lambda t: t.personnel.notnull())
PAY = accounts("pay", "personnel", lambda t: t.gross_profit.notnull())
COST_UNKNOWN = Text(
    "没有任何成本金额的门店月份没有读数", "No reading for a month of a store without any cost amount"
)

METRICS = (
    in_finance(
        "gross-margin",
        "F03",
        Text("售后毛利率", "After-sales gross margin"),
        numerator=Less(REVENUE, COST),
        denominator=REVENUE,
        unit=Unit.PERCENT,
        excludes=COST_UNKNOWN,
        paired=True,
        formula=Text(
            "（售后产值 – 配件行成本 – 工时行成本）÷ 售后产值",
            "(Revenue – cost on part lines – cost on labour lines) ÷ revenue",
        ),
        benchmark=Benchmark(Text("豪华上市集团 42–48 %", "Listed luxury groups 42–48 %"), "A"),
    ),
    in_finance(
        "labour-gross-margin",
        "F04",
        Text("工时毛利率", "Labour gross margin"),
        numerator=Less(LABOUR, LABOUR_COST),
        denominator=LABOUR,
        unit=Unit.PERCENT,
        excludes=COST_UNKNOWN,
        paired=True,
        formula=Text(
            "（工时产值 – 工时行成本）÷ 工时产值", "(Labour revenue – cost on labour lines) ÷ labour revenue"
        ),
        benchmark=Benchmark(Text("美国、英国 70–75 %", "US and UK 70–75 %"), "B"),
    ),
    in_finance(
        "parts-gross-margin",
        "F05",
        Text("配件毛利率", "Parts gross margin"),
        numerator=Less(PARTS, PARTS_COST),
        denominator=PARTS,
        unit=Unit.PERCENT,
        excludes=COST_UNKNOWN,
        paired=True,
        formula=Text(
            "（配件产值 – 配件行成本）÷ 配件产值，不含精品",
            "(Parts revenue – cost on part lines) ÷ parts revenue, without accessories",
        ),
        benchmark=Benchmark(
            Text("英国全渠道 22 %，美国维修单 40 %", "UK all channels 22 %, US repair orders 40 %"), "B"
        ),
    ),
    in_finance(
        "absorption",
        "F07",
        Text("零服吸收率", "Service absorption"),
        numerator=ABSORBING,
        denominator=OVERHEAD,
        unit=Unit.PERCENT,
        cuts=(),
        needs=("finance_month",),
        excludes=None,
        formula=Text(
            "售后毛利 ÷（总费用 – 新车销售变动费用），取自月度损益",
            "After-sales gross profit ÷ (overhead – variable selling expense of new cars), from the accounts",
        ),
        benchmark=Benchmark(Text("英国实际 52–66 %，标杆 80 %", "UK actual 52–66 %, benchmark 80 %"), "B"),
        variants=(
            Variant("fixed", Text("毛利 ÷ 固定费用", "Gross profit ÷ fixed cost"), COVERING, FIXED_COST),
        ),
    ),
    in_finance(
        "personnel-cost-ratio",
        "F08",
        Text("人员成本率", "Personnel cost ratio"),
        numerator=PERSONNEL,
        denominator=REVENUE,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        cuts=(),
        paired=True,
        needs=(*LINES, "finance_month"),
        excludes=INTERNAL_OUT,
        formula=Text("售后人员成本 ÷ 售后产值", "After-sales personnel cost ÷ revenue"),
        benchmark=Benchmark(
            Text(
                "≤ 毛利的三分之一（按售后毛利口径）",
                "≤ a third of gross profit (the definition on gross profit)",
            ),
            "B",
        ),
        variants=(
            Variant(
                "gross-profit", Text("÷ 售后毛利", "÷ after-sales gross profit"), PAY, PAYING, paired=False
            ),
        ),
    ),
    in_finance(
        "operating-expense-ratio",
        "F09",
        Text("售后费用率", "Operating expense ratio"),
        numerator=EXPENSE,
        denominator=EARNING,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        cuts=(),
        needs=("finance_month",),
        excludes=None,
        formula=Text(
            "售后营业费用 ÷ 售后毛利，取自月度损益",
            "After-sales operating expenses ÷ after-sales gross profit, from the accounts",
        ),
        benchmark=Benchmark(Text("英国标杆 40 %，实际 60 %", "UK benchmark 40 %, actual 60 %"), "B"),
    ),
    in_finance(
        "parts-labour-ratio",
        "F10",
        Text("配件工时比", "Parts-to-labour ratio"),
        numerator=RATIO_PARTS,
        denominator=RATIO_LABOUR,
        unit=Unit.RATIO,
        better=Better.BAND,
        places=2,
        formula=Text(
            "自费配件（不含精品）÷ 自费工时，不含事故和外卖",
            "Customer-pay parts without accessories ÷ customer-pay labour, no accident, no counter sales",
        ),
        benchmark=Benchmark(Text("美国约 1.0", "US about 1.0"), "B"),
    ),
    in_finance(
        "effective-labour-rate",
        "F13",
        Text("有效工时单价", "Effective labour rate"),
        numerator=ELR_NET,
        denominator=ELR_HOURS,
        unit=Unit.YUAN_PER_HOUR,
        formula=Text(
            "工时折后金额 ÷ 标准工时，只取两者都不为零的行",
            "Net labour amount ÷ standard hours, lines with both different from zero",
        ),
        benchmark=Benchmark(Text("≥ 门市工时单价的 90 %", "≥ 90 % of the posted rate"), "C"),
    ),
    in_finance(
        "discount-ratio",
        "F15",
        Text("折扣率", "Discount ratio"),
        numerator=Less(LISTED, DISCOUNTED),
        denominator=LISTED,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        formula=Text(
            "Σ（折前 – 折后）÷ Σ 折前，自费工时和配件行，含精品和外卖",
            "Σ(list – net) ÷ Σ list over customer-pay labour and part lines, counter sales in",
        ),
    ),
)
