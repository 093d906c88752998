"""States of a customer's text: sorted by the machine, waiting for a person, confirmed by one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedbackState(models.TextChoices):
    SORTED = "sorted", _("Sorted by itself")
    WAITING = "waiting", _("To be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")


# What the machine sorts it may sort again; what a person confirmed only a person changes.
FEEDBACK_MOVES: dict[str, list[str]] = {
    FeedbackState.SORTED: [FeedbackState.SORTED, FeedbackState.WAITING, FeedbackState.CONFIRMED],
    FeedbackState.WAITING: [FeedbackState.WAITING, FeedbackState.SORTED, FeedbackState.CONFIRMED],
    FeedbackState.CONFIRMED: [FeedbackState.CONFIRMED],
}
UNCONFIRMED = (FeedbackState.SORTED, FeedbackState.WAITING)
