"""The states of alerts, tasks and messages, and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AlertState(models.TextChoices):
    NEW = "new", _("New")
    SEEN = "seen", _("Seen")
    TASK = "task", _("Task opened")
    DISMISSED = "dismissed", _("Dismissed")
    CLEARED = "cleared", _("No longer holds")


class TaskState(models.TextChoices):
    OPEN = "open", _("Not begun")
    DOING = "doing", _("In progress")
    DONE = "done", _("Done, effect not yet measured")
    KEPT = "kept", _("Done, effect shown")
    UNPROVEN = "unproven", _("Done, effect not yet provable")
    RELAPSED = "relapsed", _("Relapsed")
    CANCELLED = "cancelled", _("Cancelled")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNSURE = "unsure", _("Perhaps arrived")  # no answer came: sending again could say it twice
    FAILED = "failed", _("Not sent")
    EXPIRED = "expired", _("Out of date")


# A corrected file can clear an alert, and another can bring it back.
ALERT_MOVES: dict[str, list[str]] = {
    AlertState.NEW: [AlertState.SEEN, AlertState.TASK, AlertState.DISMISSED, AlertState.CLEARED],
    AlertState.SEEN: [AlertState.TASK, AlertState.DISMISSED, AlertState.CLEARED],
    AlertState.TASK: [],
    AlertState.DISMISSED: [],
    AlertState.CLEARED: [AlertState.NEW],
}
# The last three before CANCELLED are what measuring says; it is repeated as months go by.
TASK_MOVES: dict[str, list[str]] = {
    TaskState.OPEN: [TaskState.DOING, TaskState.DONE, TaskState.CANCELLED],
    TaskState.DOING: [TaskState.DONE, TaskState.CANCELLED],
    TaskState.DONE: [TaskState.KEPT, TaskState.UNPROVEN, TaskState.RELAPSED, TaskState.DOING],
    TaskState.KEPT: [TaskState.UNPROVEN, TaskState.RELAPSED],
    TaskState.UNPROVEN: [TaskState.KEPT, TaskState.RELAPSED, TaskState.DOING],
    TaskState.RELAPSED: [TaskState.DOING, TaskState.KEPT, TaskState.UNPROVEN],
    TaskState.CANCELLED: [],
}
# A refusal waits and is tried again; silence is never answered by sending once more, only by a person.
MESSAGE_MOVES: dict[str, list[str]] = {
    MessageState.WAITING: [MessageState.SENDING, MessageState.EXPIRED],
    MessageState.SENDING: [
        MessageState.SENT, MessageState.WAITING, MessageState.FAILED, MessageState.UNSURE,
    ],
    MessageState.UNSURE: [MessageState.WAITING],
    MessageState.FAILED: [MessageState.WAITING],
    MessageState.SENT: [],
    MessageState.EXPIRED: [],
}  # fmt: skip
ALERTS_OPEN = (AlertState.NEW, AlertState.SEEN)
IN_HAND = (TaskState.OPEN, TaskState.DOING)
MEASURED = (TaskState.KEPT, TaskState.UNPROVEN, TaskState.RELAPSED)
FINISHED = (TaskState.DONE, *MEASURED)


class CannotMove(ValueError):
    """Carries the sentence the person reads: from this state that is not possible."""


def check_alert_move(before: str, after: str) -> None:
    _check(ALERT_MOVES, AlertState, before, after)


def check_task_move(before: str, after: str) -> None:
    _check(TASK_MOVES, TaskState, before, after)


def _check(moves: dict[str, list[str]], states: type[models.TextChoices], before: str, after: str) -> None:
    if after not in moves[before]:
        sentence = _("“%(before)s” cannot become “%(after)s”. Please load the page again.")
        raise CannotMove(sentence % {"before": states(before).label, "after": states(after).label})
