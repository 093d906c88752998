"""One question: what made a figure what it is, against its target, last month or last year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from biaogan.engine.methods.decompose import UNALLOCATED
from biaogan.engine.metrics.metric import Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.engine.periods import same_month_last_year, shifted
from biaogan.targets.asked import REGION, Asked
from biaogan.targets.goals.goal import adds_up
from biaogan.targets.goals.queries import goals
from biaogan.targets.numbers import divided, figures
from biaogan.targets.why import money, ratio
from biaogan.targets.why.money import MARGIN, REVENUE, MoneyWhy
from biaogan.targets.why.ratio import RatioWhy

MIX, SEVERAL, OTHERS, UNAIMED = "mix", "several-stores", "other-segments", "without-target"
MOST_STEPS = 8  # a waterfall of more is not read


class Against(StrEnum):
    MONTH = "month"
    YEAR = "year"
    TARGET = "target"


class Silence(StrEnum):
    """Why nothing can be taken apart."""

    NOW = "now"  # the month has no figure
    THEN = "then"  # what it is held against has none
    AIM = "aim"  # no target is set
    RUNNING = "running"  # a part of a month against a whole one
    WHOLE = "whole"  # the figure has no parts


@dataclass(frozen=True)
class Step:
    """What one driver, segment or store adds to the gap, in the unit of the figure."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Gap:
    """From one figure to another in steps; what the steps leave is `rest`, and it is nought."""

    before: Decimal
    after: Decimal
    steps: Sequence[Step]

    @property
    def gap(self) -> Decimal:
        return self.after - self.before

    @property
    def rest(self) -> Decimal:
        return self.gap - sum((step.amount for step in self.steps), Decimal(0))

    @property
    def largest(self) -> list[Step]:
        """The two drivers that matter most."""
        moved = [step for step in self.steps if step.amount]
        return sorted(moved, key=lambda step: -abs(step.amount))[:2]


@dataclass(frozen=True)
class Why:
    """`gap` is in the unit of the metric; `profit` is the gross profit in yuan beside the margin."""

    metric: Metric
    asked: Asked
    against: Against
    then: str  # the month it is held against; empty for a target
    gap: Gap | None = None
    money: MoneyWhy | None = None
    ratio: RatioWhy | None = None
    profit: MoneyWhy | None = None
    cuts: Sequence[str] = ()
    silence: Silence | None = None


def why(metric: Metric, asked: Asked, *, against: str = "", cut: str = "") -> Why | None:
    """None before the first file; otherwise a gap, or the reason why there is none."""
    if not asked.month:
        return None
    chosen = Against(against) if against in set(Against) else Against.MONTH
    then = {Against.MONTH: shifted(asked.month, -1), Against.YEAR: same_month_last_year(asked.month)}
    plain = Why(metric, asked, chosen, then.get(chosen, ""))
    if silence := _silence(plain):
        return _silent(plain, silence)
    if metric.slug == REVENUE:
        return _of_money(plain)
    if metric.denominator is not None:
        return _of_ratio(plain, cut)
    return _of_sum(plain) if adds_up(metric) else _silent(plain, Silence.WHOLE)


def _silent(asked: Why, reason: Silence) -> Why:
    return Why(asked.metric, asked.asked, asked.against, asked.then, silence=reason)


def _silence(plain: Why) -> Silence | None:
    metric, asked = plain.metric, plain.asked
    months = [month for month in (plain.then, asked.month) if month]
    found = figures([metric.slug], months=months, stores=asked.codes, as_of=asked.today)
    if found.at(metric.slug, asked.place, asked.month).value is None:
        return Silence.NOW
    if plain.then and found.at(metric.slug, asked.place, plain.then).value is None:
        return Silence.THEN
    if not plain.then and not goals(
        [metric.slug], stores=asked.codes, months=[asked.month], as_of=asked.today
    ):
        return Silence.AIM
    return Silence.RUNNING if asked.running and adds_up(metric) else None


def _of_money(plain: Why) -> Why:
    asked = plain.asked
    found = money.between_months(REVENUE, asked, plain.then) if plain.then else money.against_target(asked)
    if found is None:
        return _silent(plain, Silence.THEN if plain.then else Silence.AIM)
    return Why(plain.metric, asked, plain.against, plain.then, money_gap(found), money=found)


def money_gap(found: MoneyWhy) -> Gap:
    """Yuan out of fen, by driver; by store where no driver is known of a target."""
    effects = found.gap.by_factor
    if set(effects) == {UNALLOCATED} and len(found.gap.by_store) > 1:
        effects = {store: sum(parts.values()) for store, parts in found.gap.by_store.items()}
    steps = [Step(name, _yuan(fen)) for name, fen in effects.items()]
    return Gap(_yuan(found.gap.before), _yuan(found.gap.after), steps)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def _of_ratio(plain: Why, cut: str) -> Why:
    metric, asked = plain.metric, plain.asked
    if plain.then:
        found = ratio.between_months(metric, asked, plain.then, cut=cut)
        cuts: Sequence[str] = ratio.cuts_of(metric, asked)
    else:
        found, cuts = ratio.against_target(metric, asked), ()
    profit = None
    if metric.slug == MARGIN and plain.then and not asked.running:
        profit = money.between_months(MARGIN, asked, plain.then)
    if found is None:
        silence = Silence.WHOLE if plain.then or asked.store else Silence.AIM
        return Why(metric, asked, plain.against, plain.then, profit=profit, cuts=cuts, silence=silence)
    gap = ratio_gap(found, metric.factor)
    return Why(metric, asked, plain.against, plain.then, gap, None, found, profit, cuts)


def ratio_gap(found: RatioWhy, factor: int) -> Gap:
    """The mix as one step, then what happened within each segment, small ones together."""
    scaled = {name: _decimal(effect.within, factor) for name, effect in found.gap.segments.items()}
    ordered = sorted(scaled, key=lambda name: -abs(scaled[name]))
    shown, rest = ordered[: MOST_STEPS - 2], ordered[MOST_STEPS - 2 :]
    steps = [Step(MIX, _decimal(found.gap.mix, factor)), *(Step(name, scaled[name]) for name in shown)]
    if rest:
        steps.append(Step(OTHERS, sum((scaled[name] for name in rest), Decimal(0))))
    return Gap(_decimal(found.gap.before, factor), _decimal(found.gap.after, factor), steps)


def _decimal(value: float, factor: int) -> Decimal:
    return Decimal(repr(value)) * factor


def _of_sum(plain: Why) -> Why:
    """Sums and counts by store, or by business category within one store."""
    metric, asked = plain.metric, plain.asked
    now = _whole(metric, asked, asked.month)
    then = _whole(metric, asked, plain.then) if plain.then else _aim(metric, asked)
    if now is None or then is None:
        return _silent(plain, Silence.AIM if not plain.then else Silence.THEN)
    parts = _parts(plain)
    if not parts:
        return _silent(plain, Silence.WHOLE)
    steps = [Step(name, after - before) for name, (before, after) in parts.items()]
    left = now - then - sum((step.amount for step in steps), Decimal(0))
    if left:  # cars seen in several stores, or stores without a target
        steps.append(Step(SEVERAL if plain.then else UNAIMED, left))
    return Why(metric, asked, plain.against, plain.then, Gap(then, now, steps))


def _whole(metric: Metric, asked: Asked, month: str) -> Decimal | None:
    found = figures([metric.slug], months=[month], stores=asked.codes, as_of=asked.today)
    value = found.at(metric.slug, asked.place, month).value
    return None if value is None else Decimal(value)


def _aim(metric: Metric, asked: Asked) -> Decimal | None:
    aims = goals([metric.slug], stores=asked.codes, months=[asked.month], as_of=asked.today)
    goal = aims.get((metric.slug, asked.place, asked.month))
    return goal.value if goal else None


def _parts(plain: Why) -> Mapping[str, tuple[Decimal, Decimal]]:
    """Figures before and after, by store or by business category."""
    metric, asked = plain.metric, plain.asked
    months = [month for month in (plain.then, asked.month) if month]
    if not asked.store:
        found = figures([metric.slug], months=months, stores=asked.codes, as_of=asked.today)
        after = {code: found.at(metric.slug, code, asked.month) for code in asked.codes}
        if plain.then:
            before = {code: found.at(metric.slug, code, plain.then) for code in asked.codes}
            return _paired(_values(before), _values(after))
        aims = goals([metric.slug], stores=asked.codes, months=months, as_of=asked.today)
        return _paired({place: goal.value for (_, place, _), goal in aims.items() if place != REGION},
                       _values(after), only_aimed=True)  # fmt: skip
    cuts = [cut for cut in ratio.FITTING if cut in metric.cuts]
    if not cuts or not plain.then:
        return {}
    readings = divided(
        metric.slug, cut=cuts[0].value, months=months, stores=[asked.store.code], as_of=asked.today
    )
    sides = [
        _values({one.by[cuts[0].value]: one for one in readings if one.month == month}) for month in months
    ]
    return _paired(*sides)


def _values(found: Mapping[str, Reading]) -> dict[str, Decimal]:
    return {name: Decimal(one.value) for name, one in found.items() if one.value is not None}


def _paired(
    before: Mapping[str, Decimal], after: Mapping[str, Decimal], *, only_aimed: bool = False
) -> dict[str, tuple[Decimal, Decimal]]:
    names = list(before) if only_aimed else list(dict.fromkeys([*before, *after]))
    return {name: (before.get(name, Decimal(0)), after.get(name, Decimal(0))) for name in names}
