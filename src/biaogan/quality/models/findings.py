"""The table of findings: what went wrong, where, and who or what saw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biaogan.org.models import Store
from biaogan.quality.levels import Level, Step
from biaogan.quality.models.photos import Photo
from biaogan.quality.models.standards import CheckItem
from biaogan.quality.states.findings import STANDING, FindingState

if TYPE_CHECKING:
    from biaogan.org.scope import Scope


class Source(models.TextChoices):
    """The witness. Each part of the room records its findings under its own name."""

    INSPECTION = "inspection", _("Inspection")
    SHOP = "shop", _("Mystery shop")
    VIDEO = "video", _("Video check")
    FEEDBACK = "feedback", _("Feedback")
    COMPLAINT = "complaint", _("Complaint")
    SURVEY = "survey", _("Survey")
    ALERT = "alert", _("Alert")
    HAND = "hand", _("Seen by hand")


class FindingQuerySet(models.QuerySet["Finding"]):
    def within(self, scope: Scope) -> FindingQuerySet:
        return self.filter(store__code__in=scope.store_codes)

    def standing(self) -> FindingQuerySet:
        return self.filter(state__in=STANDING)

    def basic_breaches(self) -> FindingQuerySet:
        """While one of these stands, points of the higher levels do not count at its store."""
        return self.standing().filter(level=Level.BASIC)


class Finding(models.Model):
    """`source` and `key` name the answer, case or text it came from; found twice, it is recorded once."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=12, choices=Source.choices)
    key = models.CharField(max_length=80)
    step = models.CharField(max_length=20, choices=Step.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, null=True, related_name="findings")
    text = models.TextField()
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, related_name="+")
    metric = models.CharField(max_length=60, blank=True)
    found_on = models.DateField()
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=FindingState.choices, default=FindingState.OPEN)
    closed_because = models.TextField(blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("level", "-found_on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="finding_once"),
            models.CheckConstraint(condition=Q(state__in=FindingState.values), name="finding_state_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="finding_source_known"),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="finding_step_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="finding_level_known"),
            models.CheckConstraint(
                condition=~Q(state=FindingState.DISMISSED) | ~Q(closed_because=""),
                name="finding_dismissed_why",
            ),
        ]
        indexes = [models.Index(fields=["store", "state", "level"], name="finding_store_state")]

    def __str__(self) -> str:
        return self.text[:60]
