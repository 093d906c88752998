"""Technicians' hours: attended, clocked on jobs, sold."""

from __future__ import annotations

from functools import partial

from biaogan.engine.metrics.catalogue.totals import HOURS_SOLD
from biaogan.engine.metrics.measure import THOUSANDTHS, Absent, Given, Total
from biaogan.engine.metrics.metric import (
    Benchmark,
    Better,
    Metric,
    Perspective,
    Room,
    Text,
    Unit,
)  # fmt: skip

DAYS = Total("technician_days", "attendance", absent=Absent.UNKNOWN)
ATTENDED = Total("hours_attended", "attendance", add="attended", scale=THOUSANDTHS, absent=Absent.UNKNOWN)
CLOCKED = Total("hours_clocked", "attendance", add="clocked", scale=THOUSANDTHS, absent=Absent.UNKNOWN)
SOLD = Given(HOURS_SOLD, DAYS)


technician = partial(
    Metric,
    room=Room.TEAM,
    perspective=Perspective.PROCESS,
    needs=("repair_order", "ro_labour", "attendance"),
    paired=True,
    sample=DAYS,
)

METRICS = (
    technician(
        "technician-utilisation",
        "P09",
        Text("技师利用率", "Technician utilisation"),
        numerator=CLOCKED,
        denominator=ATTENDED,
        better=Better.BAND,
        needs=("attendance",),
        formula=Text("作业工时 W ÷ 出勤工时 A", "Clocked hours W ÷ attended hours A"),
        benchmark=Benchmark(Text("≥ 80 %", "≥ 80 %"), "B"),
    ),
    technician(
        "technician-efficiency",
        "P10",
        Text("技师效率", "Technician efficiency"),
        numerator=SOLD,
        denominator=CLOCKED,
        formula=Text("售出工时 S ÷ 作业工时 W", "Sold hours S ÷ clocked hours W"),
        benchmark=Benchmark(Text("≥ 100 %", "≥ 100 %"), "B"),
    ),
    technician(
        "technician-productivity",
        "P11",
        Text("技师生产率", "Technician productivity"),
        numerator=SOLD,
        denominator=ATTENDED,
        formula=Text("售出工时 S ÷ 出勤工时 A", "Sold hours S ÷ attended hours A"),
        benchmark=Benchmark(Text("标杆 100 %，英国实际 82–83 %", "Benchmark 100 %, UK actual 82–83 %"), "B"),
    ),
    technician(
        "labour-efficiency",
        "L02",
        Text("人工效率", "Labour efficiency"),
        perspective=Perspective.LEARNING,
        numerator=SOLD,
        denominator=DAYS,
        unit=Unit.HOURS,
        places=2,
        formula=Text("售出工时 ÷ 技师出勤人日", "Sold hours ÷ technician days attended"),
    ),
)
