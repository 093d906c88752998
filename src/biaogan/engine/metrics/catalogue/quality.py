"""Fixed right the first time, and what came back."""

from __future__ import annotations

from biaogan.engine.metrics.catalogue.process import in_process
from biaogan.engine.metrics.catalogue.totals import REPAIRS_DELIVERED, VISITS_DELIVERED
from biaogan.engine.metrics.measure import Less, Total, Where
from biaogan.engine.metrics.metric import Benchmark, Better, Period, Text, Variant


def _closed(name: str, where: Where | None) -> Total:
    return Total(name, "repair", "settled_month", where=where, closes="closes_on")


REPAIRS = _closed("repairs_closed", lambda t: t.repair)
FAILED = _closed("repairs_failed", lambda t: t.repair & t.failed)
ALL_VISITS = _closed("visits_closed", None)
ALL_FAILED = _closed("visits_failed", lambda t: t.failed)
SAID_FIXED = Total("surveys_fixed", "survey", where=lambda t: t.fixed)
ASKED_FIXED = Total("surveys_asked_fixed", "survey", where=lambda t: t.asked_fixed)
REWORKS = Total("reworks", "order", "opened_month", where=lambda t: t.rework & t.visit.notnull())

METRICS = (
    in_process(
        "first-time-fix",
        "P06",
        Text("一次修复率", "First-time fix"),
        numerator=Less(REPAIRS, FAILED),
        denominator=REPAIRS,
        period=Period.COHORT,
        needs=("repair_order", "ro_labour"),
        formula=Text(
            "1 – 30 天且 2,000 公里内有关联返回的维修台次 ÷ 维修台次，窗口结束后计入",
            "1 – repair visits with a related return within 30 days and 2,000 km ÷ repair visits, "
            "once the window has closed",
        ),
        excludes=Text(
            "返工台次、纯保养台次、窗口未满的台次",
            "Rework visits, maintenance alone, visits whose window is still open",
        ),
        benchmark=Benchmark(
            Text("国内 ≥ 90 %；美国客户视角 88 %", "China ≥ 90 %; US customers' view 88 %"), "B"
        ),
        variants=(
            Variant(
                "all-visits",
                Text("全部台次为基数", "All visits as the base"),
                Less(ALL_VISITS, ALL_FAILED),
                ALL_VISITS,
            ),
            Variant(
                "customers-view",
                Text(
                    "客户视角：问卷中“问题一次解决”", "Customers' view: surveys that say it was fixed at once"
                ),
                SAID_FIXED,
                ASKED_FIXED,
            ),
        ),
    ),
    in_process(
        "comeback-rate",
        "P07",
        Text("返修率", "Comeback rate"),
        numerator=REWORKS,
        denominator=REPAIRS_DELIVERED,
        better=Better.LOWER,
        formula=Text(
            "当月开单的返工工单 ÷ 当月交车的维修台次",
            "Rework orders opened in the month ÷ repair visits delivered in the month",
        ),
        benchmark=Benchmark(Text("≤ 5 %", "≤ 5 %"), "B"),
        variants=(
            Variant(
                "all-visits", Text("÷ 全部交车台次", "÷ all visits delivered"), REWORKS, VISITS_DELIVERED
            ),
        ),
    ),
)
