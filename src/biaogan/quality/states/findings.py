"""The states of a finding."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingState(models.TextChoices):
    OPEN = "open", _("Open")
    IMPROVING = "improving", _("In improvement")
    RESOLVED = "resolved", _("Resolved")
    DISMISSED = "dismissed", _("Dismissed")


# What was resolved may come back; a dismissed finding may turn out to be one.
FINDING_MOVES: dict[str, list[str]] = {
    FindingState.OPEN: [FindingState.IMPROVING, FindingState.RESOLVED, FindingState.DISMISSED],
    FindingState.IMPROVING: [FindingState.RESOLVED, FindingState.OPEN],
    FindingState.RESOLVED: [FindingState.OPEN],
    FindingState.DISMISSED: [FindingState.OPEN],
}
STANDING = (FindingState.OPEN, FindingState.IMPROVING)
