"""The ladder of quality, and the steps of a service: two words that everything in this room carries."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.IntegerChoices):
    """Points of a higher level do not count while a breach of the basic level is open."""

    BASIC = 1, _("Basic")
    PROCESS = 2, _("Process")
    EXPERIENCE = 3, _("Experience")
    SURPRISE = 4, _("Surprise")


class Step(models.TextChoices):
    APPOINTMENT = "appointment", _("Appointment")
    WELCOME = "welcome", pgettext_lazy("service step", "Welcome")  # the first page greets in other words
    DIAGNOSIS = "diagnosis", _("Diagnosis")
    QUOTATION = "quotation", _("Quotation")
    REPAIR = "repair", _("Repair")
    QUALITY_CHECK = "quality-check", _("Quality check")
    DELIVERY = "delivery", _("Delivery")
    FOLLOW_UP = "follow-up", _("Follow-up")
    COMPLAINT = "complaint", _("Complaint handling")
