"""The states of a job and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


# A running job goes back to waiting when its worker died.
JOB_MOVES: dict[str, list[str]] = {
    State.QUEUED: [State.RUNNING, State.CANCELLED],
    State.RUNNING: [State.DONE, State.FAILED, State.CANCELLED, State.QUEUED],
    State.DONE: [],
    State.FAILED: [],
    State.CANCELLED: [],
}
FINISHED = frozenset(state for state, moves in JOB_MOVES.items() if not moves)


class CannotMove(ValueError):
    """The job is no longer in a state from which this is possible."""


def check_move(before: str, after: str) -> None:
    if after not in JOB_MOVES[before]:
        message = f"a job that is {before} cannot become {after}"
        raise CannotMove(message)
