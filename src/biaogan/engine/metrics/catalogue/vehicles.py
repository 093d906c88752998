"""Customers as vehicles: who is active, who stays, who is new, whose service was due."""

from __future__ import annotations

from functools import partial

from biaogan.engine.metrics.catalogue.totals import VISITS
from biaogan.engine.metrics.measure import Less, Level, Total, Window
from biaogan.engine.metrics.metric import (
    Benchmark,
    Better,
    Metric,
    Period,
    Perspective,
    Room,
    Text,
    Unit,
)  # fmt: skip

ORDERS = ("repair_order",)


def running(name: str, what: str, before: int | None = None) -> Level:
    """A running count of vehicles, counted anew for the region."""
    steps = Total(name, "vehicle", add="change", where=lambda t: t.what == what, recounted=True)
    return Level(steps, before)


ACTIVE = running("vehicles_active", "active", 0)
BASE = running("vehicles_base", "base")
RETAINED = running("vehicles_retained", "retained", 0)
NEW = running("vehicles_new", "new", 0)
DUE = Total("services_due", "service", closes="closes_on", recounted=True)
RETURNED = Total(
    "services_returned", "service", where=lambda t: t.returned, closes="closes_on", recounted=True
)
SOLD = Total("vehicles_sold", "sold", recounted=True)
SERVED = Total("vehicles_served", "sold", where=lambda t: t.served, recounted=True)
WASH_OUT = Text("仅洗车的到店", "Visits for a wash only")


customer = partial(
    Metric,
    room=Room.TARGETS,
    perspective=Perspective.CUSTOMER,
    period=Period.ROLLING_YEAR,
    needs=ORDERS,
)


def _retention_at(age: str, zh: str, en: str, benchmark: str) -> Metric:
    return customer(
        f"retention-age-{age}", "C03", Text(f"{age} 年车龄留存率", f"Retention at age {age}"),
        numerator=running(f"came_{age}", f"came-{age}", 0), denominator=running(f"aged_{age}", f"aged-{age}"),
        needs=("repair_order", "vehicle"), excludes=WASH_OUT,
        formula=Text(f"本店售出、月末{zh}的车辆中，近 12 个月到过店的比例",
                     f"Own-sold vehicles aged {en} at the month end that came within 12 months"),
        benchmark=Benchmark(Text(benchmark, benchmark), "C"),
    )  # fmt: skip


METRICS = (
    customer(
        "active-vehicles",
        "C01",
        Text("活跃车辆", "Active vehicles"),
        numerator=ACTIVE,
        unit=Unit.COUNT,
        history=12,
        formula=Text(
            "近 12 个完整月内有合格到店的不同车辆数",
            "Different vehicles with a qualifying visit in 12 months",
        ),
        excludes=WASH_OUT,
    ),
    customer(
        "retention",
        "C02",
        Text("客户留存率", "Service retention"),
        numerator=RETAINED,
        denominator=BASE,
        history=24,
        formula=Text(
            "13–24 个月前到过店的车辆中，近 12 个月又到店的比例（仅洗车、仅事故不算留存）",
            "Of the vehicles seen 13 to 24 months back, those seen again in the last 12 months "
            "(not only for a wash or an accident)",
        ),
        excludes=WASH_OUT,
    ),
    *(
        _retention_at(*band)
        for band in (
            ("1", "满 1 年不满 2 年", "1 year", "76 %"),
            ("3", "满 3 年不满 4 年", "3 years", "58 %"),
            ("5", "满 5 年不满 7 年", "5 or 6 years", "42 %"),
        )
    ),
    customer(
        "churn",
        "C04",
        Text("客户流失率", "Churn"),
        numerator=Less(BASE, RETAINED),
        denominator=BASE,
        better=Better.LOWER,
        history=24,
        excludes=WASH_OUT,
        formula=Text(
            "13–24 个月前到过店、近 12 个月未再到店的比例",
            "Of the vehicles seen 13 to 24 months back, those not seen again in the last 12 months",
        ),
        benchmark=Benchmark(
            Text("≤ 20 %（六个月口径，不可直接比较）", "≤ 20 % (six-month form, not comparable)"), "B"
        ),
    ),
    customer(
        "maintenance-return-rate",
        "C05",
        Text("保养回厂率", "Maintenance return rate"),
        numerator=RETURNED,
        denominator=DUE,
        period=Period.COHORT,
        formula=Text(
            "到期（上次保养满 12 个月）前后 60 天内回店保养 ÷ 当月到期，窗口结束后计入",
            "Maintenance visits within 60 days of the due date ÷ services due in the month, once the "
            "window has closed",
        ),
        excludes=Text(
            "到期前 60 天之前已再次保养的车辆", "Vehicles maintained again before the window opened"
        ),
    ),
    customer(
        "first-service-rate",
        "C06",
        Text("首保率", "First-service rate"),
        numerator=SERVED,
        denominator=SOLD,
        period=Period.COHORT,
        matures=12,
        needs=("repair_order", "vehicle"),
        formula=Text(
            "当月售出车辆中，一年内到店保养的比例",
            "Own-sold vehicles of the month with a maintenance visit within one year of the sale",
        ),
    ),
    customer(
        "new-customer-share",
        "C07",
        Text("新客户占比", "New-customer share"),
        numerator=NEW,
        denominator=ACTIVE,
        better=Better.BAND,
        history=24,
        excludes=WASH_OUT,
        formula=Text(
            "活跃车辆中，首次到店在近 12 个月内的比例",
            "Active vehicles whose first visit ever lies in the last 12 months ÷ active vehicles",
        ),
    ),
    customer(
        "visits-per-vehicle",
        "C16",
        Text("年均回厂频次", "Visits per active vehicle"),
        numerator=Window(VISITS, 12),
        denominator=ACTIVE,
        unit=Unit.RATIO,
        better=Better.BAND,
        history=12,
        places=2,
        formula=Text(
            "近 12 个月进厂台次（含洗车）÷ 活跃车辆", "Visits of 12 months, washes included ÷ active vehicles"
        ),
        benchmark=Benchmark(Text("1.9", "1.9"), "A"),
    ),
)
