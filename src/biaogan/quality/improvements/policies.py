"""What is not allowed with improvements, whoever asks. Each refusal is a sentence the person reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from biaogan.followup.states import FINISHED, IN_HAND
from biaogan.org.models import Person, Store
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of
from biaogan.quality.goals import offered
from biaogan.quality.models import Finding, Improvement, Measurement
from biaogan.quality.states.findings import FindingState
from biaogan.quality.states.improvements import BEFORE_DONE, WORKED_OUT, ImprovementState, Verdict

if TYPE_CHECKING:
    from biaogan.quality.improvements.standardising import Standard

LEAST_WHYS = 3
SHORTEST = 6  # signs: one word is no cause
SOONEST = timedelta(days=30)
LASTS_MONTHS = 3  # the follow-ups at 30, 60 and 90 days


class Stale(NotAllowed):
    """Somebody else has changed the improvement since the page was loaded."""


def check_version(improvement: Improvement, version: int) -> None:
    if improvement.version != version:
        raise Stale(_("Somebody has changed this improvement since you opened the page."))


def check_findings(findings: Sequence[Finding], store: Store) -> None:
    if not findings:
        raise NotAllowed(_("Choose at least one finding: an improvement begins with what was seen."))
    if any(one.store_id != store.pk for one in findings):
        raise NotAllowed(_("All findings of an improvement belong to one store."))
    if any(one.state != FindingState.OPEN for one in findings):
        raise NotAllowed(_("One of the findings is no longer open. Please load the page again."))


def check_goal(*, metric: str, size: Decimal, proof_on: date, today: date) -> None:
    if metric not in {one.slug for one in offered()}:
        raise NotAllowed(_("Choose a monthly metric: without one no effect can be measured."))
    if size <= 0:
        raise NotAllowed(_("Say how much the metric shall change: more than 0."))
    if proof_on < today + SOONEST:
        message = _("An effect shows after a complete month at the earliest: choose %(day)s or later.")
        raise NotAllowed(message % {"day": today + SOONEST})


def check_goal_can_change(improvement: Improvement) -> None:
    if improvement.state not in BEFORE_DONE:
        raise NotAllowed(_("The work is done and being measured: the goal stays as it was promised."))


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(_("Please give a reason."))


def check_owner(owner: Person, store: Store) -> None:
    scope = scope_of(owner)
    if store.code not in scope.store_codes or not scope.allows(Permission.IMPROVE):
        message = _("%(person)s does not work for %(store)s, or may not improve there. Choose somebody else.")
        raise NotAllowed(message % {"person": owner.display_name, "store": store.name})


def check_analysis(*, whys: Sequence[str], cause: str) -> None:
    if len(whys) < LEAST_WHYS:
        raise NotAllowed(
            _("Ask why at least %(count)d times: the first answer is seldom the cause.")
            % {"count": LEAST_WHYS}
        )
    if len(cause.strip()) < SHORTEST:
        raise NotAllowed(_("Name the root cause that the plan shall remove."))


def check_can_analyse(improvement: Improvement) -> None:
    open_for = (ImprovementState.FOUND, ImprovementState.REOPENED, *WORKED_OUT)
    if improvement.state not in open_for:
        raise NotAllowed(_("The analysis belongs to work that is done; it stays as it was."))


def check_action_due(improvement: Improvement, due: date) -> None:
    if due > improvement.proof_on:
        message = _("The proof is promised for %(day)s: the action must end before.")
        raise NotAllowed(message % {"day": improvement.proof_on})


def check_can_plan(improvement: Improvement) -> None:
    if improvement.state not in WORKED_OUT:
        raise NotAllowed(_("Actions follow from the analysis. Please analyse first."))


def check_can_finish(improvement: Improvement) -> None:
    """Done means that every action is done, each with its evidence."""
    states = list(improvement.actions.filter(round=improvement.round).values_list("task__state", flat=True))
    if any(state in IN_HAND for state in states):
        raise NotAllowed(_("An action of the plan is not done yet."))
    if not any(state in FINISHED for state in states):
        raise NotAllowed(_("No action of the plan was done: there is nothing to measure."))


def newest(improvement: Improvement) -> Measurement | None:
    return improvement.measurements.filter(round=improvement.round).order_by("-months").first()


def check_can_verify(improvement: Improvement, by: Person) -> None:
    """Only what was measured can be verified, and not by whoever answers for it."""
    if by.pk == improvement.owner_id:
        raise NotAllowed(_("Nobody verifies their own improvement. Somebody else has to look at it."))
    _check_shown(newest(improvement))


def check_can_standardise(improvement: Improvement) -> None:
    _check_shown(newest(improvement))


def _check_shown(measured: Measurement | None) -> None:
    if measured is None:
        raise NotAllowed(_("Nothing has been measured yet: the first complete month after the work counts."))
    if measured.verdict != Verdict.SHOWN:
        message = _("The last measurement says “%(verdict)s”. Only a shown effect goes on.")
        raise NotAllowed(message % {"verdict": Verdict(measured.verdict).label})


def check_can_close(improvement: Improvement) -> None:
    """A lasting effect: three follow-ups measured, the newest of them shown, and a standard written."""
    rows = improvement.measurements.filter(round=improvement.round)
    known = set(rows.values_list("months", flat=True))
    if not set(range(1, LASTS_MONTHS + 1)) <= known:
        raise NotAllowed(_("The follow-ups at 30, 60 and 90 days are not all measured."))
    _check_shown(newest(improvement))
    if not improvement.standards.filter(round=improvement.round).exists():
        raise NotAllowed(_("The improvement has not been made a standard."))


def is_close_due(improvement: Improvement) -> bool:
    try:
        check_can_close(improvement)
    except NotAllowed:
        return False
    return improvement.state == ImprovementState.STANDARDISED


def check_standard(standard: Standard) -> None:
    if not standard.change.strip():
        raise NotAllowed(_("Write what changes in the instruction."))
    if not standard.item_text.strip():
        raise NotAllowed(_("Write what is checked from now on."))
    if standard.item is None and not (standard.right.strip() and standard.wrong.strip()):
        raise NotAllowed(_("A new check item needs both descriptions: right, and not right."))
