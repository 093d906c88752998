"""What the workshop can take: bays, advisors, parts at hand."""

from __future__ import annotations

from functools import partial

from biaogan.engine.metrics.catalogue.totals import VISITS_OPENED
from biaogan.engine.metrics.measure import THOUSANDTHS, Absent, Given, Less, Nowhere, Total
from biaogan.engine.metrics.metric import (
    Benchmark,
    Better,
    Cut,
    Metric,
    Perspective,
    Room,
    Text,
    Unit,
    Variant,
)  # fmt: skip

BAY_DAYS = Total("bay_days", "bay_day", add="bays", absent=Absent.UNKNOWN)
ORDERS_IN = Total("orders_in", "order", "opened_month", where=lambda t: t.visit.notnull())
RECEIVED = Total("visits_received", "received")
ADVISOR_DAYS = Total("advisor_days", "received", where=lambda t: t.first)
DUTY_DAYS = Total("advisor_duty", "duty")
ASKED = Total("parts_asked", "demand", where=lambda t: t.known)
FILLED = Total("parts_filled", "demand", where=lambda t: t.known & t.filled)
WORDED = Total("parts_worded", "demand", where=lambda t: t.worded)
GIVEN_UP = Total("parts_given_up", "demand", where=lambda t: t.worded & t.given_up)
WANTED = Total("pieces_asked", "demand", add="wanted", where=lambda t: t.counted, scale=THOUSANDTHS)
AT_HAND = Total("pieces_filled", "demand", add="at_hand", where=lambda t: t.counted, scale=THOUSANDTHS)
ISSUED = Total("parts_issued", "issue")
SAME_DAY = Total("parts_issued_same_day", "issue", where=lambda t: t.same_day)


capacity = partial(
    Metric,
    room=Room.QUALITY,
    perspective=Perspective.PROCESS,
)

METRICS = (
    capacity(
        "bay-turns",
        "P08",
        Text("工位周转率", "Bay turns"),
        numerator=VISITS_OPENED,
        denominator=BAY_DAYS,
        unit=Unit.TIMES,
        better=Better.BAND,
        paired=True,
        sample=VISITS_OPENED,
        places=2,
        needs=("repair_order", "store"),
        formula=Text(
            "当月开单台次 ÷（工位数 × 有开单的天数），机电和钣喷工位合计",
            "Visits opened ÷ (bays × days on which a visit was opened), mechanical and body bays together",
        ),
        benchmark=Benchmark(Text("每工位每日 2.0–2.5 次", "2.0–2.5 a bay and day"), "C"),
        variants=(Variant("orders", Text("按工单数", "By repair orders"), ORDERS_IN, BAY_DAYS),),
    ),
    capacity(
        "bay-utilisation",
        "P08",
        Text("工位利用率", "Bay utilisation"),
        numerator=Nowhere(),
        denominator=BAY_DAYS,
        better=Better.BAND,
        needs=("store", "ro_labour"),
        formula=Text("工位占用小时 ÷ 工位可用小时", "Bay hours occupied ÷ bay hours available"),
        awaits=Text(
            "营业日历：每店每日的营业时间。没有它，过夜停放会被当成占用。",
            "The calendar of opening hours by store and day. Without it a night in the bay counts as work.",
        ),
        benchmark=Benchmark(Text("60–75 %", "60–75 %"), "C"),
    ),
    capacity(
        "first-time-fill-rate",
        "P13",
        Text("配件一次满足率", "First-time fill rate"),
        numerator=FILLED,
        denominator=ASKED,
        needs=("part_demand",),
        formula=Text(
            "首次申请即由库存足量满足的需求行 ÷ 全部需求行，按需求日期",
            "Demand lines met from stock in full at the first request ÷ all demand lines, by day of request",
        ),
        excludes=Text("看不出是否满足的需求行", "Lines that do not say whether they were met"),
        benchmark=Benchmark(Text("85–95 %", "85–95 %"), "B"),
        variants=(
            Variant("pieces", Text("按件数", "By pieces"), AT_HAND, WANTED),
            Variant(
                "without-emergency",
                Text("（需求 – 急件 – 失销）÷ 需求", "(Demand – emergency – lost) ÷ demand"),
                Less(WORDED, GIVEN_UP),
                WORDED,
            ),
            Variant(
                "same-day",
                Text("当日供料率（领料日 = 开单日，替代口径）", "Issued on the day of the order (a proxy)"),
                SAME_DAY,
                ISSUED,
            ),
        ),
    ),
    capacity(
        "visits-per-advisor-day",
        "P19",
        Text("顾问日接车台次", "Visits per advisor and day"),
        numerator=RECEIVED,
        denominator=ADVISOR_DAYS,
        unit=Unit.TIMES,
        better=Better.BAND,
        places=1,
        cuts=(Cut.ADVISOR,),
        formula=Text(
            "有服务顾问的开单台次 ÷ 顾问接车人日（当日至少接一台）",
            "Visits opened with a named advisor ÷ days on which an advisor received at least one",
        ),
        excludes=Text("没有服务顾问的台次", "Visits without an advisor"),
        benchmark=Benchmark(Text("美国 12–16", "US 12–16"), "B"),
        variants=(
            Variant(
                "roster",
                Text(
                    "开单台次 ÷（花名册顾问 × 有开单的天数）",
                    "Visits opened ÷ (advisors of the roster × days with visits)",
                ),
                Given(VISITS_OPENED, DUTY_DAYS),
                DUTY_DAYS,
                paired=True,
            ),
        ),
    ),
)
