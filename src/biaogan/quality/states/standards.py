"""The states of a version of an instruction."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in-force", _("In force")
    REPLACED = "replaced", _("Replaced")


VERSION_MOVES: dict[str, list[str]] = {
    VersionState.DRAFT: [VersionState.IN_FORCE],
    VersionState.IN_FORCE: [VersionState.REPLACED],
    VersionState.REPLACED: [],
}
