"""The workshop's flow: visits, orders, appointments, promises, time, work in progress."""

from __future__ import annotations

from functools import partial

from biaogan.engine.metrics.catalogue.totals import (
    ORDERS,
    VISIT_CUTS,
    VISITS,
    VISITS_DELIVERED,
    VISITS_OPENED,
)  # fmt: skip
from biaogan.engine.metrics.measure import THOUSANDTHS, Absent, Given, Less, Level, Total
from biaogan.engine.metrics.metric import (
    Benchmark,
    Better,
    Cut,
    Metric,
    Period,
    Perspective,
    Room,
    Text,
    Unit,
    Variant,
)  # fmt: skip

SECONDS_PER_HOUR = 3600

SEEN = Total("vehicles_seen", "seen", where=lambda t: t.first, absent=Absent.ORDERS)
SETTLEMENTS = Total("settlements", "settlement", absent=Absent.ORDERS)
APPOINTMENTS = Total("appointments", "appointment")
BOOKED = Total("visits_booked", "booked", "opened_month", where=lambda t: t.ahead)
BOOKED_MECHANICAL = Total(
    "visits_booked_mechanical", "booked", "opened_month", where=lambda t: t.ahead & ~t.bodywork
)
LINKED = Total("visits_linked", "booked", "opened_month")
OPENED_MECHANICAL = Total("visits_opened_mechanical", "visit", "opened_month", where=lambda t: ~t.bodywork)
APPOINTMENTS_DUE = Total("appointments_due", "appointment", where=lambda t: t.due)
MISSED = Total("appointments_missed", "appointment", where=lambda t: t.missed)
PROMISED = Total("visits_promised", "visit", "delivered_month", where=lambda t: t.settled & t.promised)
LATE = Total("visits_late", "visit", "delivered_month", where=lambda t: t.settled & t.late)
LATE_LAST = Total("visits_late_last", "visit", "delivered_month", where=lambda t: t.settled & t.late_last)
LATE_STRICT = Total(
    "visits_late_strict", "visit", "delivered_month", where=lambda t: t.settled & t.late_strict
)
TIMED = Total("visits_timed", "visit", "delivered_month", where=lambda t: t.seconds.notnull())
CALLED = Total("visits_followed", "followed", "delivered_month", where=lambda t: t.in_time)
CALLS = Total("orders_called", "order", "opened_month", where=lambda t: t.follow_up_date.notnull())
OPEN = Level(Total("wip_steps", "wip", add="change"), since_orders=True)


def _hours(name: str, quantile: float) -> Total:
    return Total(
        name, "visit", "delivered_month", add="seconds", quantile=quantile, recounted=True,
        scale=SECONDS_PER_HOUR * THOUSANDTHS,
    )  # fmt: skip


MEDIAN = Given(_hours("cycle_median", 0.5), TIMED)
P90 = Given(_hours("cycle_p90", 0.9), TIMED)
INTERNAL_OUT = Text("内部、作废工单和外卖", "Internal and void orders, counter sales")


in_process = partial(
    Metric,
    room=Room.QUALITY,
    perspective=Perspective.PROCESS,
    cuts=VISIT_CUTS,
    excludes=INTERNAL_OUT,
)

METRICS = (
    in_process(
        "visits",
        "P01",
        Text("进厂台次", "Visits"),
        numerator=VISITS,
        unit=Unit.COUNT,
        formula=Text(
            "门店 + 车辆 + 开单日合并为一台次（母子工单合并，返工单独计），按首次结算月",
            "Store + vehicle + open date make one visit (child orders join, rework counts by itself), "
            "by month of the first settlement",
        ),
        variants=(
            Variant("opened", Text("按开单月", "By open month"), VISITS_OPENED),
            Variant("vehicles", Text("当月不同车辆数", "Different vehicles in the month"), SEEN),
            Variant(
                "settlements",
                Text("结算单数（每付款方一张）", "Settlement documents (one for each payer)"),
                Given(SETTLEMENTS, SETTLEMENTS, ever=True),
            ),
        ),
    ),
    in_process(
        "ro-count",
        "P01o",
        Text("工单数", "Repair orders"),
        numerator=ORDERS,
        unit=Unit.COUNT,
        formula=Text(
            "已结算的外部工单号数，按结算月", "Order numbers of settled external orders, by settlement month"
        ),
    ),
    in_process(
        "appointment-rate",
        "P02",
        Text("预约率", "Appointment rate"),
        needs=("repair_order", "appointment"),
        numerator=Given(BOOKED, APPOINTMENTS, ever=True),
        denominator=VISITS_OPENED,
        better=Better.HIGHER,
        paired=True,
        formula=Text(
            "到店前至少 2 小时预约的台次 ÷ 当月开单的全部台次",
            "Visits booked at least 2 hours before arrival ÷ all visits opened in the month",
        ),
        benchmark=Benchmark(Text("中国 2019 年 72 %", "China 2019: 72 %"), "A"),
        variants=(
            Variant(
                "any",
                Text("不限提前量", "Any lead time"),
                Given(LINKED, APPOINTMENTS, ever=True),
                VISITS_OPENED,
            ),
            Variant(
                "mechanical",
                Text("不含事故车", "Without accident visits"),
                Given(BOOKED_MECHANICAL, APPOINTMENTS, ever=True),
                OPENED_MECHANICAL,
            ),
        ),
    ),
    in_process(
        "no-show-rate",
        "P03",
        Text("预约爽约率", "No-show rate"),
        numerator=MISSED,
        denominator=APPOINTMENTS_DUE,
        better=Better.LOWER,
        needs=("appointment",),
        cuts=(Cut.ADVISOR,),
        formula=Text(
            "未进厂的预约 ÷ 未取消的全部预约，按预约日期",
            "Appointments nobody came to ÷ all that were not cancelled, by planned month",
        ),
        excludes=Text("已取消的预约", "Cancelled appointments"),
        benchmark=Benchmark(Text("10–20 % 以内", "Within 10–20 %"), "B"),
    ),
    in_process(
        "on-time-delivery",
        "P04",
        Text("准时交车率", "On-time delivery"),
        numerator=Less(PROMISED, LATE),
        denominator=PROMISED,
        formula=Text(
            "每张工单不晚于首次承诺 + 15 分钟完工的台次 ÷ 有承诺的台次，按交车月",
            "Visits whose every order was ready by its first promise + 15 minutes ÷ visits with a promise, "
            "by delivery month",
        ),
        excludes=Text("没有承诺时间的台次", "Visits without a promised time"),
        benchmark=Benchmark(
            Text("国内目标 95 %；美国 2006 年实际 87 %", "China target 95 %; US actual 87 % in 2006"), "B"
        ),
        variants=(
            Variant(
                "strict",
                Text("不含 15 分钟宽限", "Without the 15 minutes"),
                Less(PROMISED, LATE_STRICT),
                PROMISED,
            ),
            Variant(
                "last-promise",
                Text("按最后一次修改的承诺", "By the last promise, edited or not"),
                Less(PROMISED, LATE_LAST),
                PROMISED,
            ),
        ),
    ),
    in_process(
        "cycle-time-median",
        "P05",
        Text("维修交付时间（中位数）", "Cycle time, median"),
        numerator=MEDIAN,
        unit=Unit.HOURS,
        better=Better.LOWER,
        sample=TIMED,
        places=1,
        cuts=VISIT_CUTS,
        formula=Text(
            "最后交车 – 最早到店，自然小时，按交车月",
            "Last delivery – earliest arrival in clock hours, by delivery month",
        ),
        excludes=Text("没有交车时间的台次", "Visits without a delivery time"),
    ),
    in_process(
        "cycle-time-p90",
        "P05",
        Text("维修交付时间（P90）", "Cycle time, 90th percentile"),
        numerator=P90,
        unit=Unit.HOURS,
        better=Better.LOWER,
        sample=TIMED,
        places=1,
        cuts=VISIT_CUTS,
        formula=Text(
            "最后交车 – 最早到店的 90 分位，线性插值",
            "90th percentile of last delivery – earliest arrival, interpolated",
        ),
        excludes=Text("没有交车时间的台次", "Visits without a delivery time"),
    ),
    in_process(
        "wip-orders",
        "P12",
        Text("在修未结工单", "Orders in progress"),
        numerator=OPEN,
        unit=Unit.COUNT,
        better=Better.LOWER,
        period=Period.SNAPSHOT,
        cuts=(Cut.ADVISOR, Cut.BIZ_TYPE),
        formula=Text(
            "月末前开单、月末仍未结算的外部工单数",
            "External orders opened by the month end and not settled by then",
        ),
        benchmark=Benchmark(Text("不超过一天的工单数", "At most one day's orders"), "B"),
    ),
    in_process(
        "follow-up-rate",
        "P14",
        Text("三日回访率", "Follow-up within three days"),
        numerator=Given(CALLED, CALLS, ever=True),
        denominator=VISITS_DELIVERED,
        paired=True,
        formula=Text(
            "交车后 0–3 天内回访的台次 ÷ 交车台次", "Visits called 0–3 days after delivery ÷ visits delivered"
        ),
    ),
)
