"""Everything that changes feedback: each one transaction with its audit event inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from biaogan.engine.methods.themes.learning import ENOUGH, can_learn
from biaogan.engine.text import mask_personal
from biaogan.jobs.actions import enqueue
from biaogan.jobs.models import Job
from biaogan.jobs.states import FINISHED
from biaogan.org import audit
from biaogan.org.models import Person, Store
from biaogan.org.policies import NotAllowed
from biaogan.quality.feedback import policies
from biaogan.quality.feedback.sorting import sorter
from biaogan.quality.feedback.themes import NO_THEME, ThemeNow, every_theme, themes
from biaogan.quality.findings.actions import record_finding
from biaogan.quality.models import (
    CheckItem,
    Feedback,
    FeedbackFile,
    Finding,
    Origin,
    SortedBy,
    Source,
    Theme,
    ThemeLabel,
    ThemeLearning,
)
from biaogan.quality.states.feedback import FEEDBACK_MOVES, FeedbackState
from biaogan.quality.states.moving import check_move

LEARN = "quality.learn-themes"
LEARN_AFTER = 25  # new confirmations
SHOWN_REFUSED = 200  # rows kept with their sentences; the count says how many more


@dataclass(frozen=True)
class Said:
    """One text ready to be kept: checked, not yet masked."""

    store: Store
    day: date
    text: str
    channel: str = ""
    score: float | None = None
    row: int | None = None


@transaction.atomic
def type_in(
    *, store: Store, said_on: date, text: str, by: Person, at: datetime, channel: str = "",
    score: float | None = None,
) -> Feedback:  # fmt: skip
    """One text typed by a person. The same again on the same day is the one that is there."""
    if fault := policies.fault_of(text):
        raise NotAllowed(fault.en if (get_language() or "").startswith("en") else fault.zh)
    policies.check_day(said_on, timezone.localdate(at))
    made = _rows([Said(store, said_on, text, channel, score)], Origin.HAND, by, at)[0]
    known = Feedback.objects.filter(store=store, origin=Origin.HAND, key=made.key).first()
    if known is not None:
        return known
    sorter().sort([made])
    made.save(force_insert=True)
    _note("feedback-typed", made, by, {"said_on": said_on, "theme": made.theme})
    return made


@transaction.atomic
def bring_texts(
    *,
    name: str,
    said: Sequence[Said],
    refused: Sequence[dict[str, Any]],
    ignored: int,
    by: Person,
    at: datetime,
) -> FeedbackFile:
    """The good rows of a file; those known already are ignored, so that a file may be brought twice."""
    rows = _rows(said, Origin.FILE, by, at)
    keys = [row.key for row in rows]
    known = set(Feedback.objects.filter(origin=Origin.FILE, key__in=keys).values_list("store_id", "key"))
    fresh = [row for row in rows if (row.store_id, row.key) not in known]
    ignored += len(rows) - len(fresh)
    file = FeedbackFile.objects.create(
        name=name[:200], read=len(fresh) + len(refused) + ignored, accepted=len(fresh),
        refused=len(refused), ignored=ignored, refused_rows=list(refused[:SHOWN_REFUSED]),
        brought_by=by, brought_at=at,
    )  # fmt: skip
    for row in fresh:
        row.file = file
    sorter().sort(fresh)
    Feedback.objects.bulk_create(fresh, batch_size=500)
    counts = {"read": file.read, "accepted": file.accepted, "refused": file.refused, "ignored": file.ignored}
    audit.record("feedback-brought", by=by, about="feedback-file", key=str(file.pk),
                 details={"name": file.name, **counts})  # fmt: skip
    return file


def _rows(said: Sequence[Said], origin: str, by: Person, at: datetime) -> list[Feedback]:
    """As rows not yet saved, masked. The second customer who writes the same is another one."""
    times: Counter[str] = Counter()
    rows = []
    for one in said:
        text = mask_personal(one.text.strip())
        mark = f"{one.store.code}\n{one.day}\n{text}"
        times[mark] += 1
        key = blake2b(f"{mark}\n{times[mark]}".encode(), digest_size=16).hexdigest()
        rows.append(
            Feedback(
                store=one.store, origin=origin, key=key, said_on=one.day, text=text, score=one.score,
                channel=mask_personal(one.channel)[:60], line=one.row, brought_by=by, brought_at=at,
            )
        )  # fmt: skip
    return rows


@transaction.atomic
def confirm_theme(
    *, feedback: Feedback, theme: str, by: Person, at: datetime, level: int | None = None, step: str = ""
) -> Feedback:
    """What a text is about, by a person; kept as a label. Without level and step, the theme's usual ones."""
    feedback = _held(feedback)
    policies.check_said(feedback)
    policies.check_theme(theme)
    check_move(FEEDBACK_MOVES, FeedbackState, feedback.state, FeedbackState.CONFIRMED)
    ThemeLabel.objects.create(
        feedback=feedback, theme=theme, guessed=feedback.theme, guessed_by=feedback.sorted_by,
        confirmed_by=by, confirmed_at=at,
    )  # fmt: skip
    before = feedback.theme
    _place(feedback, theme, level, step)
    feedback.confidence, feedback.sorted_by = 1.0, SortedBy.PERSON
    feedback.state = FeedbackState.CONFIRMED
    feedback.save(update_fields=["theme", "level", "step", "confidence", "sorted_by", "state"])
    _note("theme-confirmed", feedback, by, {"before": before, "after": theme})
    _learn_when_due(by)
    return feedback


def _place(feedback: Feedback, theme: str, level: int | None, step: str) -> None:
    known = themes().get(theme)
    feedback.theme = theme
    feedback.level = (level or known.level) if known else None
    feedback.step = (step or known.step) if known else ""


def _learn_when_due(by: Person) -> None:
    last = ThemeLearning.objects.values_list("last_label", flat=True).first() or 0
    total, fresh = ThemeLabel.objects.count(), ThemeLabel.objects.filter(pk__gt=last).count()
    if can_learn() and total >= ENOUGH and fresh >= (LEARN_AFTER if last else 1):
        ask_to_learn(by=by)


@transaction.atomic
def ask_to_learn(*, by: Person) -> Job:
    """One learning at a time: while one waits or runs, it is that one."""
    waiting = Job.objects.filter(kind=LEARN).exclude(state__in=FINISHED).first()
    return waiting or enqueue(kind=LEARN, by=by)


@transaction.atomic
def make_finding(*, feedback: Feedback, by: Person, at: datetime) -> Finding:
    """A confirmed text is a breach of a standard: it goes the way of every finding."""
    feedback = _held(feedback)
    policies.check_can_become_finding(feedback)
    theme = every_theme()[feedback.theme]
    return record_finding(
        store=feedback.store, source=Source.FEEDBACK, key=str(feedback.pk), step=feedback.step,
        level=feedback.level or theme.level, text=feedback.text[:400], found_on=feedback.said_on, by=by,
        at=at,        item=None if theme.item_id is None else CheckItem.objects.get(pk=theme.item_id),
    )  # fmt: skip


@transaction.atomic
def save_theme(*, code: str, given: dict[str, Any], by: Person, at: datetime) -> Theme:
    """A changed or a new theme; what ships stays beside it and can be had back."""
    policies.check_words(given["words"])
    before = every_theme().get(code)
    theme, _new = Theme.objects.update_or_create(
        code=code, defaults={**given, "changed_by": by, "changed_at": at}
    )
    details = {"before": _shown(before), "after": _shown(every_theme()[code])}
    audit.record("theme-saved", by=by, about="theme", key=code, details=details)
    return theme


@transaction.atomic
def restore_theme(*, code: str, by: Person) -> None:
    """Back to what ships; a theme somebody added can only be put out of use."""
    policies.check_ships(code)
    before = every_theme()[code]
    Theme.objects.filter(code=code).delete()
    details = {"before": _shown(before), "after": _shown(every_theme()[code])}
    audit.record("theme-restored", by=by, about="theme", key=code, details=details)


def _shown(theme: ThemeNow | None) -> dict[str, Any]:
    if theme is None:
        return {}
    return {
        "name_zh": theme.name_zh, "name_en": theme.name_en, "level": theme.level, "step": theme.step,
        "counts": theme.counts, "words": " | ".join(theme.words), "retired": theme.retired,
    }  # fmt: skip


def _held(feedback: Feedback) -> Feedback:
    return Feedback.objects.select_for_update(of=("self",)).select_related("store").get(pk=feedback.pk)


def _note(action: str, feedback: Feedback, by: Person | None, details: dict[str, Any]) -> None:
    if details.get("theme") == NO_THEME:
        details = {key: value for key, value in details.items() if key != "theme"}
    audit.record(
        action, by=by, about="feedback", key=str(feedback.pk), store=feedback.store.code, details=details
    )
