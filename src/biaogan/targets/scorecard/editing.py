"""The scorecard as a form: every metric with its weight, its standard and its red line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from biaogan.engine.metrics.metric import Better, Metric, Perspective
from biaogan.org.policies import NotAllowed
from biaogan.targets.goals.goal import settable
from biaogan.targets.goals.policies import CannotSet
from biaogan.targets.goals.values import editable, typed
from biaogan.targets.scorecard.composed import Composed, Entry
from biaogan.targets.scorecard.sentences import perspective
from biaogan.targets.written import column_unit, said
from biaogan.ui.formats import Language

FIELDS = ("weight", "standard", "red_line")


@dataclass(frozen=True)
class Row:
    """What stands in the fields of one metric, as typed or as set; `wrong` says what is amiss."""

    slug: str
    name: str
    unit: str
    weight: str
    standard: str
    red_line: str
    has_red_line: bool
    wrong: str = ""


@dataclass(frozen=True)
class Group:
    name: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Sent:
    """A form as it came: entries where all could be read, else what is wrong with which metric."""

    texts: Mapping[str, str]
    entries: Sequence[Entry] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)


def read(data: Mapping[str, str], language: Language) -> Sent:
    """A metric without weight and without red line is not on the card."""
    entries, wrong = [], {}
    for slug, metric in settable().items():
        texts = [data.get(f"{name}-{slug}", "").strip() for name in FIELDS]
        if not texts[0] and not texts[2]:
            continue
        try:
            entries.append(_entry(metric, texts, language))
        except (CannotSet, NotAllowed) as refusal:
            wrong[slug] = str(refusal)
    return Sent(data, entries, wrong)


def _entry(metric: Metric, texts: Sequence[str], language: Language) -> Entry:
    weight, standard, red_line = texts
    values = [typed(text, metric, language) for text in (standard, red_line)]
    return Entry(metric.slug, _weight(weight), *values)


def _weight(text: str) -> Decimal:
    try:
        weight = Decimal(text or "0").quantize(Decimal("0.01"))
    except InvalidOperation:
        raise NotAllowed(_("“%(text)s” is not a number.") % {"text": text}) from None
    if not 0 <= weight <= 100:
        raise NotAllowed(_("A weight lies between 0 and 100."))
    return weight


def groups(composed: Composed, language: Language, sent: Sent | None = None) -> list[Group]:
    """All metrics by perspective: those on the card first."""
    standing = {entry.slug: entry for entry in composed.entries}
    metrics = sorted(settable().values(), key=lambda metric: metric.slug not in standing)
    return [
        Group(
            perspective(one.value),
            [
                _row(metric, standing.get(metric.slug), language, sent)
                for metric in metrics
                if metric.perspective is one
            ],
        )
        for one in Perspective
    ]


def _row(metric: Metric, entry: Entry | None, language: Language, sent: Sent | None) -> Row:
    texts = (
        [sent.texts.get(f"{name}-{metric.slug}", "") for name in FIELDS]
        if sent
        else _standing(metric, entry, language)
    )
    wrong = sent.wrong.get(metric.slug, "") if sent else ""
    unit, has_red_line = column_unit(metric, language), metric.better is not Better.BAND
    weight, standard, red_line = texts
    return Row(metric.slug, said(metric.name), unit, weight, standard, red_line, has_red_line, wrong)


def _standing(metric: Metric, entry: Entry | None, language: Language) -> list[str]:
    if entry is None:
        return ["", "", ""]
    limits = [
        "" if value is None else editable(value, metric, language)
        for value in (entry.standard, entry.red_line)
    ]
    return [f"{entry.weight.normalize():f}", *limits]
