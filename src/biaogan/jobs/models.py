"""A job is a row; the worker that runs it holds it by name and shows a sign of life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone, translation

from biaogan.jobs.states import FINISHED, State
from biaogan.org.models import Person

if TYPE_CHECKING:
    from biaogan.org.scope import Scope


class JobQuerySet(models.QuerySet["Job"]):
    def within(self, scope: Scope) -> JobQuerySet:
        """Jobs started by people the person may see; those of the command line for whoever sees all."""
        if scope.everything:
            return self
        return self.filter(created_by__in=Person.objects.within(scope))


class Job(models.Model):
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    text_zh = models.CharField(max_length=200, blank=True)
    text_en = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    result = models.JSONField(null=True)
    error_zh = models.CharField(max_length=500, blank=True)
    error_en = models.CharField(max_length=500, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["state", "kind"], name="job_state_kind")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=State.RUNNING) | ~models.Q(worker=""), name="job_running_is_held"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def percent(self) -> int | None:
        """How far the job is, 0 to 100; None while that is not known."""
        return min(100, 100 * self.done // self.total) if self.total else None

    @property
    def text(self) -> str:
        return self._in_language("text")

    @property
    def error(self) -> str:
        return self._in_language("error")

    def _in_language(self, field: str) -> str:
        english = (translation.get_language() or "").startswith("en")
        value: Any = getattr(self, f"{field}_en" if english else f"{field}_zh")
        return str(value)
