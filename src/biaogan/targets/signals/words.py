"""Signals in words with numbers, in both languages: what an alert, a chart and an export say alike."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import get_language

from biaogan.engine.metrics.metric import Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.engine.text import Text
from biaogan.followup.rule import Fact
from biaogan.targets.signals.charted import Basis, Mark, Point
from biaogan.targets.signals.contradictions import MONTHS, Held, Moved
from biaogan.targets.signals.judging import Judged
from biaogan.ui import formats
from biaogan.ui.formats import Language

TIMES_A_HUNDRED = 100
LEAST_SHOWN = Decimal("0.1")  # percent
MARKS = {
    Mark.BEYOND_LIMIT: Text("超出控制限", "Outside the limits"),
    Mark.TWO_OF_THREE: Text("三个月中有两个月远离中线", "Two of three months far from the centre"),
    Mark.RUN_OF_EIGHT: Text("连续八个月在中线同一侧", "Eight months on one side of the centre"),
}
BASES = {
    Basis.SHARE: Text("比率（控制限随台次变化）", "Share of cases (limits follow the number of cases)"),
    Basis.VALUE: Text("月度数值", "Monthly figure"),
    Basis.PER_DAY: Text("按工作时间折算", "Put right for working time"),
    Basis.CHANGE: Text("滚动指标：看逐月变化", "Rolling figure: judged by its monthly change"),
}


def figure(metric: Metric, value: float | Decimal | None) -> Text:
    """A value of the metric in both languages."""
    exact = None if value is None else Decimal(str(value))
    unit = metric.unit.value
    zh, en = (str(formats.figure(exact, unit, one)) for one in (Language.ZH, Language.EN))
    return Text(zh, en)


def reading(metric: Metric, one: Reading) -> Text:
    """The metric's name and value, as the first line of an alert."""
    value = figure(metric, one.value)
    return Text(f"{metric.name.zh} {value.zh}", f"{metric.name.en} {value.en}")


def headline(metric: Metric, *, upwards: bool) -> Text:
    if upwards:
        return Text(f"{metric.name.zh}异常上升", f"{metric.name.en}: unusual rise")
    return Text(f"{metric.name.zh}异常下降", f"{metric.name.en}: unusual fall")


def reason(judged: Judged) -> Text:
    """Why the newest month is a signal, with its limits."""
    metric, point, chart = judged.chart.metric, judged.point, judged.chart
    above = point.side > 0
    if judged.mark is None:
        return Text("", "")
    base = _base(metric, point, chart.stretch.baseline)
    if judged.mark is Mark.BEYOND_LIMIT:
        limit = figure(metric, point.high if above else point.low)
        zh = f"{'高于上' if above else '低于下'}控制限 {limit.zh}{base.zh}"
        return Text(zh, f"{'Above the upper' if above else 'Below the lower'} limit of {limit.en}{base.en}")
    centre, side = figure(metric, point.centre), ("上方" if above else "下方", "above" if above else "below")
    if judged.mark is Mark.TWO_OF_THREE:
        zh = f"近三个月有两个月远在中线 {centre.zh} {side[0]}（超过两倍标准差）{base.zh}"
        return Text(zh, f"Two of three months far {side[1]} the centre of {centre.en}{base.en}")
    months = run_length(chart.points, point)
    zh = f"连续 {months} 个月在中线 {centre.zh} {side[0]}{base.zh}"
    return Text(zh, f"{months} months in a row {side[1]} the centre of {centre.en}{base.en}")


def run_length(points: Sequence[Point], last: Point) -> int:
    """How many months up to this one lie on its side of the centre."""
    count = 0
    for point in reversed([one for one in points if one.month <= last.month and one.distance is not None]):
        if point.side != last.side:
            break
        count += 1
    return count


def _base(metric: Metric, point: Point, months: int) -> Text:
    """What the store is used to: centre and limits of the months they come from."""
    centre, low, high = (figure(metric, one) for one in (point.centre, point.low, point.high))
    return Text(
        f"（本店 {months} 个月基准：{centre.zh}，正常在 {low.zh} 至 {high.zh} 之间）",
        f" (its own {months} months: {centre.en}, usually between {low.en} and {high.en})",
    )


def evidence(judged: Judged) -> tuple[Fact, ...]:
    metric, point = judged.chart.metric, judged.point
    centre, low, high = (figure(metric, one) for one in (point.centre, point.low, point.high))
    cases = "—" if point.reading.n is None else f"{point.reading.n:,}"
    share = formats.percent(max(LEAST_SHOWN, Decimal(str(judged.q * TIMES_A_HUNDRED))), 1)
    distance = f"{abs(judged.shift.distance):.1f}"
    return (
        Fact(metric.name, figure(metric, point.reading.value)),
        Fact(Text("样本量", "Cases"), Text(cases, cases)),
        Fact(Text("中线", "Centre"), centre),
        Fact(Text("控制限", "Limits"), Text(f"{low.zh} 至 {high.zh}", f"{low.en} to {high.en}")),
        Fact(
            Text("偏离（标准差）", "Distance in standard deviations"),
            Text(
                f"{distance}（近 {judged.shift.months} 个月）",
                f"{distance} (last {judged.shift.months} months)",
            ),
        ),
        Fact(
            Text(
                "误报比例（全部门店与指标一并控制）", "Share of false alarms, all stores and metrics together"
            ),
            Text(f"不超过 {share}", f"at most {share}"),
        ),
    )


def behind(metric: Metric, own: Reading, others: float | None) -> Text:
    """A store that the rest of its region leaves behind beyond chance."""
    value = figure(metric, own.value)
    if others is None:
        return Text(
            f"本店 {value.zh}，与其他门店的差距已不是偶然",
            f"The store {value.en}: the gap to the other stores is more than chance",
        )
    rest = figure(metric, others)
    return Text(
        f"本店 {value.zh}，其他门店合计 {rest.zh}：差距已不是偶然",
        f"The store {value.en}, the other stores together {rest.en}: more than chance",
    )


def contradiction(held: Held, name_of: dict[str, Metric]) -> Text:
    """Both sides of it, with their change over the months."""
    sides = [_moved(one, name_of) for one in (*held.bought, *held.paid)]
    zh, en = "，".join(one.zh for one in sides), ", ".join(one.en for one in sides)
    because = held.what.because
    return Text(f"近 {MONTHS} 个月{zh}。{because.zh}。", f"Over {MONTHS} months: {en}. {because.en}.")


def _moved(moved: Moved, name_of: dict[str, Metric]) -> Text:
    metric = name_of[moved.side.slug]
    zh, en = _size(metric, moved.trend.change)
    up = moved.trend.change > 0
    return Text(
        f"{metric.name.zh}{'升' if up else '降'} {zh}", f"{metric.name.en} {'up' if up else 'down'} {en}"
    )


def _size(metric: Metric, change: float) -> tuple[str, str]:
    """A change without its sign: between shares in percentage points."""
    size = Decimal(str(abs(change)))
    if metric.unit.value == "percent":
        points = formats.grouped(size, 1)
        return f"{points} 个百分点", f"{points} pp"
    shown = figure(metric, size)
    return shown.zh, shown.en


def page_language() -> Language:
    return formats.language_of(get_language())
