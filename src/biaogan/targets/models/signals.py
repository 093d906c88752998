"""Why the limits of a control chart begin anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from biaogan.org.models import Store

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL


class RebasingQuerySet(models.QuerySet["Rebasing"]):
    def within(self, scope: Scope) -> RebasingQuerySet:
        return self.filter(store__code__in=scope.store_codes)


class Rebasing(models.Model):
    """From this month on the process is another one, for a cause somebody answers for."""

    metric = models.CharField(max_length=60)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    cause = models.CharField(max_length=200)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = RebasingQuerySet.as_manager()

    class Meta:
        ordering = ("month",)
        constraints = [
            models.UniqueConstraint(fields=["metric", "store", "month"], name="rebasing_once"),
            models.CheckConstraint(condition=~Q(cause=""), name="rebasing_has_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.store_id} {self.month}"
