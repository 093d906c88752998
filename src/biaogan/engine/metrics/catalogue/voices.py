"""What customers say: satisfaction, recommendation, complaints."""

from __future__ import annotations

from functools import partial

from biaogan.engine.metrics.catalogue.totals import VISITS
from biaogan.engine.metrics.measure import THOUSANDTHS, Less, Total, Window
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

SCORES = Total("scores", "survey", add="score", where=lambda t: t.scored, scale=THOUSANDTHS)
SCORED = Total("scored", "survey", where=lambda t: t.scored)
PROMOTERS = Total("promoters", "survey", where=lambda t: t.promoter)
DETRACTORS = Total("detractors", "survey", where=lambda t: t.detractor)
RATED = Total("rated", "survey", where=lambda t: t.rated)
SENT = Total("surveys", "survey")
ANSWERED = Total("answered", "survey", where=lambda t: t.answered)
COMPLAINTS = Total("complaints", "complaint")
IN_24H = Total("answered_24h", "complaint", where=lambda t: t.answered_in_time)
IN_72H = Total("closed_72h", "complaint", where=lambda t: t.closed_in_time)


voice = partial(
    Metric,
    room=Room.QUALITY,
    perspective=Perspective.CUSTOMER,
    needs=("survey",),
    min_n=10,
)

METRICS = (
    voice(
        "csi",
        "C09",
        Text("客户满意度", "Customer satisfaction"),
        numerator=SCORES,
        denominator=SCORED,
        unit=Unit.SCORE,
        places=2,
        formula=Text(
            "有效评分之和 ÷ 有效评分数，按服务日期，量表不换算",
            "Sum of scores ÷ scored answers, by service date, on the survey's own scale",
        ),
        benchmark=Benchmark(
            Text(
                "J.D. Power 中国豪华品牌 2024 年 796 分（千分制，不可与其他量表比较）",
                "J.D. Power China luxury 2024: 796 of 1,000 (not comparable with another scale)",
            ),
            "A",
        ),
        excludes=Text("未回答的问卷", "Surveys not answered"),
    ),
    voice(
        "nps",
        "C10",
        Text("净推荐值", "Net promoter score"),
        numerator=Window(Less(PROMOTERS, DETRACTORS), 3),
        denominator=Window(RATED, 3),
        unit=Unit.POINTS,
        period=Period.ROLLING_QUARTER,
        formula=Text(
            "近三个月（9–10 分人数 – 0–6 分人数）÷ 全部评分人数",
            "Three months: (answers of 9–10 – answers of 0–6) ÷ all answers",
        ),
        excludes=Text("未回答的问卷", "Surveys not answered"),
        variants=(Variant("month", Text("仅当月", "The month alone"), Less(PROMOTERS, DETRACTORS), RATED),),
    ),
    voice(
        "survey-response",
        "C18",
        Text("调查应答率", "Survey response"),
        numerator=ANSWERED,
        denominator=SENT,
        formula=Text("已回答 ÷ 已发出的问卷，按服务日期", "Answered ÷ surveys sent, by service date"),
        benchmark=Benchmark(Text("每店至少 30 份应答", "At least 30 answers a store"), "C"),
    ),
    voice(
        "complaint-rate",
        "C11",
        Text("投诉率（每千台次）", "Complaints per 1,000 visits"),
        numerator=COMPLAINTS,
        denominator=VISITS,
        unit=Unit.PER_THOUSAND,
        better=Better.LOWER,
        needs=("complaint", "repair_order"),
        min_n=30,
        places=2,
        formula=Text(
            "当月收到的投诉 ÷ 进厂台次 × 1,000", "Complaints received in the month ÷ visits × 1,000"
        ),
    ),
    voice(
        "complaint-response-24h",
        "C12",
        Text("投诉 24 小时响应率", "Complaints answered within 24 hours"),
        numerator=IN_24H,
        denominator=COMPLAINTS,
        needs=("complaint",),
        formula=Text(
            "收到后 24 小时内首次联系 ÷ 当月收到的全部投诉",
            "First contact within 24 hours of receipt ÷ all complaints received in the month",
        ),
        benchmark=Benchmark(Text("90 %", "90 %"), "C"),
    ),
    voice(
        "complaint-closure-72h",
        "C12",
        Text("投诉 72 小时关闭率", "Complaints closed within 72 hours"),
        numerator=IN_72H,
        denominator=COMPLAINTS,
        needs=("complaint",),
        formula=Text(
            "收到后 72 小时内关闭 ÷ 当月收到的全部投诉",
            "Closed within 72 hours of receipt ÷ all complaints received in the month",
        ),
        benchmark=Benchmark(Text("90 %", "90 %"), "C"),
    ),
)
