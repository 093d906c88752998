"""The people: output, turnover, vacant posts, certificates, training."""

from __future__ import annotations

from functools import partial

from biaogan.engine.metrics.catalogue.revenue import LINES
from biaogan.engine.metrics.catalogue.totals import REVENUE
from biaogan.engine.metrics.measure import THOUSANDTHS, Absent, Given, Level, MeanLevel, Total, Window
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


def _steps(name: str, before: int | None = None) -> Level:
    return Level(Total(name, "team", add="change", where=lambda t: t.what == name), before)


HEADS = _steps("heads")
TECHNICIANS = _steps("technicians")
ADVISORS = _steps("advisors")
CERTIFIED = _steps("certified", 0)
CERTIFICATES = Total("certificates", "certificate")
LEAVERS = Total("leavers", "leaver", recounted=True)
GAPS = Total("posts_vacant", "post", add="gap")
POSTS = Total("posts_approved", "post", add="planned")
LESSONS = Total("lesson_hours", "lesson", add="hours", scale=THOUSANDTHS, absent=Absent.UNKNOWN)
HIRES = Total("hires", "hire", closes="closes_on", recounted=True)
STAYED = Total("hires_stayed", "hire", where=lambda t: t.stayed, closes="closes_on", recounted=True)
COURSES = Total("courses_due", "training")
COURSES_DONE = Total("courses_done", "training", where=lambda t: t.done)


people = partial(
    Metric,
    room=Room.TEAM,
    perspective=Perspective.LEARNING,
    needs=("staff",),
    min_n=5,
)

METRICS = (
    people(
        "output-per-head",
        "L01",
        Text("人均产值", "Output per head"),
        numerator=REVENUE,
        denominator=MeanLevel(HEADS, 2),
        unit=Unit.YUAN,
        paired=True,
        needs=(*LINES, "staff"),
        formula=Text(
            "售后产值 ÷ 上月末与本月末平均人数", "Revenue ÷ mean of the heads at the last and this month end"
        ),
    ),
    people(
        "turnover",
        "L03",
        Text("员工流失率", "Staff turnover"),
        numerator=Window(LEAVERS, 12),
        denominator=MeanLevel(HEADS, 13),
        better=Better.LOWER,
        period=Period.ROLLING_YEAR,
        formula=Text(
            "近 12 个月离职人数 ÷ 13 个月末平均人数",
            "Leavers of 12 months ÷ mean of the heads at 13 month ends",
        ),
        excludes=Text("区域口径不含区域内调动", "Transfers, for the region"),
        benchmark=Benchmark(Text("美国 2025 年全岗位 42 %", "US 2025, all positions 42 %"), "A"),
    ),
    people(
        "key-vacancy",
        "L04",
        Text("核心岗位空缺率", "Key-post vacancy"),
        numerator=Given(GAPS, HEADS, ever=True),
        denominator=POSTS,
        paired=True,
        better=Better.LOWER,
        period=Period.SNAPSHOT,
        needs=("staff", "position_plan"),
        formula=Text(
            "Σ 各核心岗位缺编 ÷ Σ 核心岗位编制，月末；超编不抵缺编",
            "Σ missing in each key position ÷ Σ approved key posts at the month end; surplus offsets nothing",
        ),
    ),
    people(
        "certified-technicians",
        "L05",
        Text("认证技师比例", "Certified technicians"),
        numerator=Given(CERTIFIED, CERTIFICATES, ever=True),
        denominator=TECHNICIANS,
        paired=True,
        period=Period.SNAPSHOT,
        needs=("staff", "certification"),
        formula=Text(
            "月末持有效认证的在岗技师 ÷ 在岗技师",
            "Technicians in service with a valid certificate ÷ technicians in service",
        ),
    ),
    people(
        "training-completion",
        "L06",
        Text("培训完成率", "Training completion"),
        numerator=COURSES_DONE,
        denominator=COURSES,
        needs=("staff", "training_record"),
        formula=Text(
            "按期完成且通过 ÷ 当月到期的必修培训",
            "Passed by the due date ÷ required courses due in the month",
        ),
        excludes=Text("仅参加不算通过", "Attendance alone is not a pass"),
        benchmark=Benchmark(Text("参与率 ≥ 95 %", "Attendance ≥ 95 %"), "B"),
    ),
    people(
        "training-hours-per-head",
        "L07",
        Text("人均培训时长", "Training hours per head"),
        numerator=Window(LESSONS, 12),
        denominator=MeanLevel(HEADS, 13),
        unit=Unit.HOURS,
        period=Period.ROLLING_YEAR,
        paired=True,
        places=1,
        needs=("staff", "training_record"),
        formula=Text(
            "近 12 个月完成的培训课时（不论是否通过）÷ 13 个月末平均人数",
            "Hours of training completed in 12 months, passed or not ÷ mean of the heads at 13 month ends",
        ),
        excludes=Text("没有完成日期或课时的记录", "Records without a day of completion or without hours"),
        variants=(Variant("month", Text("仅当月", "The month alone"), LESSONS, MeanLevel(HEADS, 2)),),
    ),
    people(
        "new-hire-retention",
        "L08",
        Text("新人 90 天留存率", "New hires kept for 90 days"),
        numerator=STAYED,
        denominator=HIRES,
        period=Period.COHORT,
        formula=Text(
            "入职满 90 天仍在岗 ÷ 当月入职人数，满 90 天后计入",
            "In service 90 days after the day of hire ÷ people hired in the month, once the 90 days are over",
        ),
        excludes=Text("区域口径不把区域内调动算作离开", "Transfers count as kept for the region"),
    ),
    people(
        "technicians-per-advisor",
        "L09",
        Text("技师与顾问配比", "Technicians per advisor"),
        numerator=Level(TECHNICIANS.steps, 0),
        denominator=ADVISORS,
        unit=Unit.RATIO,
        better=Better.BAND,
        period=Period.SNAPSHOT,
        sample=HEADS,
        places=2,
        formula=Text(
            "月末在岗技师 ÷ 在岗服务顾问（花名册标识，否则按岗位名称）",
            "Technicians ÷ service advisors in service at the month end (flag of the roster, else the post)",
        ),
        benchmark=Benchmark(Text("美国 3.5–3.6", "US 3.5–3.6"), "B"),
    ),
)
