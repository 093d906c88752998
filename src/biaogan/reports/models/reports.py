"""The table of reports: what the system wrote, what the manager made of it, and when it went up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biaogan.org.models import Region
from biaogan.reports.document import Document, edited
from biaogan.reports.states import ReportState

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    WEEKLY = "weekly", _("Weekly report")
    MONTHLY = "monthly", _("Monthly analysis")
    QUARTERLY = "quarterly", _("Quarterly summary and plan")
    HANDBOOK = "handbook", _("Handbook")


class ReportQuerySet(models.QuerySet["Report"]):
    def within(self, scope: Scope) -> ReportQuerySet:
        return self.filter(region__in=scope.region_ids)


class Report(models.Model):
    """`draft` is the document as the system wrote it, with every figure: in a year it prints the same.

    `edits` are the manager's words by sentence; `revision` counts them, so that two people cannot
    overwrite one another unseen.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    period = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    draft = models.JSONField()
    edits = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    facts_version = models.CharField(max_length=40)
    written_as_of = models.DateField()
    state = models.CharField(max_length=6, choices=ReportState.choices, default=ReportState.DRAFT)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="report_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | Q(sent_at__isnull=False), name="report_sent_when"
            ),
        ]
        indexes = [models.Index(fields=["region", "kind", "period"], name="report_region_period")]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"

    @property
    def written(self) -> Document:
        """As the system wrote it."""
        return Document.from_dict(self.draft)

    @property
    def document(self) -> Document:
        """With the manager's words."""
        return edited(self.written, self.edits)


class Receipt(models.Model):
    """Somebody has read this version of the handbook."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="receipts")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.report_id}"
