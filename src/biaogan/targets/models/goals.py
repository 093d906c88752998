"""Targets people set: one row a version, so that what counted on a former day can be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biaogan.org.models import Region, Store

if TYPE_CHECKING:
    from biaogan.org.scope import Scope


class GoalSource(models.TextChoices):
    TYPED = "typed", _("Typed")
    PASTED = "pasted", _("Pasted")
    PLANNED = "planned", _("From a year plan")
    SPLIT = "split", _("Split from the region")


class GoalVersionQuerySet(models.QuerySet["GoalVersion"]):
    def within(self, scope: Scope) -> GoalVersionQuerySet:
        """Targets of the scope's stores, and of regions it holds whole."""
        return self.filter(Q(store__code__in=scope.store_codes) | Q(region__in=scope.region_ids))


class GoalVersion(models.Model):
    """A target of one metric, place and month, in one of its versions. Without a value it was taken back."""

    slug = models.CharField(max_length=60)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, null=True, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    month = models.CharField(max_length=7)
    version = models.PositiveIntegerField()
    # As readings have it: yuan, percent, hours, counts.
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    valid_from = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField(max_length=10, choices=GoalSource.choices)
    note = models.CharField(max_length=200, blank=True)

    objects = GoalVersionQuerySet.as_manager()

    class Meta:
        ordering = ("slug", "month", "version")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(store__isnull=True) ^ Q(region__isnull=True), name="goal_store_or_region"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="goal_not_negative"
            ),
            models.UniqueConstraint(
                fields=["slug", "store", "month", "version"],
                condition=Q(store__isnull=False),
                name="goal_of_store_once",
            ),
            models.UniqueConstraint(
                fields=["slug", "region", "month", "version"],
                condition=Q(region__isnull=False),
                name="goal_of_region_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["month", "slug"], name="goal_month_slug")]

    def __str__(self) -> str:
        return f"{self.slug} {self.month} v{self.version}"
