"""What complaints do not allow, whoever asks. Each refusal is a sentence the person reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.org.models import Person, Store
from biaogan.org.permissions import Permission, Role
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of
from biaogan.quality.complaints import authority
from biaogan.quality.models import Compensation, Complaint, Promise
from biaogan.quality.models.complaints import Fault, Kind
from biaogan.quality.states.complaints import CompensationState
from biaogan.ui.formats import moment

SHORTEST = 6  # letters: “solved” in Chinese is no answer
MOST_LETTERS = 4000


def check_not_in_future(when: datetime, at: datetime) -> None:
    if when > at:
        sentence = _("%(when)s has not come yet. Give the moment at which it really happened.")
        raise NotAllowed(sentence % {"when": _said(when)})


def check_not_before_opening(complaint: Complaint, when: datetime) -> None:
    """A complaint answered before it came is a slip of the pen, or a figure made up."""
    if when < complaint.opened_at:
        sentence = _("%(when)s lies before the complaint came in (%(opened)s). Correct the moment.")
        raise NotAllowed(sentence % {"when": _said(when), "opened": _said(complaint.opened_at)})


def check_in_order(when: datetime, before: datetime | None) -> None:
    if before is not None and when < before:
        sentence = _("%(when)s lies before the step before it (%(before)s). Correct the moment.")
        raise NotAllowed(sentence % {"when": _said(when), "before": _said(before)})


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(_("Please give a reason."))


def check_said(text: str) -> None:
    if len(text.strip()) < SHORTEST:
        raise NotAllowed(
            _("Say it so that somebody else understands it, in at least %(letters)d letters.")
            % {"letters": SHORTEST}
        )
    if len(text) > MOST_LETTERS:
        raise NotAllowed(
            _("The text has %(letters)d letters; at most %(most)d are kept. Shorten it.")
            % {"letters": len(text), "most": MOST_LETTERS}
        )
    if not any(letter.isalnum() for letter in text):
        raise NotAllowed(_("The text holds no words. Please write what it is about."))


def check_owner(owner: Person, store: Store) -> None:
    scope = scope_of(owner)
    if store.code not in scope.store_codes or not scope.allows(Permission.HANDLE_COMPLAINTS):
        sentence = _("%(person)s does not handle complaints of %(store)s. Choose somebody else.")
        raise NotAllowed(sentence % {"person": owner.display_name, "store": store.name})


def check_is_first(complaint: Complaint) -> None:
    """A repeat is handled with the complaint it was merged into."""
    if complaint.merged_into_id is not None:
        raise NotAllowed(
            _("This complaint is handled together with an earlier one. Separate it first, or go there.")
        )


def check_fault(fault: str) -> None:
    if fault not in Fault.values:
        raise NotAllowed(_("Please say whether it was our fault."))


def check_nothing_undecided(complaint: Complaint) -> None:
    if complaint.compensations.filter(state=CompensationState.ASKED).exists():
        raise NotAllowed(_("A compensation still waits for a decision. Decide it, then close the complaint."))


def check_is_repeat(complaint: Complaint) -> None:
    if complaint.merged_into_id is None:
        raise NotAllowed(_("This complaint is not merged into another."))


def check_promise_due(due: datetime, at: datetime) -> None:
    if due <= at:
        raise NotAllowed(_("A promise lies in the future. %(due)s is over.") % {"due": _said(due)})


def check_promise_open(promise: Promise) -> None:
    if promise.kept_at is not None:
        raise NotAllowed(_("It is already shown how this promise was kept."))


def check_kept_at(promise: Promise, kept_at: datetime, at: datetime) -> None:
    check_not_in_future(kept_at, at)
    if kept_at < promise.promised_at:
        sentence = _("%(when)s lies before the promise was made (%(made)s). Correct the moment.")
        raise NotAllowed(sentence % {"when": _said(kept_at), "made": _said(promise.promised_at)})


def check_may_decide(asked: Compensation, by: Person, because: str) -> None:
    """The role that was asked, or one above it. What head office decided is written down with its paper."""
    if authority.rank(by) < authority.RANKS[Role(asked.asked_of)]:
        sentence = _("This is for a %(role)s to decide.")
        raise NotAllowed(sentence % {"role": Role(asked.asked_of).label})
    if asked.asked_of == Role.HEAD_OFFICE and len(because.strip()) < SHORTEST:
        raise NotAllowed(_("Head office decides on this amount: name its paper, with number and date."))


def _said(when: datetime) -> str:
    return moment(timezone.localtime(when))


def check_limits(most: Mapping[tuple[str, str], int]) -> None:
    """Whoever answers for more may give at least as much."""
    for kind in Kind:
        lower, upper = (most[role, kind] for role in authority.LADDER)
        if lower > upper:
            sentence = _("%(kind)s: a store service manager cannot have a higher limit than the region.")
            raise NotAllowed(sentence % {"kind": kind.label})
