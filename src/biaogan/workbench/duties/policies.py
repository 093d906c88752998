"""What the work list does not allow."""

from __future__ import annotations

from django.utils.translation import gettext as _

from biaogan.engine.methods.recurrence import Cadence
from biaogan.org.models import Person
from biaogan.org.policies import NotAllowed
from biaogan.workbench.models import Duty

MOST = {Cadence.DAILY: 1, Cadence.WEEKLY: 7, Cadence.MONTHLY: 23, Cadence.QUARTERLY: 66}


def check_note(note: str) -> None:
    if not note.strip():
        raise NotAllowed(_("Say in a few words what was done; a bare tick shows nothing."))


def check_own(duty: Duty, by: Person) -> None:
    if duty.owner_id not in (None, by.pk):
        raise NotAllowed(_("This duty belongs to somebody else."))
    if duty.retired_on:
        raise NotAllowed(_("This duty was removed from the list."))


def check_place(cadence: str, place: int) -> None:
    """A duty cannot be due on a day that does not exist."""
    most = MOST[Cadence(cadence)]
    least = 1 if cadence in (Cadence.DAILY, Cadence.WEEKLY) else -most
    if place == 0 or not least <= place <= most:
        sentence = _("The due day must lie between %(least)d and %(most)d, and cannot be 0.")
        raise NotAllowed(sentence % {"least": least, "most": most})
