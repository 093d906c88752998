"""The scorecard's figures and weights: one version a change, so that a former month keeps its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from biaogan.org.models import Region

if TYPE_CHECKING:
    from biaogan.org.scope import Scope


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    def within(self, scope: Scope) -> ScorecardQuerySet:
        return self.filter(region__in=scope.region_ids)


class Scorecard(models.Model):
    """What a region's card is made of, from a month on, until a newer version."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=200)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(note=""), name="scorecard_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.month}"


class ScorecardLine(models.Model):
    """One figure: its share of the hundred points; a standard and a red line where there are such."""

    card = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="lines")
    slug = models.CharField(max_length=60)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    standard = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    red_line = models.DecimalField(max_digits=20, decimal_places=4, null=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["card", "slug"], name="scorecard_line_once"),
            models.CheckConstraint(
                condition=Q(weight__gte=0) & Q(weight__lte=100), name="scorecard_weight_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.weight}"
