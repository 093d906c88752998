"""The states of a decision and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class DecisionState(models.TextChoices):
    DRAFT = "draft", gettext_lazy("Draft")
    TESTED = "tested", gettext_lazy("Tested, not decided")
    PILOT = "pilot", gettext_lazy("In a pilot")
    GO = "go", gettext_lazy("Going ahead")
    DROPPED = "dropped", gettext_lazy("Dropped")


# A tested decision whose levers are changed is a draft again. What was dropped may be written anew as a copy.
DECISION_MOVES: dict[str, list[str]] = {
    DecisionState.DRAFT: [DecisionState.TESTED],
    DecisionState.TESTED: [
        DecisionState.TESTED,
        DecisionState.DRAFT,
        DecisionState.PILOT,
        DecisionState.GO,
        DecisionState.DROPPED,
    ],
    DecisionState.PILOT: [DecisionState.GO, DecisionState.DROPPED],
    DecisionState.GO: [DecisionState.DROPPED],
    DecisionState.DROPPED: [],
}
OPEN = (DecisionState.DRAFT, DecisionState.TESTED)
RUNNING = (DecisionState.PILOT, DecisionState.GO)


class CannotMove(ValueError):
    """Carries the sentence the person reads: from this state that is not possible."""


def check_move(before: str, after: str) -> None:
    if after not in DECISION_MOVES[before]:
        sentence = _("“%(before)s” cannot become “%(after)s”. Please load the page again.")
        words = {"before": DecisionState(before).label, "after": DecisionState(after).label}
        raise CannotMove(sentence % words)
