"""Tables of the follow-up: alerts and whom they were brought to, tasks, notes, rounds of the watch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import translation

from biaogan.followup.states import ALERTS_OPEN, FINISHED, IN_HAND, AlertState, TaskState
from biaogan.org.models import Region, Store

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL
FACT = tuple[str, str]


def in_language(row: Any, field: str) -> str:
    english = (translation.get_language() or "").startswith("en")
    return str(getattr(row, f"{field}_en" if english else f"{field}_zh"))


def facts_in_language(kept: list[dict[str, str]]) -> list[FACT]:
    """Lines of evidence as kept, in the language of the page."""
    code = "en" if (translation.get_language() or "").startswith("en") else "zh"
    return [(line[f"name_{code}"], line[f"value_{code}"]) for line in kept]


class AlertQuerySet(models.QuerySet["Alert"]):
    def within(self, scope: Scope) -> AlertQuerySet:
        return self.filter(store__code__in=scope.store_codes)

    def open(self) -> AlertQuerySet:
        return self.filter(state__in=ALERTS_OPEN)


class Alert(models.Model):
    """What a rule found at a store in a month, in words and numbers; found twice, it is raised once."""

    rule = models.CharField(max_length=80)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    metric = models.CharField(max_length=60, blank=True)
    weight = models.PositiveSmallIntegerField()
    says_zh = models.CharField(max_length=120)
    says_en = models.CharField(max_length=120)
    value_zh = models.CharField(max_length=120, blank=True)
    value_en = models.CharField(max_length=120, blank=True)
    reason_zh = models.TextField()
    reason_en = models.TextField()
    evidence = models.JSONField(default=list)
    strength = models.FloatField(default=0)
    stake_fen = models.BigIntegerField(null=True)
    address = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=AlertState.choices, default=AlertState.NEW)
    raised_at = models.DateTimeField()
    found_at = models.DateTimeField()  # the last watch that found it
    dismissed_because = models.TextField(blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ("-weight", "-stake_fen", "-strength", "pk")
        constraints = [
            models.UniqueConstraint(fields=["rule", "store", "month"], name="alert_once"),
            models.CheckConstraint(condition=Q(state__in=AlertState.values), name="alert_state_known"),
            models.CheckConstraint(
                condition=~Q(state=AlertState.DISMISSED) | ~Q(dismissed_because=""),
                name="alert_dismissed_why",
            ),
        ]
        indexes = [models.Index(fields=["state", "store"], name="alert_state_store")]

    def __str__(self) -> str:
        return f"{self.rule} {self.store_id} {self.month}"

    @property
    def is_open(self) -> bool:
        return self.state in ALERTS_OPEN

    @property
    def says(self) -> str:
        return in_language(self, "says")

    @property
    def value(self) -> str:
        return in_language(self, "value")

    @property
    def reason(self) -> str:
        return in_language(self, "reason")

    @property
    def facts(self) -> list[FACT]:
        return facts_in_language(self.evidence)


class Notice(models.Model):
    """An alert brought to a person within the week's budget; what sends messages out reads these rows."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()  # its Monday
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "person"], name="notice_once")]
        indexes = [models.Index(fields=["person", "week"], name="notice_person_week")]

    def __str__(self) -> str:
        return f"{self.alert_id} → {self.person_id}"


class TaskQuerySet(models.QuerySet["Task"]):
    def within(self, scope: Scope) -> TaskQuerySet:
        return self.filter(store__code__in=scope.store_codes)

    def in_hand(self) -> TaskQuerySet:
        return self.filter(state__in=IN_HAND)

    def overdue(self, today: date) -> TaskQuerySet:
        return self.in_hand().filter(due__lt=today)


class Task(models.Model):
    """Who does what by when; `month` is the month whose figure it answers, the start of its measuring."""

    title = models.CharField(max_length=120)
    plan = models.TextField(blank=True)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    metric = models.CharField(max_length=60, blank=True)
    month = models.CharField(max_length=7, blank=True)
    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, null=True, related_name="task")
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.OPEN)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    evidence = models.TextField(blank=True)
    finished_on = models.DateField(null=True)
    cancelled_because = models.TextField(blank=True)
    effect_zh = models.TextField(blank=True)
    effect_en = models.TextField(blank=True)
    effect_facts = models.JSONField(default=list)
    measured_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("due", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=FINISHED) | (~Q(evidence="") & Q(finished_on__isnull=False)),
                name="task_done_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.CANCELLED) | ~Q(cancelled_because=""), name="task_cancelled_why"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due"], name="task_state_due"),
            models.Index(fields=["store", "metric"], name="task_store_metric"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_in_hand(self) -> bool:
        return self.state in IN_HAND

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def effect(self) -> str:
        return in_language(self, "effect")

    @property
    def facts(self) -> list[FACT]:
        return facts_in_language(self.effect_facts)


class NoteQuerySet(models.QuerySet["Note"]):
    def within(self, scope: Scope) -> NoteQuerySet:
        return self.filter(store__code__in=scope.store_codes)


class Note(models.Model):
    """What somebody wants to be remembered of a store, one of its metrics or one of its orders."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    metric = models.CharField(max_length=60, blank=True)
    order = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ("-written_at", "-pk")
        indexes = [models.Index(fields=["store", "metric"], name="note_store_metric")]

    def __str__(self) -> str:
        return self.text[:40]


class Round(models.Model):
    """One watch over a region: which facts were looked at, and what came of it."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    version = models.CharField(max_length=40)
    at = models.DateTimeField()
    found = models.PositiveIntegerField()
    raised = models.PositiveIntegerField()
    cleared = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["region", "-at"], name="round_region_at")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.version}"
