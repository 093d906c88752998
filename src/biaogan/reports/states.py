"""The states of a report."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent up")


# What was sent stays as it was; a correction is a new report.
REPORT_MOVES: dict[str, list[str]] = {
    ReportState.DRAFT: [ReportState.SENT],
    ReportState.SENT: [],
}
