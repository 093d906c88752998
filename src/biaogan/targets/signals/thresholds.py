"""Lines that are crossed or not, whatever the past was: promises to customers, figures nobody can trust."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from biaogan.engine.metrics.reading import Reading
from biaogan.engine.text import Text
from biaogan.followup.rule import Rule


@dataclass(frozen=True)
class Threshold:
    """`holds` says why a reading lies beyond the line, or nothing."""

    rule: Rule
    holds: Callable[[Reading], Text | None]


def _more_than(limit: Decimal) -> Callable[[Reading], Text | None]:
    def holds(one: Reading) -> Text | None:
        if one.value is None or Decimal(one.value) <= limit:
            return None
        return Text(f"超过 {limit}%", f"above {limit} %")

    return holds


def _less_than(limit: Decimal, *, cases: int) -> Callable[[Reading], Text | None]:
    def holds(one: Reading) -> Text | None:
        if one.value is None or (one.n or 0) < cases or Decimal(one.value) >= limit:
            return None
        return Text(f"低于 {limit}%（{one.n} 例）", f"below {limit} % ({one.n} cases)")

    return holds


def _threshold(
    slug: str, weight: int, zh: str, en: str, holds: Callable[[Reading], Text | None]
) -> Threshold:
    return Threshold(Rule(f"{slug}-threshold", Text(zh, en), weight, slug), holds)


THRESHOLDS: tuple[Threshold, ...] = (
    _threshold(
        "complaint-response-24h", 95, "投诉 24 小时未响应", "Complaints not answered within 24 hours",
        _less_than(Decimal(90), cases=3),
    ),
    _threshold(
        "key-vacancy", 57, "核心岗位空缺", "Key posts are vacant", _more_than(Decimal(15)),
    ),
    _threshold(
        "survey-response", 50, "调查应答率过低，满意度不可信", "Too few survey answers to trust satisfaction",
        _less_than(Decimal(15), cases=30),
    ),
)  # fmt: skip
