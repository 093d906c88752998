"""What the follow-up does not allow, whoever asks. Each refusal is a sentence the person reads."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from biaogan.followup.models import Alert, Task
from biaogan.org.models import Assignment, Person, Store
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of

SHORTEST = 10  # letters: "done" is no evidence


def check_owner(owner: Person, store: Store) -> None:
    """Somebody who may see the store's figures and work on its tasks."""
    scope = scope_of(owner)
    if store.code not in scope.store_codes or not scope.allows(Permission.FOLLOW_UP):
        message = _("%(person)s does not work for %(store)s, or may not work on tasks. Choose somebody else.")
        raise NotAllowed(message % {"person": owner.display_name, "store": store.name})


def check_due(due: date, today: date) -> None:
    if due < today:
        raise NotAllowed(_("The date %(day)s is over. Choose today or a later day.") % {"day": due})


def check_evidence(evidence: str) -> None:
    if len(evidence.strip()) < SHORTEST:
        raise NotAllowed(
            _("Say what was done and how it shows, in at least %(letters)d letters.") % {"letters": SHORTEST}
        )


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(_("Please give a reason."))


def check_can_cancel(task: Task, by: Person | None) -> None:
    """Nobody drops a task that somebody from the region gave them."""
    if by is None or by.pk == task.opened_by_id or _works_for_region(by, task.store):
        return
    raise NotAllowed(_("Only %(person)s or the region can cancel this task.") % {"person": task.opened_by})


def _works_for_region(person: Person, store: Store) -> bool:
    return person.is_superuser or Assignment.objects.filter(person=person, region=store.region_id).exists()


def check_no_task_yet(alert: Alert) -> None:
    if Task.objects.filter(alert=alert).exists():
        raise NotAllowed(_("This alert has its task already."))
