"""A store against the others before and after: how much, how sure, in words.

Two proofs are asked for, as for alerts: the change must leave what the store's own past explains, and it must
be larger than what nearly all other choices of the store would show.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from biaogan.engine.methods.effects.comparison import Comparison, change, compared
from biaogan.engine.methods.effects.power import spread_of
from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Metric
from biaogan.engine.periods import month_of, months_between, rolling, shifted
from biaogan.engine.text import Text
from biaogan.followup.rule import Fact
from biaogan.quality.goals import comparable, sized
from biaogan.quality.models import Direction, Improvement
from biaogan.quality.states.improvements import Verdict
from biaogan.targets.numbers import figures

BEFORE, PAST, RECENT = 6, 18, 3  # months
LEAST_BEFORE = 3
SURE = 1.96  # standard errors on each side: 95 %
USUAL = 0.05  # the interval that everybody knows stands beside the one at the level that was set
Values = Mapping[str, Mapping[str, float]]  # store -> month -> value


@dataclass(frozen=True)
class Looked:
    """What a measurement found. `good`: the effect in the direction that was promised."""

    verdict: str
    effect: float | None
    error: float | None
    comparison: Comparison | None
    says: Text
    facts: tuple[Fact, ...]


def baseline(opened_on: date) -> list[str]:
    """The half year before an improvement was opened: not the one bad month that led to it."""
    return rolling(shifted(month_of(opened_on), -1), BEFORE)


def window(first: str, months: int) -> list[str]:
    """All months after, up to three; later the last three."""
    last = shifted(first, months - 1)
    return months_between(max(first, shifted(last, 1 - RECENT)), last)


def values_of(metric: Metric, stores: Sequence[str], months: Sequence[str], today: date) -> Values:
    read = figures([metric.slug], months=sorted(set(months)), stores=stores, as_of=today, by="store")
    found: dict[str, dict[str, float]] = {store: {} for store in stores}
    for store in stores:
        for month in months:
            value = comparable(metric, read.at(metric.slug, store, month))
            if value is not None:
                found[store][month] = value
    return found


def gap(values: Values, store: str, months: Sequence[str]) -> list[float | None]:
    """The store less the mean of the others, month by month; without others, the store itself."""
    rest = [one for one in values if one != store]
    found: list[float | None] = []
    for month in months:
        own, known = values[store].get(month), [values[one][month] for one in rest if month in values[one]]
        missing = own is None or (rest and not known)
        found.append(None if missing or own is None else own - (fmean(known) if known else 0.0))
    return found


def look(
    improvement: Improvement,
    values: Values,
    after: Sequence[str],
    *,
    level: float,
    shown: float | None = None,
) -> Looked | None:
    """None with too few months before. `shown`: the effect proven before, of which it must not fall short."""
    metric, store = metric_of(improvement.metric), improvement.store.code
    before = baseline(improvement.opened_on)
    changes = _changes(values, before, after)
    if store not in changes:
        return None
    stores = [store, *(one for one in changes if one != store)]
    if len(stores) == 1:
        return Looked(Verdict.UNPROVEN, changes[store], None, None, ALONE, ())
    found = compared([changes[one] for one in stores], [0], level=level)
    error = _error(gap(values, store, rolling(before[-1], PAST)), len(before), len(after))
    sign = 1 if improvement.direction == Direction.UP else -1
    verdict = _verdict(found, error, sign, float(improvement.size), level, shown)
    says = _says(metric, improvement, verdict, found, len(stores))
    return Looked(
        verdict,
        found.effect,
        error,
        found,
        says,
        _facts(metric, stores, before, after, changes, found),
    )


ALONE = Text(
    "没有可以对照的其他门店，效果还不能证明。",
    "There is no other store to compare with: not yet provable.",
)


def _changes(values: Values, before: Sequence[str], after: Sequence[str]) -> dict[str, float]:
    found = {}
    for store, known in values.items():
        earlier = [known.get(month) for month in before]
        moved = change(earlier, [known.get(month) for month in after])
        if moved is not None and sum(one is not None for one in earlier) >= LEAST_BEFORE:
            found[store] = moved
    return found


def _error(past: Sequence[float | None], before: int, after: int) -> float | None:
    spread = spread_of(past)
    return None if spread is None else spread * math.sqrt(1 / before + 1 / after)


def _verdict(
    found: Comparison, error: float | None, sign: int, size: float, level: float, shown: float | None
) -> str:
    good = sign * found.effect
    sure = error is not None and abs(good) > SURE * error and found.p <= level + 1e-9
    if sure and good < 0:
        return Verdict.WORSE
    if shown is not None and error is not None:
        lost = sign * shown - good
        if lost > SURE * error and good < size / 2:
            return Verdict.FADED
    if not sure:
        return Verdict.UNPROVEN
    return Verdict.SHOWN if good >= size else Verdict.SHORT


def _says(metric: Metric, improvement: Improvement, verdict: str, found: Comparison, stores: int) -> Text:
    size, goal = sized(metric, found.effect), sized(metric, improvement.size, sign=False)
    ways = f"{found.as_large}/{found.assignments}"
    against = Text(
        f"与其他 {stores - 1} 家门店相比变化 {size.zh}；随机选一家门店也出现这么大差距的机会是 {ways}",
        f"Against {stores - 1} other stores {size.en}; a store drawn by lot shows as much in {ways} of cases",
    )
    rest = {
        Verdict.SHOWN: Text(f"，效果已达到承诺的 {goal.zh}。", f": the promised {goal.en} is reached."),
        Verdict.SHORT: Text(
            f"，有效果，但未达到承诺的 {goal.zh}。", f": real, but short of the promised {goal.en}."
        ),
        Verdict.UNPROVEN: Text(
            "，还不能证明有效；以后每月继续测量。", ": not yet provable; measured again each month."
        ),
        Verdict.FADED: Text("，此前证明的效果已经消退。", ": the effect proven before has faded."),
        Verdict.WORSE: Text("，比改进前更差。", ": worse than before."),
    }[Verdict(verdict)]
    return Text(against.zh + rest.zh, against.en + rest.en)


def _facts(
    metric: Metric,
    stores: Sequence[str],
    before: Sequence[str],
    after: Sequence[str],
    changes: Mapping[str, float],
    found: Comparison,
) -> tuple[Fact, ...]:
    rest = fmean(changes[one] for one in stores[1:])
    usual = compared([changes[one] for one in stores], [0], level=USUAL)
    percent = round(100 * (1 - found.level))
    names = [
        (
            Text("改进前的月份", "Months before"),
            Text(f"{before[0]} – {before[-1]}", f"{before[0]} – {before[-1]}"),
        ),
        (
            Text("改进后的月份", "Months after"),
            Text(f"{after[0]} – {after[-1]}", f"{after[0]} – {after[-1]}"),
        ),
        (Text("本店的变化", "Change of the store"), sized(metric, changes[stores[0]])),
        (Text("其他门店的平均变化", "Mean change of the others"), sized(metric, rest)),
        (Text(f"{percent}% 区间", f"{percent} % range"), _range(metric, found)),
    ]
    if percent != round(100 * (1 - USUAL)):
        names.append((Text("95% 区间", "95 % range"), _range(metric, usual)))
    names.append(
        (Text("对照门店数", "Stores compared with"), Text(str(len(stores) - 1), str(len(stores) - 1)))
    )
    return tuple(Fact(name, value) for name, value in names)


def _range(metric: Metric, found: Comparison) -> Text:
    if found.low is None and found.high is None:
        return Text("门店太少，无法给出界限", "no bound: too few stores")
    low, high = sized(metric, found.low), sized(metric, found.high)
    return Text(f"{low.zh} 至 {high.zh}", f"{low.en} to {high.en}")
