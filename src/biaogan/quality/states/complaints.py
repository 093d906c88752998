"""The states of a complaint, and of a compensation that is asked for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ComplaintState(models.TextChoices):
    NEW = "new", _("New")
    CONTACTED = "contacted", _("Customer contacted")
    OFFERED = "offered", _("Solution offered")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# A solution the customer does not take leads back to talking; what was closed or withdrawn may come back.
COMPLAINT_MOVES: dict[str, list[str]] = {
    ComplaintState.NEW: [ComplaintState.CONTACTED, ComplaintState.WITHDRAWN],
    ComplaintState.CONTACTED: [ComplaintState.OFFERED, ComplaintState.WITHDRAWN],
    ComplaintState.OFFERED: [ComplaintState.CLOSED, ComplaintState.CONTACTED, ComplaintState.WITHDRAWN],
    ComplaintState.CLOSED: [ComplaintState.REOPENED],
    ComplaintState.REOPENED: [ComplaintState.CONTACTED, ComplaintState.WITHDRAWN],
    ComplaintState.WITHDRAWN: [ComplaintState.REOPENED],
}
UNANSWERED = (ComplaintState.NEW, ComplaintState.REOPENED)
IN_HAND = (*UNANSWERED, ComplaintState.CONTACTED, ComplaintState.OFFERED)


class CompensationState(models.TextChoices):
    ASKED = "asked", _("Waiting for a decision")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", pgettext_lazy("compensation", "Refused")


COMPENSATION_MOVES: dict[str, list[str]] = {
    CompensationState.ASKED: [CompensationState.APPROVED, CompensationState.REFUSED],
    CompensationState.APPROVED: [],
    CompensationState.REFUSED: [],
}
