"""Looking for oneself: mystery shopping, checks on site and by video, loops closed, vehicles at risk."""

from __future__ import annotations

from functools import partial

from biaogan.engine.metrics.marts.checks import MYSTERY, SITE, VIDEO
from biaogan.engine.metrics.measure import THOUSANDTHS, Given, Level, Total, Window
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

CHECKED = Total("inspections_known", "checked")
TRADING = Total("store_months", "trading")
SHOPS = Total("mystery_visits", "check", where=lambda t: (t.sort == MYSTERY) & t.leads)
SCORE = Total(
    "mystery_score", "check", add="score", where=lambda t: (t.sort == MYSTERY) & t.scored, scale=THOUSANDTHS
)
FULL = Total(
    "mystery_full", "check", add="full", where=lambda t: (t.sort == MYSTERY) & t.scored, scale=THOUSANDTHS
)
ITEMS = Total("mystery_items", "check", where=lambda t: (t.sort == MYSTERY) & t.scored)
PASSED = Total("mystery_passed", "check", where=lambda t: (t.sort == MYSTERY) & t.scored & t.passed)
SITE_MONTHS = Total("months_on_site", "check", where=lambda t: (t.sort == SITE) & t.first)
VIDEO_MONTHS = Total("months_by_video", "check", where=lambda t: (t.sort == VIDEO) & t.first)
IMPROVEMENTS_DUE = Total("improvements_due", "improvement")
VERIFIED_IN_TIME = Total("improvements_in_time", "improvement", where=lambda t: t.in_time)
PROTECTED = Total("visits_protected", "protected", recounted=True)


def at_limit(name: str, what: str) -> Given:
    """Vehicles at a limit of the law; nobody is known to be where no vehicle's sale date is known."""
    steps = Total(name, "risk", add="change", where=lambda t: t.what == what, recounted=True)
    return Given(Level(steps, since_orders=True), PROTECTED, ever=True)


looking = partial(
    Metric,
    room=Room.QUALITY,
    perspective=Perspective.PROCESS,
    needs=("inspection",),
    min_n=1,
)
ONE_A_MONTH = Text("100 %（每店每月一次）", "100 % (one a month and store)")

METRICS = (
    looking(
        "mystery-shop-count",
        "P15",
        Text("神秘客次数", "Mystery-shopping visits"),
        numerator=Given(Window(SHOPS, 3), CHECKED, ever=True),
        unit=Unit.COUNT,
        paired=True,
        period=Period.ROLLING_QUARTER,
        formula=Text("近三个月神秘客检查次数", "Mystery-shopping inspections of three months"),
        benchmark=Benchmark(Text("每店每季度 2 次", "2 a store and quarter"), "C"),
    ),
    looking(
        "mystery-shop-score",
        "P15",
        Text("神秘客得分率", "Mystery-shopping score"),
        numerator=Window(SCORE, 3),
        denominator=Window(FULL, 3),
        period=Period.ROLLING_QUARTER,
        sample=Window(SHOPS, 3),
        min_n=2,
        formula=Text(
            "近三个月适用项得分之和 ÷ 满分之和",
            "Points of three months ÷ full points of the items that apply",
        ),
        excludes=Text("不适用的检查项", "Items that do not apply"),
        variants=(
            Variant(
                "items",
                Text("满分项数 ÷ 适用项数", "Items with full points ÷ items that apply"),
                Window(PASSED, 3),
                Window(ITEMS, 3),
            ),
        ),
    ),
    looking(
        "site-check-completion",
        "P16",
        Text("巡店完成率", "Site checks done"),
        numerator=Given(Given(SITE_MONTHS, TRADING), CHECKED, ever=True),
        denominator=TRADING,
        paired=True,
        needs=("inspection", "repair_order"),
        formula=Text(
            "当月至少巡店一次的门店 ÷ 当月营业的门店",
            "Stores with a check on site in the month ÷ stores trading",
        ),
        benchmark=Benchmark(ONE_A_MONTH, "C"),
    ),
    looking(
        "video-check-completion",
        "P16",
        Text("视频抽查完成率", "Video checks done"),
        numerator=Given(Given(VIDEO_MONTHS, TRADING), CHECKED, ever=True),
        denominator=TRADING,
        paired=True,
        needs=("inspection", "repair_order"),
        formula=Text(
            "当月至少视频抽查一次的门店 ÷ 当月营业的门店",
            "Stores with a check by video in the month ÷ stores trading",
        ),
        benchmark=Benchmark(ONE_A_MONTH, "C"),
    ),
    looking(
        "improvement-loop-closure",
        "P17",
        Text("改进闭环率", "Improvement loops closed"),
        numerator=VERIFIED_IN_TIME,
        denominator=IMPROVEMENTS_DUE,
        needs=("improvement",),
        formula=Text(
            "到期前验证有效的改进 ÷ 当月到期的改进",
            "Improvements whose effect was verified by the due date ÷ improvements due in the month",
        ),
    ),
    looking(
        "lemon-law-risk",
        "P18",
        Text("三包风险车辆", "Vehicles near the lemon-law limit"),
        numerator=at_limit("vehicles_at_risk", "at-risk"),
        unit=Unit.COUNT,
        better=Better.LOWER,
        period=Period.SNAPSHOT,
        needs=("repair_order", "ro_labour", "vehicle"),
        formula=Text(
            "月末在三包期（购车两年、5 万公里）内、保修累计维修满 20 天或同一问题修过 3 次的车辆",
            "Vehicles within two years and 50,000 km of the sale with 20 days of warranty repair or the same "
            "problem repaired 3 times, at the month end",
        ),
        excludes=Text(
            "严重安全故障和主要总成更换：文件中没有可靠的标记，需人工核对",
            "Severe safety faults and replaced main assemblies: no file marks them reliably; check by hand",
        ),
        benchmark=Benchmark(
            Text("法定界限：累计超过 30 天或同一问题超过 4 次", "The law: more than 30 days or 4 repairs"),
            "A",
        ),
        variants=(
            Variant(
                "past",
                Text(
                    "已超过法定界限（超过 30 天或 4 次）",
                    "Past the limit of the law (over 30 days or 4 repairs)",
                ),
                at_limit("vehicles_past_limit", "past"),
            ),
        ),
    ),
)
