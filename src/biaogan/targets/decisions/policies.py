"""What may not be done with a decision, whoever asks. Each refusal is a sentence the person reads."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from biaogan.engine.methods.three_year.scoring import LOOK_BACKS
from biaogan.engine.periods import last_day, shifted
from biaogan.org.policies import NotAllowed
from biaogan.targets.models import Decision
from biaogan.targets.states import OPEN, RUNNING


def check_proposer(proposer: str) -> None:
    if not proposer.strip():
        raise NotAllowed(_("Say who proposes this: the forecast is scored under that name."))


def check_can_change(decision: Decision) -> None:
    """What was decided stays as it was; a copy can be changed."""
    if decision.state not in OPEN:
        raise NotAllowed(_("This was decided and stays as it was. Make a copy to change it."))


def check_reason(reason: str, *, against_verdict: bool) -> None:
    if reason.strip():
        return
    if against_verdict:
        raise NotAllowed(_("The test speaks against this: say why it is decided so all the same."))
    raise NotAllowed(_("Please give a reason."))


def last_month(decision: Decision, after: int) -> str:
    """The month a look-back ends with."""
    return shifted(decision.starts, after - 1)


def is_due(decision: Decision, after: int, today: date) -> bool:
    return decision.state in RUNNING and last_day(last_month(decision, after)) < today


def check_can_look_back(decision: Decision, after: int, today: date) -> None:
    if after not in LOOK_BACKS or decision.state not in RUNNING:
        raise NotAllowed(_("Only a decision that runs is looked back upon, after 3, 12, 24 and 36 months."))
    if not is_due(decision, after, today):
        month = last_month(decision, after)
        raise NotAllowed(_("The month %(month)s is not over yet. Please come back then.") % {"month": month})
    if decision.look_backs.filter(after=after).exists():
        raise NotAllowed(_("This look-back has been made already."))
