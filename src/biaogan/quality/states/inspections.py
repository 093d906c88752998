"""The states of an inspection."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InspectionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under-way", _("Under way")
    SIGNED = "signed", _("Signed off")
    CANCELLED = "cancelled", _("Cancelled")


# The first answer begins an inspection. What is signed off is locked: later edits are marked amendments.
INSPECTION_MOVES: dict[str, list[str]] = {
    InspectionState.PLANNED: [InspectionState.UNDER_WAY, InspectionState.CANCELLED],
    InspectionState.UNDER_WAY: [InspectionState.SIGNED, InspectionState.CANCELLED],
    InspectionState.SIGNED: [],
    InspectionState.CANCELLED: [],
}
OPEN = (InspectionState.PLANNED, InspectionState.UNDER_WAY)
