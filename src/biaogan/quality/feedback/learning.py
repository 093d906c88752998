"""The job that learns themes from what people confirmed, and sorts the unconfirmed texts anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from biaogan.engine.methods.themes.learning import ENOUGH, TooFewLabels, can_learn
from biaogan.engine.methods.themes.scoring import Scored, score
from biaogan.engine.text import Text
from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.quality.feedback.sorting import labelled, sorter
from biaogan.quality.feedback.themes import themes
from biaogan.quality.models import Feedback, ThemeLabel, ThemeLearning
from biaogan.quality.states.feedback import UNCONFIRMED

AT_ONCE = 500
SORTED_FIELDS = ["theme", "level", "step", "confidence", "sorted_by", "state"]
NO_LIBRARY = Text(
    "本机没有安装学习组件（scikit-learn），继续使用关键词规则。",
    "The part that learns (scikit-learn) is not installed here; the keyword rules go on.",
)
TOO_FEW = Text(
    "至少需要 {enough} 条已确认的文字、两个各有五条的主题，现有 {labels} 条。",
    "At least {enough} confirmed texts and two themes with five each are needed; there are {labels}.",
)


class CannotLearn(Exception):
    """Why not, in both languages."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


@dataclass(frozen=True)
class Outcome:
    learning: ThemeLearning
    sorted_again: int


def learn(
    *, by: Person | None, at: datetime, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Outcome:
    """Measure on texts held back, use what was learned only where it beats the rules, sort again."""
    if not can_learn():
        raise CannotLearn(NO_LIBRARY)
    last = ThemeLabel.objects.aggregate(last=Max("pk"))["last"] or 0
    texts, labels = labelled(up_to=last)
    found = _measured(texts, labels)
    with transaction.atomic():
        learning = ThemeLearning.objects.create(
            labels=len(texts), last_label=last, micro=found.learned.micro, macro=found.learned.macro,
            rules_micro=found.rules.micro if found.rules else None,
            sure_from=found.sure_from, sure_share=found.learned_sure, sure_right=found.sure_right,
            used=found.rules is None or found.learned.micro >= found.rules.micro, at=at, by=by,
        )  # fmt: skip
        details = {"labels": learning.labels, "micro": round(learning.micro, 3), "used": learning.used}
        audit.record("themes-learned", by=by, about="theme", key=str(learning.pk), details=details)
    return Outcome(learning, sort_again(progress=progress))


def _measured(texts: list[str], labels: list[str]) -> Scored:
    if len(texts) < ENOUGH:
        raise CannotLearn(_too_few(len(texts)))
    try:
        return score(texts, labels, [theme.keywords for theme in themes().values()])
    except TooFewLabels:
        raise CannotLearn(_too_few(len(texts))) from None


def _too_few(labels: int) -> Text:
    return Text(
        TOO_FEW.zh.format(enough=ENOUGH, labels=labels), TOO_FEW.en.format(enough=ENOUGH, labels=labels)
    )


def sort_again(*, progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Every text no person confirmed, by what holds now: after learning, or after words were changed."""
    machine = sorter()
    unconfirmed = Feedback.objects.filter(state__in=UNCONFIRMED).exclude(text="")
    keys = list(unconfirmed.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        progress(start, len(keys))
        with transaction.atomic():
            rows = Feedback.objects.filter(pk__in=keys[start : start + AT_ONCE], state__in=UNCONFIRMED)
            held = list(rows.select_for_update())
            machine.sort(held)
            Feedback.objects.bulk_update(held, SORTED_FIELDS)
    return len(keys)
