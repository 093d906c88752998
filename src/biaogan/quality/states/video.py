"""The states of a draw of video checks, and of one check."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DrawState(models.TextChoices):
    COMMITTED = "committed", _("Secret committed")
    FROZEN = "frozen", _("Candidates frozen")
    DRAWN = "drawn", _("Drawn")
    ABANDONED = "abandoned", _("Abandoned")


# A draw that is abandoned stays in the list with its reason: drawing until one likes the result shows.
DRAW_MOVES: dict[str, list[str]] = {
    DrawState.COMMITTED: [DrawState.FROZEN, DrawState.ABANDONED],
    DrawState.FROZEN: [DrawState.DRAWN, DrawState.ABANDONED],
    DrawState.DRAWN: [],
    DrawState.ABANDONED: [],
}


class CheckState(models.TextChoices):
    DRAWN = "drawn", _("Waiting for its check")
    SCORED = "scored", _("Waiting for the second scoring")
    CLOSED = "closed", _("Checked")
    REPLACED = "replaced", _("Replaced")


CHECK_MOVES: dict[str, list[str]] = {
    CheckState.DRAWN: [CheckState.SCORED, CheckState.CLOSED, CheckState.REPLACED],
    CheckState.SCORED: [CheckState.CLOSED],
    CheckState.CLOSED: [],
    CheckState.REPLACED: [],
}
