"""What binds customers: own money after the warranty, insurance, extended warranty, accessories, return."""

from __future__ import annotations

from functools import partial

from biaogan.engine.metrics.catalogue.revenue import CP_VISITS
from biaogan.engine.metrics.catalogue.totals import ACCESSORIES, REVENUE, VISIT_CUTS, VISITS
from biaogan.engine.metrics.catalogue.vehicles import ACTIVE, WASH_OUT, running
from biaogan.engine.metrics.measure import Given, Nowhere, Total, Window
from biaogan.engine.metrics.metric import (
    Benchmark,
    Metric,
    Period,
    Perspective,
    Room,
    Text,
    Variant,
)  # fmt: skip

EXPIRED = Total("warranties_expired", "expired", recounted=True)
CONVERTED = Total("warranties_converted", "expired", where=lambda t: t.converted, recounted=True)
CLAIMS = Total("visits_claimed", "visit", "settled_month", where=lambda t: t.settled & t.maker_pays)
CLAIMS_PAID = Total(
    "visits_claimed_paid", "visit", "settled_month",
    where=lambda t: t.settled & t.maker_pays & t.customer_pays,
)  # fmt: skip
POLICIES = Total("policies_due", "policy", closes="closes_on", recounted=True)
RENEWED = Total("policies_renewed", "policy", where=lambda t: t.renewed, closes="closes_on", recounted=True)
UNDERWRITTEN = Total("policies_sold", "underwritten")
CONTRACTS = Total("service_products", "value_added", where=lambda t: t.kind == "service_product")
DELIVERED = Total("vehicles_delivered", "covered", closes="closes_on")
COVERED = Total("vehicles_covered", "covered", where=lambda t: t.covered, closes="closes_on")
EXPIRING = Total("vehicles_expiring", "expiring")
SIGNED = Total("vehicles_signed", "expiring", where=lambda t: t.signed)
PART_LINES = Total("part_lines", "money", where=lambda t: t.kind == "ro_part")
ACCESSORISED = Total(
    "visits_accessorised", "visit", "settled_month", where=lambda t: t.settled & t.accessorised
)
LOST = running("vehicles_lost", "lost")
BACK = running("vehicles_back", "back", 0)


binding = partial(
    Metric,
    room=Room.TARGETS,
    perspective=Perspective.CUSTOMER,
    period=Period.COHORT,
    min_n=10,
)

METRICS = (
    binding(
        "warranty-conversion",
        "C08",
        Text("保转自费转化率", "Warranty to customer-pay conversion"),
        numerator=Given(CONVERTED, CP_VISITS, ever=True),
        denominator=EXPIRED,
        matures=12,
        needs=("repair_order", "ro_labour", "ro_part", "vehicle"),
        formula=Text(
            "当月出保、出保前 12 个月到过店的车辆中，出保后 12 个月内有自费台次的比例",
            "Vehicles seen in their last 12 months of warranty, which ended in the month: share with a "
            "customer-pay visit within 12 months after it",
        ),
        excludes=WASH_OUT,
    ),
    binding(
        "warranty-attach",
        "C08",
        Text("保修台次自费率", "Customer-pay share of warranty visits"),
        numerator=CLAIMS_PAID,
        denominator=CLAIMS,
        period=Period.MONTH,
        cuts=VISIT_CUTS,
        needs=("repair_order", "ro_labour", "ro_part"),
        formula=Text(
            "同时有自费行的厂家付费台次 ÷ 有厂家付费行的台次",
            "Visits with a line the maker pays and one the customer pays ÷ visits with a line the maker pays",
        ),
    ),
    binding(
        "insurance-renewal-rate",
        "C13",
        Text("续保率", "Insurance renewal rate"),
        numerator=RENEWED,
        denominator=POLICIES,
        needs=("insurance_policy",),
        formula=Text(
            "到期前 60 天至到期后 30 天内经本店续保的保单 ÷ 当月到期的保单，窗口结束后计入",
            "Policies renewed through the store from 60 days before to 30 days after the end ÷ policies "
            "that end in the month, once the window has closed",
        ),
        excludes=Text("没有车架号和车牌的保单", "Policies without VIN and plate"),
        variants=(
            Variant(
                "active",
                Text(
                    "近 12 个月本店出单 ÷ 活跃车辆",
                    "Policies through the store in 12 months ÷ active vehicles",
                ),
                Given(Window(UNDERWRITTEN, 12), UNDERWRITTEN, ever=True),
                ACTIVE,
                history=12,
            ),
        ),
    ),
    binding(
        "extended-warranty-penetration",
        "C14",
        Text("延保渗透率", "Extended-warranty penetration"),
        numerator=Given(COVERED, CONTRACTS, ever=True),
        denominator=DELIVERED,
        paired=True,
        needs=("vehicle", "service_product"),
        formula=Text(
            "售车后 30 天内购买延保的车辆 ÷ 当月本店售出车辆，窗口结束后计入",
            "Own-sold vehicles of the month with an extended warranty within 30 days of the sale ÷ vehicles "
            "sold, once the window has closed",
        ),
        benchmark=Benchmark(Text("美国新车 40–44 %", "US new cars 40–44 %"), "B"),
        variants=(
            Variant(
                "service-drive",
                Text(
                    "到店且一年内出保的车辆中当月购买的比例",
                    "Of vehicles seen within a year of the end of warranty, those that signed in the month",
                ),
                Given(SIGNED, CONTRACTS, ever=True),
                EXPIRING,
            ),
        ),
    ),
    binding(
        "accessory-penetration",
        "C15",
        Text("精品渗透率", "Accessory penetration"),
        numerator=Given(ACCESSORISED, PART_LINES),
        denominator=VISITS,
        period=Period.MONTH,
        paired=True,
        min_n=30,
        cuts=VISIT_CUTS,
        needs=("repair_order", "ro_part"),
        formula=Text(
            "至少一行精品、养护品或装潢的台次 ÷ 进厂台次",
            "Visits with at least one accessory or car-care line ÷ visits",
        ),
        excludes=Text("付款方为内部的行", "Lines paid internally"),
        variants=(
            Variant(
                "share-of-revenue",
                Text("精品产值 ÷ 售后产值（贡献度）", "Accessory revenue ÷ revenue"),
                Given(ACCESSORIES, PART_LINES),
                REVENUE,
            ),
        ),
    ),
    binding(
        "win-back-rate",
        "C17",
        Text("流失召回率", "Win-back rate"),
        numerator=BACK,
        denominator=LOST,
        period=Period.ROLLING_QUARTER,
        history=27,
        needs=("repair_order",),
        formula=Text(
            "三个月前已流失（最近一次到店在 13–24 个月前）的车辆中，近三个月回店的比例",
            "Of the vehicles lost three months ago (last seen 13 to 24 months before), those seen since",
        ),
        excludes=WASH_OUT,
        variants=(
            Variant(
                "contacted",
                Text(
                    "只算联系过的车辆（需要流失客户联系记录）",
                    "Contacted vehicles only (needs the record of contacts with lost customers)",
                ),
                Nowhere(),
                LOST,
            ),
        ),
    ),
)
