"""What comes in: revenue, its parts, and revenue per visit and per customer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from biaogan.engine.metrics.catalogue.totals import (
    ACCESSORIES,
    HOURS_SOLD,
    INTERNAL,
    LABOUR,
    LINE_CUTS,
    MISC,
    ORDERS,
    PARTS,
    REVENUE,
    VALUE_ADDED,
    VISIT_CUTS,
    VISITS,
    money,
)  # fmt: skip
from biaogan.engine.metrics.catalogue.vehicles import ACTIVE
from biaogan.engine.metrics.marts.shape import among
from biaogan.engine.metrics.measure import THOUSANDTHS, Absent, Given, Sum, Total, Window
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

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue

TARGET = Total("revenue_target", "target", add="amount", scale=THOUSANDTHS, absent=Absent.UNKNOWN)
CP = money("revenue_cp", lambda t: t.external & among(t.payer, "CP"))
MECHANICAL = money("revenue_mechanical", lambda t: t.external & ~_accident(t) & ~t.counter)
ACCIDENT = money("revenue_accident", lambda t: t.external & _accident(t))
WARRANTY = money("revenue_warranty", lambda t: t.external & among(t.payer, "WAR"))
INSURANCE = money("revenue_insurance", lambda t: t.external & among(t.payer, "INS"))
CP_VISITS = Total("visits_cp", "visit", "settled_month", where=lambda t: t.settled & t.customer_pays)
BODY_VISITS = Total("visits_body", "visit", "settled_month", where=lambda t: t.settled & t.bodywork)
MECHANICAL_VISITS = Total(
    "visits_mechanical", "visit", "settled_month", where=lambda t: t.settled & ~t.bodywork
)
PROMOTED = Total(
    "visits_promoted", "visit", "settled_month", where=lambda t: t.settled & t.customer_pays & t.promoted
)
NOT_ACCESSORIES = Sum((LABOUR, PARTS, MISC))
LINES = ("repair_order", "ro_labour", "ro_part")
INTERNAL_OUT = Text(
    "作废、未结算和内部工单，以及付款方为内部的行",
    "Void, unsettled and internal orders; lines paid internally",
)


def _accident(line: ibis.Table) -> BooleanValue:
    return among(line.biz_type, "accident")


in_finance = partial(
    Metric,
    room=Room.TARGETS,
    perspective=Perspective.FINANCE,
    unit=Unit.YUAN,
    cuts=LINE_CUTS,
    needs=LINES,
    excludes=INTERNAL_OUT,
)

METRICS = (
    in_finance(
        "revenue",
        "F01",
        Text("售后产值", "After-sales revenue"),
        numerator=REVENUE,
        formula=Text(
            "工时 + 配件 + 精品 + 增值服务 + 附加费，按结算月，不含税、折后、冲红后",
            "Labour + parts + accessories + value-added + miscellaneous, by settlement month, "
            "without VAT, after discount and reversals",
        ),
        variants=(
            Variant("customer-pay", Text("客户自费产值", "Customer-pay revenue"), CP),
            Variant("warranty", Text("索赔产值", "Warranty revenue"), WARRANTY),
            Variant("insurance", Text("保险产值", "Insurance revenue"), INSURANCE),
        ),
    ),
    in_finance(
        "labour-revenue",
        "F01a",
        Text("工时产值", "Labour revenue"),
        numerator=LABOUR,
        better=Better.BAND,
        formula=Text("全部外部工时行的折后金额", "Net amount of all external labour lines"),
    ),
    in_finance(
        "parts-revenue",
        "F01b",
        Text("配件产值", "Parts revenue"),
        numerator=PARTS,
        better=Better.BAND,
        formula=Text(
            "外部配件行的折后金额，不含精品、养护品、装潢",
            "Net amount of external part lines without accessories and car care",
        ),
    ),
    in_finance(
        "accessory-revenue",
        "F01c",
        Text("精品产值", "Accessory revenue"),
        numerator=ACCESSORIES,
        better=Better.BAND,
        formula=Text(
            "精品、养护品、装潢类配件行的折后金额", "Net amount of accessory and car-care part lines"
        ),
    ),
    in_finance(
        "value-added-revenue",
        "F01d",
        Text("增值服务产值", "Value-added revenue"),
        paired=True,
        numerator=VALUE_ADDED,
        better=Better.BAND,
        cuts=(),
        needs=("service_product", "insurance_policy"),
        excludes=None,
        formula=Text(
            "延保、套餐的确认收入 + 经本店保单的佣金，按销售月；保费和售价不计入",
            "Recognised income of contracts + commission of policies sold through the store, by month "
            "of sale; premium and price are not income",
        ),
    ),
    in_finance(
        "internal-revenue",
        "F01i",
        Text("内部产值", "Internal revenue"),
        numerator=INTERNAL,
        better=Better.BAND,
        excludes=Text("作废和未结算工单", "Void and unsettled orders"),
        formula=Text(
            "已结算内部工单的全部行 + 外部工单中内部付款的行",
            "All lines of settled internal orders + lines of external orders that are paid internally",
        ),
    ),
    in_finance(
        "revenue-attainment",
        "F02",
        Text("产值达成率", "Revenue attainment"),
        numerator=REVENUE,
        denominator=TARGET,
        unit=Unit.PERCENT,
        cuts=(),
        needs=(*LINES, "target"),
        paired=True,
        excludes=INTERNAL_OUT,
        formula=Text(
            "售后产值 ÷ 当月目标（最高版本）", "Revenue ÷ target of the month in its highest version"
        ),
        benchmark=Benchmark(Text("≥ 100 %", "≥ 100 %"), "C"),
    ),
    in_finance(
        "revenue-per-visit",
        "F06",
        Text("单车产值（每台次）", "Revenue per visit"),
        numerator=REVENUE,
        denominator=VISITS,
        better=Better.BAND,
        cuts=VISIT_CUTS,
        formula=Text("售后产值（含外卖）÷ 进厂台次", "Revenue, counter sales included ÷ visits"),
        benchmark=Benchmark(
            Text("大型豪华为主集团约 2,700–2,900 元", "Large luxury-led group: about 2,700–2,900 CNY"), "A"
        ),
        variants=(
            Variant(
                "repair",
                Text("不含精品和增值", "Without accessories and value-added"),
                NOT_ACCESSORIES,
                VISITS,
            ),
            Variant("mechanical", Text("仅机电", "Mechanical only"), MECHANICAL, MECHANICAL_VISITS),
            Variant("body", Text("仅事故", "Accident only"), ACCIDENT, BODY_VISITS),
            Variant(
                "customer-pay",
                Text("自费产值 ÷ 有自费行的台次", "Customer-pay revenue ÷ visits with a customer-pay line"),
                CP,
                CP_VISITS,
            ),
            Variant("per-order", Text("每工单", "Per repair order"), REVENUE, ORDERS),
        ),
    ),
    in_finance(
        "revenue-per-customer-year",
        "F06y",
        Text("单客年产值", "Revenue per active customer and year"),
        numerator=Window(REVENUE, 12),
        denominator=ACTIVE,
        better=Better.HIGHER,
        cuts=(),
        history=12,
        period=Period.ROLLING_YEAR,
        formula=Text(
            "近 12 个月售后产值 ÷ 近 12 个月活跃车辆", "Revenue of 12 months ÷ vehicles active in them"
        ),
        benchmark=Benchmark(Text("约 5,250 元/年", "About 5,250 CNY a year"), "A"),
    ),
    in_finance(
        "hours-per-visit",
        "F14",
        Text("单车工时", "Hours per visit"),
        numerator=HOURS_SOLD,
        denominator=VISITS,
        unit=Unit.HOURS,
        better=Better.BAND,
        cuts=VISIT_CUTS,
        places=2,
        paired=True,
        formula=Text(
            "外部已结算工时行的标准工时（含免费）÷ 进厂台次",
            "Standard hours of external settled labour lines, free ones included ÷ visits",
        ),
        benchmark=Benchmark(
            Text("美国豪华品牌自费单 2.42；英国 2.5", "US highline customer-pay 2.42; UK 2.5"), "B"
        ),
    ),
    in_finance(
        "accident-share",
        "F11",
        Text("事故车产值占比", "Accident share of revenue"),
        paired=True,
        numerator=ACCIDENT,
        denominator=REVENUE,
        unit=Unit.PERCENT,
        better=Better.BAND,
        formula=Text("事故类工单的外部行 ÷ 售后产值", "External lines of accident orders ÷ revenue"),
        benchmark=Benchmark(Text("30–45 %", "30–45 %"), "C"),
        variants=(Variant("insurance", Text("保险付款占比", "Paid by insurers"), INSURANCE, REVENUE),),
    ),
    in_finance(
        "warranty-share",
        "F12",
        Text("保修产值占比", "Warranty share of revenue"),
        paired=True,
        numerator=WARRANTY,
        denominator=REVENUE,
        unit=Unit.PERCENT,
        better=Better.BAND,
        formula=Text("厂家付款的外部行 ÷ 售后产值", "External lines paid by the manufacturer ÷ revenue"),
    ),
    in_finance(
        "promotion-share",
        "F16",
        Text("促销依赖度", "Promotion dependence"),
        numerator=Given(PROMOTED, CP_VISITS),
        denominator=CP_VISITS,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        cuts=VISIT_CUTS,
        formula=Text(
            "带活动编号的自费台次 ÷ 自费台次（至少一行客户付费）",
            "Customer-pay visits with a promotion ÷ visits with at least one customer-pay line",
        ),
    ),
)
