"""Everything that stands out in a region: signals, stores left behind, contradictions, thresholds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from biaogan.engine.methods.discovery import discoveries
from biaogan.engine.methods.turning import turning_point
from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.measure import FEN
from biaogan.engine.metrics.metric import Better, Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.engine.periods import rolling
from biaogan.engine.text import Text
from biaogan.followup.rule import Fact, Finding, Rule
from biaogan.targets.numbers import Figures
from biaogan.targets.signals import contradictions, words
from biaogan.targets.signals.charted import Basis, Charted, basis_of, enough
from biaogan.targets.signals.judging import Judged, Place
from biaogan.targets.signals.thresholds import THRESHOLDS
from biaogan.ui import formats

USUAL = 40
WEIGHTS = {
    "first-time-fix": 85, "comeback-rate": 84, "complaint-rate": 83, "csi": 82, "nps": 82,
    "on-time-delivery": 75, "revenue": 72, "gross-margin": 71, "visits": 70, "retention": 68,
    "maintenance-return-rate": 66, "complaint-response-24h": 65, "no-show-rate": 60, "turnover": 59,
    "key-vacancy": 58, "discount-ratio": 55, "promotion-share": 54, "churn": 53,
}  # fmt: skip
# Compared with the other stores every month; a lasting difference weighs less than a new one.
COMPARED = {
    "first-time-fix": 45, "comeback-rate": 44, "complaint-rate": 43, "on-time-delivery": 42,
    "no-show-rate": 35, "maintenance-return-rate": 34, "retention": 33,
}  # fmt: skip
FEN_OF_YUAN = 100
BEHIND_FALSE = 0.05  # of the stores said to be behind; the same may be said every month
LIKELY_TURN = 0.2  # six months seldom prove more; the contradiction stands without it
FEW_OTHERS = 3  # stores: the total of one or two others would tell their figures to the store


@dataclass(frozen=True)
class Region:
    """What the rules are shown: the stores' readings over some years, and their charts judged."""

    stores: Sequence[str]
    month: str
    running: bool
    figures: Figures
    weights: Mapping[str, float]
    charts: Mapping[Place, Charted]
    judged: Mapping[Place, Judged]


def signal_rule(metric: Metric) -> Rule:
    """Every metric with a wrong way has one."""
    weight = WEIGHTS.get(metric.slug, USUAL)
    says = words.headline(metric, upwards=metric.better is Better.LOWER)
    return Rule(f"{metric.slug}-signal", says, weight, metric.slug)


def behind_rule(metric: Metric) -> Rule:
    says = Text(f"{metric.name.zh}落后于其他门店", f"{metric.name.en} behind the other stores")
    return Rule(f"{metric.slug}-behind", says, COMPARED[metric.slug], metric.slug)


def found(region: Region) -> list[Finding]:
    """All findings, heaviest first; of a metric and store only the heaviest."""
    every = [*_signals(region), *_behind(region), *_contradictions(region), *_thresholds(region)]
    kept: dict[tuple[str, str], Finding] = {}
    for one in sorted(every, key=lambda finding: finding.order):
        borrowed = one.rule.code.startswith("borrowed-")
        kept.setdefault((one.store, one.rule.code if borrowed else one.rule.slug), one)
    return sorted(kept.values(), key=lambda finding: finding.order)


def _signals(region: Region) -> Iterator[Finding]:
    for (store, slug), judged in region.judged.items():
        if judged.worse is not True or not judged.stands_out:
            continue
        yield Finding(
            rule=signal_rule(judged.chart.metric), store=store, month=judged.point.month,
            reason=words.reason(judged), value=words.reading(judged.chart.metric, judged.point.reading),
            evidence=words.evidence(judged), strength=abs(judged.shift.distance),
            stake_fen=stake(judged, region), address=chart_address(slug, store, judged.point.month),
        )  # fmt: skip


def chart_address(slug: str, store: str, month: str) -> str:
    return f"{reverse('targets:signal', args=[slug])}?store={store}&month={month}"


def stake(judged: Judged, region: Region) -> int | None:
    """The money of the month between what the store is used to and what it is; None where it is not money."""
    metric, reading, centre = judged.chart.metric, judged.point.reading, judged.point.centre
    if centre is None or reading.value is None:
        return None
    gap = abs(float(reading.value) - centre)
    if metric.slug == "visits":
        each = region.figures.found.get(("revenue-per-visit", reading.place, reading.month))
        return None if each is None or each.value is None else round(gap * float(each.value) * FEN_OF_YUAN)
    if metric.denominator is None:
        return round(gap * FEN_OF_YUAN) if metric.unit.is_money else None
    if metric.numerator.scale != FEN or reading.denominator is None:
        return None
    return round(gap / metric.factor * float(reading.denominator) * FEN_OF_YUAN)


def _behind(region: Region) -> Iterator[Finding]:
    """Shares of a store against the other stores together, false discoveries held to 5 %."""
    chances: dict[Place, float | None] = {}
    others: dict[Place, float] = {}
    for slug in COMPARED:
        for store in region.stores:
            if compared := _compared(region, store, slug):
                chances[store, slug], others[store, slug] = compared
    for (store, slug), discovery in discoveries(chances, BEHIND_FALSE).items():
        if discovery is None or not discovery.remains:
            continue
        metric, reading = metric_of(slug), region.figures.at(slug, store, region.month)
        rest = others[store, slug] if len(region.stores) > FEW_OTHERS else None
        yield Finding(
            rule=behind_rule(metric), store=store, month=region.month,
            reason=words.behind(metric, reading, rest),
            value=words.reading(metric, reading), evidence=_sides(metric, reading, rest),
            strength=_distance(discovery.p), address=metric_address(slug, store, region.month),
        )  # fmt: skip


def metric_address(slug: str, store: str, month: str) -> str:
    return f"{reverse('targets:metric', args=[slug])}?month={month}&store={store}"


def _compared(region: Region, store: str, slug: str) -> tuple[float, float] | None:
    """The chance that the store is no worse than the others, and their share in percent."""
    metric = metric_of(slug)
    own = region.figures.at(slug, store, region.month)
    rest = [region.figures.at(slug, one, region.month) for one in region.stores if one != store]
    known = [one for one in rest if one.value is not None]
    if not known or own.n is None or own.n < metric.min_n or basis_of(metric, [own, *known]) is Basis.VALUE:
        return None
    hits, cases = (
        sum(float(getattr(one, part) or 0) for one in known) for part in ("numerator", "denominator")
    )
    if cases < metric.min_n or own.denominator is None:
        return None
    share, size = hits / cases, float(own.denominator)
    both = (hits + float(own.numerator or 0)) / (cases + size)
    error = math.sqrt(both * (1 - both) * (1 / cases + 1 / size))
    if error == 0:
        return None
    gap = (float(own.numerator or 0) / size - share) * (1 if metric.better is Better.LOWER else -1)
    gap -= (1 / size + 1 / cases) / 2  # Yates: counts are whole, the bell curve is not
    return math.erfc(gap / error / math.sqrt(2)) / 2, share * 100


def _distance(p: float) -> float:
    from scipy.special import ndtri

    return float(-ndtri(max(p, 1e-300)))


def _sides(metric: Metric, own: Reading, others: float | None) -> tuple[Fact, ...]:
    cases = f"{own.n:,}"
    facts = (
        Fact(metric.name, words.figure(metric, own.value)),
        Fact(Text("样本量", "Cases"), Text(cases, cases)),
    )
    if others is None:
        return facts
    return (*facts, Fact(Text("其他门店合计", "The other stores together"), words.figure(metric, others)))


def _contradictions(region: Region) -> Iterator[Finding]:
    """Judged on whole months only."""
    if region.running:
        return
    months = rolling(region.month, contradictions.MONTHS)
    for store in region.stores:

        def series(slug: str, store: str = store) -> list[float | None]:
            return adjusted(region, slug, store, months)

        for held in contradictions.held(series):
            yield _contradiction(region, held, store, months)


def adjusted(region: Region, slug: str, store: str, months: Sequence[str]) -> list[float | None]:
    """Values of these months, sums put right for working time; None where one is missing or has few cases."""
    metric, found = metric_of(slug), region.figures.found
    readings = [found.get((slug, store, month)) for month in months]
    mean = sum(region.weights[month] for month in months) / len(months)
    per_day = basis_of(metric, [one for one in readings if one]) is Basis.PER_DAY
    values: list[float | None] = []
    for month, one in zip(months, readings, strict=True):
        if (
            one is None
            or one.value is None
            or (metric.denominator is not None and (one.n or 0) < enough(metric))
        ):
            values.append(None)
            continue
        values.append(float(one.value) * (mean / region.weights[month] if per_day else 1))
    return values


def _contradiction(region: Region, held: contradictions.Held, store: str, months: Sequence[str]) -> Finding:
    metrics = {slug: metric_of(slug) for slug in contradictions.slugs()}
    slug = held.what.rule.slug
    reading = region.figures.at(slug, store, region.month)
    facts = [_course(metrics[one.side.slug], store, months, region) for one in (*held.bought, *held.paid)]
    return Finding(
        rule=held.what.rule, store=store, month=region.month,
        reason=words.contradiction(held, metrics), value=words.reading(metrics[slug], reading),
        evidence=(*facts, *_turns(region, held, store, months)),
        strength=max(_distance(one.chance) for one in held.paid),
        address=chart_address(held.what.paid[0].slug, store, region.month),
    )  # fmt: skip


def _course(metric: Metric, store: str, months: Sequence[str], region: Region) -> Fact:
    """From the first month to the last."""
    first, last = (region.figures.at(metric.slug, store, month) for month in (months[0], months[-1]))
    before, after = words.figure(metric, first.value), words.figure(metric, last.value)
    return Fact(metric.name, Text(f"{before.zh} → {after.zh}", f"{before.en} → {after.en}"))


def _turns(region: Region, held: contradictions.Held, store: str, months: Sequence[str]) -> Iterator[Fact]:
    """When what the customers feel turned, where it did."""
    for slug in held.what.turns:
        values = [one for one in adjusted(region, slug, store, months) if one is not None]
        turned = turning_point(values) if len(values) == len(months) else None
        if turned is None or not turned.reversed or turned.p > LIKELY_TURN:
            continue
        metric, month = metric_of(slug), months[turned.at]
        name = Text(f"{metric.name.zh}转折点", f"{metric.name.en} turned")
        yield Fact(
            name, Text(*(formats.month(month, one) for one in (formats.Language.ZH, formats.Language.EN)))
        )


def _thresholds(region: Region) -> Iterator[Finding]:
    for store in region.stores:
        for one in THRESHOLDS:
            metric = metric_of(one.rule.slug)
            reading = region.figures.at(metric.slug, store, region.month)
            reason = None if region.running and metric.denominator is None else one.holds(reading)
            if reason is None:
                continue
            yield Finding(
                rule=one.rule, store=store, month=region.month, reason=reason,
                value=words.reading(metric, reading),
                evidence=(Fact(metric.name, words.figure(metric, reading.value)),),
                address=metric_address(metric.slug, store, region.month),
            )  # fmt: skip
