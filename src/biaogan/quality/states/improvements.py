"""The states of an improvement: none can be skipped; measuring alone closes one, and opens it again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImprovementState(models.TextChoices):
    FOUND = "found", _("Problem found")
    ANALYSED = "analysed", _("Analysed")
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done, being measured")
    VERIFIED = "verified", _("Effect verified")
    STANDARDISED = "standardised", _("Standardised")
    CLOSED = "closed", _("Closed, effect lasts")
    REOPENED = "reopened", _("Reopened")
    DROPPED = "dropped", _("Dropped")


IMPROVEMENT_MOVES: dict[str, list[str]] = {
    ImprovementState.FOUND: [ImprovementState.ANALYSED, ImprovementState.DROPPED],
    ImprovementState.ANALYSED: [ImprovementState.PLANNED, ImprovementState.DROPPED],
    ImprovementState.PLANNED: [ImprovementState.DONE, ImprovementState.DROPPED],
    ImprovementState.DONE: [ImprovementState.VERIFIED, ImprovementState.REOPENED],
    ImprovementState.VERIFIED: [ImprovementState.STANDARDISED, ImprovementState.REOPENED],
    ImprovementState.STANDARDISED: [ImprovementState.CLOSED, ImprovementState.REOPENED],
    ImprovementState.CLOSED: [ImprovementState.REOPENED],
    ImprovementState.REOPENED: [ImprovementState.ANALYSED, ImprovementState.DROPPED],
    ImprovementState.DROPPED: [],
}
ON_THE_WAY = (
    ImprovementState.REOPENED,
    ImprovementState.FOUND,
    ImprovementState.ANALYSED,
    ImprovementState.PLANNED,
    ImprovementState.DONE,
    ImprovementState.VERIFIED,
    ImprovementState.STANDARDISED,
)
BEFORE_DONE = ON_THE_WAY[:4]
WORKED_OUT = (ImprovementState.ANALYSED, ImprovementState.PLANNED)  # the analysis can still be mended
SHOWN = (ImprovementState.VERIFIED, ImprovementState.STANDARDISED, ImprovementState.CLOSED)
MEASURED = (ImprovementState.DONE, *SHOWN)


class Verdict(models.TextChoices):
    """What a measurement says."""

    SHOWN = "shown", _("Effect shown")
    SHORT = "short", _("Real, but less than promised")
    UNPROVEN = "unproven", _("Not yet provable")
    FADED = "faded", _("The effect has faded")
    WORSE = "worse", _("Worse than before")
