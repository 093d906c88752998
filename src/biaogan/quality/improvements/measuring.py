"""The watch over improvements: measures as months end, closes what lasts, reopens what does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.engine.periods import last_day, month_of, months_between, number, rolling, shifted
from biaogan.engine.text import Text
from biaogan.followup.actions import kept_facts
from biaogan.intake.state import current_version
from biaogan.org.models import Store
from biaogan.quality.improvements import policies
from biaogan.quality.improvements.actions import close_improvement, held, note, reopen_improvement
from biaogan.quality.improvements.chances import proof_level
from biaogan.quality.improvements.comparing import PAST, Looked, Values, baseline, look, values_of, window
from biaogan.quality.models import Finding, Improvement, Measurement
from biaogan.quality.states.findings import FindingState
from biaogan.quality.states.improvements import MEASURED, SHOWN, ImprovementState, Verdict
from biaogan.targets.numbers import months_with_data

MOST_MONTHS = 12  # for a year after the work it is looked at
LASTING = policies.LASTS_MONTHS


def measure(*, stores: Sequence[Store], at: datetime) -> int:
    """How many improvements of these stores were measured; the same facts again change nothing.

    stores: all of one region, so that they can be compared.
    """
    today, codes = timezone.localdate(at), [store.code for store in stores]
    complete = [month for month in months_with_data(codes) if last_day(month) < today]
    rows = Improvement.objects.filter(store__in=stores, state__in=MEASURED).select_related("store", "item")
    return sum(_measure(one, codes, complete[-1], at) for one in rows if complete and one.metric in CATALOGUE)


def _measure(improvement: Improvement, codes: Sequence[str], newest: str, at: datetime) -> bool:
    measured = False
    for months, found in looks(improvement, codes, newest, timezone.localdate(at)):
        first = first_month(improvement)
        measured |= record(
            improvement=improvement, months=months, after=window(first, months), found=found, at=at
        )
    settle(improvement, at=at)
    return measured


def first_month(improvement: Improvement) -> str:
    """The month after the work was done: the month of the work itself is half and half."""
    assert improvement.finished_on is not None
    return shifted(month_of(improvement.finished_on), 1)


def looks(
    improvement: Improvement, codes: Sequence[str], newest: str, today: date
) -> list[tuple[int, Looked]]:
    """What each complete month after the work says that was not measured with these facts before."""
    first = first_month(improvement)
    reach = min(MOST_MONTHS, number(newest) - number(first) + 1)
    rows = {one.months: one for one in improvement.measurements.filter(round=improvement.round)}
    version = current_version()
    wanted = [
        months
        for months in range(1, reach + 1)
        if months not in rows or (months == reach and rows[months].facts_version != version)
    ]
    if not wanted:
        return []
    before = baseline(improvement.opened_on)
    asked = [*rolling(before[-1], PAST), *months_between(first, shifted(first, reach - 1))]
    values = values_of(metric_of(improvement.metric), codes, asked, today)
    return _looked(improvement, values, wanted, rows)


def _looked(
    improvement: Improvement, values: Values, wanted: Sequence[int], rows: dict[int, Measurement]
) -> list[tuple[int, Looked]]:
    first, level, found = first_month(improvement), proof_level(), []
    shown = _proven(list(rows.values()))
    for months in wanted:
        after = window(first, months)
        if after[-1] not in values[improvement.store.code]:
            break  # the store's own figure of that month is still to come
        one = look(improvement, values, after, level=level, shown=shown if months > LASTING else None)
        if one is None:
            break
        if one.verdict == Verdict.SHOWN and months <= LASTING:
            shown = one.effect
        found.append((months, one))
    return found


def _proven(rows: Sequence[Measurement]) -> float | None:
    """The newest effect shown within the follow-ups; what comes later must not fall short of it."""
    proven = [one for one in rows if one.verdict == Verdict.SHOWN and one.months <= LASTING]
    return max(proven, key=lambda one: one.months).effect if proven else None


@transaction.atomic
def record(
    *, improvement: Improvement, months: int, after: Sequence[str], found: Looked, at: datetime
) -> bool:
    """One row a month after the work. Whether it says something new."""
    improvement = held(improvement)
    before = improvement.measurements.filter(round=improvement.round, months=months).first()
    compared = found.comparison
    fields = {
        "first_month": after[0], "last_month": after[-1], "verdict": found.verdict, "effect": found.effect,
        "error": found.error, "as_large": compared.as_large if compared else None,
        "assignments": compared.assignments if compared else None, "level": proof_level(),
        "says_zh": found.says.zh, "says_en": found.says.en, "evidence": kept_facts(found.facts),
    }  # fmt: skip
    same = before is not None and all(getattr(before, name) == value for name, value in fields.items())
    Measurement.objects.update_or_create(
        improvement=improvement, round=improvement.round, months=months,
        defaults=fields | {"facts_version": current_version(), "measured_at": at},
    )  # fmt: skip
    if not same:
        note("improvement-measured", improvement, None, {"months": months, "verdict": found.verdict})
    return not same


def settle(improvement: Improvement, *, at: datetime) -> None:
    """What follows from the newest measurement and from new findings; everything else is for people."""
    improvement.refresh_from_db()
    again = found_again(improvement)
    because = _again(again) if again else _gone(improvement)
    if because is not None:
        reopen_improvement(improvement=improvement, because=because, by=None, finding=again)
    elif policies.is_close_due(improvement):
        close_improvement(improvement=improvement, at=at)


def _again(finding: Finding) -> Text:
    day, said = finding.found_on, finding.text
    return Text(f"{day} 再次发现：{said}", f"Found again on {day}: {said}")


def _gone(improvement: Improvement) -> Text | None:
    """What the newest measurement says, where the effect is gone; an effect not yet shown cannot fade."""
    measured = policies.newest(improvement)
    gone = (Verdict.WORSE, Verdict.FADED) if improvement.state in SHOWN else (Verdict.WORSE,)
    if measured is None or measured.verdict not in gone:
        return None
    return Text(measured.says_zh, measured.says_en)


def found_again(improvement: Improvement) -> Finding | None:
    """A finding of the same check item at the store, seen after the work was done."""
    items = set(improvement.findings.exclude(item=None).values_list("item", flat=True))
    if improvement.item_id:
        items.add(improvement.item_id)
    rows = Finding.objects.filter(
        store=improvement.store, item__in=items, found_on__gt=improvement.finished_on
    ).exclude(pk__in=improvement.findings.values("pk"))
    return rows.exclude(state=FindingState.DISMISSED).order_by("found_on", "pk").first()


def first_look(improvement: Improvement) -> date | None:
    """The day from which the first complete month can be measured."""
    if improvement.finished_on is None or improvement.state == ImprovementState.REOPENED:
        return None
    return last_day(first_month(improvement))
