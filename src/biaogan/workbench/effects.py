"""What a finished task has done: its metric before and after, against the other stores.

A store that was looked at because it was bad gets better by itself: the one bad month is therefore not
the measure, but the half year up to it; and what happened to all stores is taken off.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils import timezone

from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.engine.metrics.metric import Better, Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.engine.periods import last_day, month_of, months_between, rolling, shifted
from biaogan.engine.text import Text
from biaogan.followup import actions, queries
from biaogan.followup.models import Task
from biaogan.followup.rule import Fact
from biaogan.followup.states import TaskState
from biaogan.org.models import Store
from biaogan.targets.numbers import Figures, figures, months_with_data
from biaogan.targets.signals.words import figure

BEFORE, MOST_AFTER, PAST = 6, 6, 18  # months
LEAST_BEFORE = 3
SURE = 1.96  # standard errors on each side: 95 %
MOVING = 1.128  # mean moving range of two over the standard deviation


@dataclass(frozen=True)
class Course:
    """The store beside the others, month by month: the gap, of sums as the logarithm of the ratio."""

    gap: Mapping[str, float]
    own: Mapping[str, float]
    others: Mapping[str, float]


@dataclass(frozen=True)
class Effect:
    verdict: str
    says: Text
    facts: tuple[Fact, ...]


def measure(*, stores: Sequence[Store], at: datetime) -> int:
    """Measure every finished task of these stores whose month after the date is complete."""
    today, count = timezone.localdate(at), 0
    codes = [store.code for store in stores]
    newest = _newest_complete(codes, today)
    for task in queries.to_measure(stores=stores):
        first = first_month_after(task)
        if task.metric not in CATALOGUE or newest is None or newest < first:
            continue
        found = effect(task, codes, newest=newest, today=today)
        if found is not None:
            actions.record_effect(task=task, verdict=found.verdict, says=found.says, facts=found.facts, at=at)
            count += 1
    return count


def first_month_after(task: Task) -> str:
    """The month after the date of the task, or after it was done where that was later."""
    done = max(task.due, task.finished_on) if task.finished_on else task.due
    return shifted(month_of(done), 1)


def _newest_complete(stores: Sequence[str], today: date) -> str | None:
    complete = [month for month in months_with_data(stores) if last_day(month) < today]
    return complete[-1] if complete else None


def effect(task: Task, stores: Sequence[str], *, newest: str, today: date) -> Effect | None:
    """None where there are too few months before or none after."""
    metric, first = metric_of(task.metric), first_month_after(task)
    after = months_between(first, min(newest, shifted(first, MOST_AFTER - 1)))
    before = rolling(task.month, BEFORE)
    past = rolling(task.month, PAST)
    read = figures([metric.slug], months=sorted({*past, *after}), stores=stores, as_of=today, by="store")
    course = course_of(metric, read, task.store.code, stores, [*past, *after])
    earlier, later = ([month for month in months if month in course.gap] for months in (before, after))
    if len(earlier) < LEAST_BEFORE or not later:
        return None
    change, error = change_of(course.gap, earlier, later, past)
    verdict = TaskState.RELAPSED if queries.raised_again(task, after=first_before(first)) else judged(
        metric, change, error
    )  # fmt: skip
    return Effect(verdict, _says(metric, verdict, change, error), _facts(metric, course, earlier, later))


def first_before(month: str) -> str:
    return shifted(month, -1)


def course_of(
    metric: Metric, read: Figures, store: str, stores: Iterable[str], months: Sequence[str]
) -> Course:
    """Against the other stores together; where there are none, against nothing."""
    rest = [one for one in stores if one != store]
    own = {
        month: value for month in months if (value := _value(read.at(metric.slug, store, month))) is not None
    }
    others = {
        month: value
        for month in months
        if (value := _together(metric, [read.at(metric.slug, one, month) for one in rest])) is not None
    }
    gap = {}
    for month, value in own.items():
        if rest and month not in others:
            continue
        gap[month] = _gap(metric, value, others.get(month))
    return Course({month: one for month, one in gap.items() if one is not None}, own, others)


def _value(reading: Reading) -> float | None:
    return None if reading.value is None else float(reading.value)


def _together(metric: Metric, readings: Sequence[Reading]) -> float | None:
    """Numerators and denominators first, the division last."""
    known = [one for one in readings if one.value is not None]
    if not known:
        return None
    if metric.denominator is None:
        return sum(float(one.value or 0) for one in known)
    top, bottom = (
        sum(float(getattr(one, part) or 0) for one in known) for part in ("numerator", "denominator")
    )
    return top / bottom * metric.factor if bottom else None


def _gap(metric: Metric, own: float, others: float | None) -> float | None:
    """Shares and averages in their unit, sums as 100 × the logarithm: percent, as long as they are small."""
    if metric.denominator is not None:
        return own - (others or 0.0)
    if own <= 0 or (others is not None and others <= 0):
        return None
    return 100 * (math.log(own) - (math.log(others) if others else 0.0))


def change_of(
    gap: Mapping[str, float], before: Sequence[str], after: Sequence[str], past: Sequence[str]
) -> tuple[float, float | None]:
    """How much the gap has changed, and its standard error by the moving ranges of the past; None without."""
    change = sum(gap[m] for m in after) / len(after) - sum(gap[m] for m in before) / len(before)
    known = [gap[month] for month in past if month in gap]
    ranges = [abs(later - earlier) for earlier, later in pairwise(known)]
    spread = sum(ranges) / len(ranges) / MOVING if ranges else 0.0
    return change, spread * math.sqrt(1 / len(after) + 1 / len(before)) if spread else None


def judged(metric: Metric, change: float, error: float | None) -> str:
    """Kept or worse only where the whole 95 % range says so."""
    if error is None or metric.better is Better.BAND:
        return TaskState.UNPROVEN
    good = change if metric.better is Better.HIGHER else -change
    if good > SURE * error:
        return TaskState.KEPT
    return TaskState.RELAPSED if good < -SURE * error else TaskState.UNPROVEN


def _says(metric: Metric, verdict: str, change: float, error: float | None) -> Text:
    size = _span(metric, change, error)
    if verdict == TaskState.KEPT:
        return Text(
            f"与其他门店相比改善 {size.zh}，已超出偶然。",
            f"Better against the other stores by {size.en}: beyond chance.",
        )
    if verdict == TaskState.RELAPSED:
        return Text(
            f"问题再次出现：与其他门店相比变化 {size.zh}。",
            f"It is back: against the other stores {size.en}.",
        )
    return Text(
        f"与其他门店相比变化 {size.zh}，还不能与偶然区分；以后每月继续测量。",
        f"Against the other stores {size.en}: cannot yet be told from chance; measured again each month.",
    )


def _span(metric: Metric, change: float, error: float | None) -> Text:
    """The change with its 95 % range."""
    zh, en = ("个百分点", "pp") if metric.unit.value == "percent" else ("", "")
    if metric.denominator is None:
        zh, en = "%", "%"
    shown = f"{change:+.1f}"
    if error is None:
        return Text(f"{shown} {zh}".strip(), f"{shown} {en}".strip())
    low, high = f"{change - SURE * error:+.1f}", f"{change + SURE * error:+.1f}"
    return Text(
        f"{shown} {zh}（95% 范围 {low} 至 {high}）".replace("  ", " "),
        f"{shown} {en} (95 % range {low} to {high})".replace("  ", " "),
    )


def _facts(metric: Metric, course: Course, before: Sequence[str], after: Sequence[str]) -> tuple[Fact, ...]:
    times = Text(f"{before[0]} 至 {before[-1]}", f"{before[0]} to {before[-1]}")
    later = Text(f"{after[0]} 至 {after[-1]}", f"{after[0]} to {after[-1]}")
    found = [
        Fact(
            Text(f"本店，之前（{times.zh}）", f"Store before ({times.en})"), _mean(metric, course.own, before)
        ),
        Fact(
            Text(f"本店，之后（{later.zh}）", f"Store after ({later.en})"), _mean(metric, course.own, after)
        ),
    ]
    if course.others:
        found += [
            Fact(Text("其他门店，之前", "Other stores before"), _mean(metric, course.others, before)),
            Fact(Text("其他门店，之后", "Other stores after"), _mean(metric, course.others, after)),
        ]
    return tuple(found)


def _mean(metric: Metric, values: Mapping[str, float], months: Sequence[str]) -> Text:
    known = [values[month] for month in months if month in values]
    return figure(metric, sum(known) / len(known) if known else None)
