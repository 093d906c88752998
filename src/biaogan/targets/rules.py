"""First simple rules: what a manager should look at today, each with its evidence.

A rule looks at one reading, its past and the rest of the region, and answers with a reason or
nothing. Small counts stay silent: a rule that cries at noise is soon not heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.judging import Signal, against_past, interval_of
from biaogan.engine.metrics.metric import Better, Text
from biaogan.engine.metrics.reading import Reading

PAST_MONTHS = 12


@dataclass(frozen=True)
class Seen:
    """What a rule is shown: a reading, its past (oldest first), the region's reading of the month."""

    now: Reading
    past: Sequence[Reading]
    region: Reading


@dataclass(frozen=True)
class Rule:
    """`weight` orders findings: what hurts customers today comes before what costs money later."""

    code: str
    slug: str
    weight: int
    says: Text
    holds: Callable[[Seen], Text | None]


@dataclass(frozen=True)
class Finding:
    rule: Rule
    store: str
    month: str
    reason: Text
    reading: Reading


def _left_its_range(seen: Seen) -> Text | None:
    """Outside what its own past lets expect (process chart), in the wrong direction."""
    metric = metric_of(seen.now.slug)
    if seen.now.n is None or seen.now.n < metric.min_n:
        return None
    signal = against_past(seen.now.value, [reading.value for reading in seen.past])
    wrong = Signal.FALL if metric.better is Better.HIGHER else Signal.RISE
    if signal is not wrong:
        return None
    return Text("超出自身过去十二个月的波动范围", "outside the range of its own last twelve months")


def _below_the_region(seen: Seen) -> Text | None:
    """The whole 95 % interval of the store lies on the wrong side of the region."""
    metric = metric_of(seen.now.slug)
    interval = interval_of(metric, seen.now)
    if interval is None or seen.region.value is None or seen.now.n is None or seen.now.n < metric.min_n:
        return None
    region = float(seen.region.value)
    worse = interval.high < region if metric.better is Better.HIGHER else interval.low > region
    if not worse:
        return None
    return Text("与区域的差距已不是偶然", "the gap to the region is more than chance")


def _more_than(limit: Decimal) -> Callable[[Seen], Text | None]:
    def holds(seen: Seen) -> Text | None:
        value = seen.now.value
        if value is None or Decimal(value) <= limit:
            return None
        return Text(f"超过 {limit}", f"above {limit}")

    return holds


def _less_than(limit: Decimal, *, cases: int) -> Callable[[Seen], Text | None]:
    def holds(seen: Seen) -> Text | None:
        value = seen.now.value
        if value is None or (seen.now.n or 0) < cases or Decimal(value) >= limit:
            return None
        return Text(f"低于 {limit}%", f"below {limit} %")

    return holds


def _both(slug: str, weight: int, zh: str, en: str) -> tuple[Rule, Rule]:
    says = Text(zh, en)
    return (
        Rule(f"{slug}-range", slug, weight, says, _left_its_range),
        Rule(f"{slug}-region", slug, weight - 1, says, _below_the_region),
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "complaints-unanswered", "complaint-response-24h", 95,
        Text("投诉 24 小时未响应", "Complaints not answered within 24 hours"),
        _less_than(Decimal(90), cases=3),
    ),
    *_both("first-time-fix", 85, "一次修复率下降", "First-time fix is low"),
    *_both("comeback-rate", 84, "返修率上升", "Comebacks are high"),
    *_both("on-time-delivery", 75, "准时交车率下降", "On-time delivery is low"),
    *_both("no-show-rate", 60, "预约爽约多", "Many no-shows"),
    Rule(
        "visits-range", "visits", 70,
        Text("进厂台次异常下降", "Visits have dropped"), _left_its_range,
    ),
    Rule(
        "revenue-range", "revenue", 72,
        Text("售后产值异常下降", "Revenue has dropped"), _left_its_range,
    ),
    Rule(
        "discount-range", "discount-ratio", 55,
        Text("折扣率异常上升", "Discounts have risen"), _left_its_range,
    ),
    Rule(
        "survey-response-low", "survey-response", 50,
        Text("调查应答率过低，满意度不可信", "Too few survey answers to trust satisfaction"),
        _less_than(Decimal(15), cases=30),
    ),
    Rule(
        "key-vacancy", "key-vacancy", 58,
        Text("核心岗位空缺", "Key posts are vacant"), _more_than(Decimal(15)),
    ),
)  # fmt: skip


def slugs() -> list[str]:
    return list(dict.fromkeys(rule.slug for rule in RULES))


def findings(shown: Iterable[tuple[str, Callable[[str], Seen]]], month: str) -> list[Finding]:
    """All findings of the stores, heaviest first, at most one of a metric and store."""
    found: dict[tuple[str, str], Finding] = {}
    for store, seen_of in shown:
        for rule in sorted(RULES, key=lambda rule: -rule.weight):
            seen = seen_of(rule.slug)
            reason = rule.holds(seen)
            if reason and (store, rule.slug) not in found:
                found[store, rule.slug] = Finding(rule, store, month, reason, seen.now)
    return sorted(found.values(), key=lambda finding: (-finding.rule.weight, finding.store))
