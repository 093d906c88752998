"""The table of what this room has published as facts."""

from __future__ import annotations

from django.db import models

from biaogan.intake.models import Batch


class Publication(models.Model):
    """The rows of one dataset, store and month as they stand among the facts; `digest` of their content."""

    dataset = models.CharField(max_length=40)
    store = models.CharField(max_length=32)
    month = models.CharField(max_length=7)
    digest = models.CharField(max_length=64)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "store", "month"], name="publication_once")]

    def __str__(self) -> str:
        return f"{self.dataset} {self.store} {self.month}"
