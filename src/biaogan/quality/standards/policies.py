"""What may not be done with instructions, whoever asks. Each refusal is a sentence the person reads."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from biaogan.org.policies import NotAllowed
from biaogan.quality.models import SopVersion
from biaogan.quality.standards.steps import LONGEST_TEXT, MOST_STEPS, StepText


def check_steps(steps: Sequence[StepText]) -> None:
    if not steps:
        raise NotAllowed(_("An instruction needs at least one step."))
    if len(steps) > MOST_STEPS:
        message = _("An instruction has at most %(most)d steps; divide it into two.")
        raise NotAllowed(message % {"most": MOST_STEPS})
    for number, step in enumerate(steps, 1):
        if not step.title_zh:
            raise NotAllowed(_("Step %(number)d has no title.") % {"number": number})
        if max(len(step.text_zh), len(step.text_en)) > LONGEST_TEXT:
            message = _("The text of step %(number)d is too long; divide the step.")
            raise NotAllowed(message % {"number": number})


def check_reason(because: str) -> None:
    if not because.strip():
        raise NotAllowed(_("Please give a reason."))


def check_draft(draft: SopVersion | None) -> SopVersion:
    if draft is None:
        raise NotAllowed(_("There is no draft: somebody has put it in force or discarded it."))
    return draft


def check_unchanged(draft: SopVersion, seen: str) -> None:
    """What somebody else wrote meanwhile is never overwritten."""
    if seen and draft.written_at.isoformat() != seen:
        message = _(
            "%(person)s has changed this draft in the meantime. Nothing of yours was saved: "
            "copy what you typed, load the page again and put it in."
        )
        raise NotAllowed(message % {"person": draft.author.display_name if draft.author else "—"})


def check_differs(before: Sequence[StepText], after: Sequence[StepText]) -> None:
    if list(before) == list(after):
        raise NotAllowed(_("The draft says what is in force already. Confirm the review instead."))
