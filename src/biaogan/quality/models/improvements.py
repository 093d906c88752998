"""Tables of improvements: from findings to an effect that lasts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biaogan.followup.models import Task, facts_in_language, in_language
from biaogan.org.models import Store
from biaogan.quality.levels import Level, Step
from biaogan.quality.models.findings import Finding
from biaogan.quality.models.standards import CheckItem, CheckItemVersion, SopVersion
from biaogan.quality.states.improvements import (
    BEFORE_DONE,
    MEASURED,
    ON_THE_WAY,
    SHOWN,
    ImprovementState,
    Verdict,
)

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL
DAYS_A_MONTH = 30


class Direction(models.TextChoices):
    UP = "up", _("shall rise")
    DOWN = "down", _("shall fall")


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    def within(self, scope: Scope) -> ImprovementQuerySet:
        return self.filter(store__code__in=scope.store_codes)

    def on_the_way(self) -> ImprovementQuerySet:
        return self.filter(state__in=ON_THE_WAY)


class Improvement(models.Model):
    """What was promised at opening stands in `metric`, `direction`, `size` (percentage points, percent of a
    sum, or the metric's own unit) and `proof_on`; `chances` keeps what was said then of what can be proven.

    `round` counts how often work began; `version` grows with every change, so that two people who edit at
    once are told.
    """

    title = models.CharField(max_length=120)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=20, choices=Step.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, null=True, related_name="+")
    findings = models.ManyToManyField(Finding, related_name="improvements")
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ImprovementState.choices, default=ImprovementState.FOUND)
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    metric = models.CharField(max_length=60)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    size = models.DecimalField(max_digits=12, decimal_places=2)
    proof_on = models.DateField()
    chances = models.JSONField(default=dict)

    whys = models.JSONField(default=list)
    causes = models.JSONField(default=dict)  # category -> causes
    cause = models.TextField(blank=True)

    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    finished_on = models.DateField(null=True)
    verified_on = models.DateField(null=True)
    verified_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True)
    reopened_zh = models.TextField(blank=True)
    reopened_en = models.TextField(blank=True)
    dropped_because = models.TextField(blank=True)

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        ordering = ("proof_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImprovementState.values), name="improvement_state_known"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="improvement_direction_known"
            ),
            models.CheckConstraint(condition=Q(size__gt=0) & ~Q(metric=""), name="improvement_promises"),
            models.CheckConstraint(
                condition=Q(state__in=["found", "reopened", "dropped"]) | ~Q(cause=""),
                name="improvement_analysed_cause",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=MEASURED) | Q(finished_on__isnull=False),
                name="improvement_done_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SHOWN) | Q(verified_on__isnull=False, verified_by__isnull=False),
                name="improvement_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ImprovementState.CLOSED, closed_on__isnull=False)
                | (~Q(state=ImprovementState.CLOSED) & Q(closed_on__isnull=True)),
                name="improvement_closed_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=ImprovementState.DROPPED) | ~Q(dropped_because=""),
                name="improvement_dropped_why",
            ),
        ]
        indexes = [models.Index(fields=["state", "proof_on"], name="improvement_state_proof")]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        return f"BG-{self.pk:05d}"

    @property
    def reopened_because(self) -> str:
        return in_language(self, "reopened")

    def is_overdue(self, today: date) -> bool:
        """Promised for a day that is over, and not proven."""
        return self.proof_on < today and self.state in (*BEFORE_DONE, ImprovementState.DONE)


class PlannedAction(models.Model):
    """An action of the plan is a task like any other: in its owner's list, done only with evidence."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="actions")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.task_id}"


class GoalChange(models.Model):
    """What was promised and is promised since: shown beside the goal for good."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="goal_changes")
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    because = models.TextField()
    changed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.changed_at:%Y-%m-%d}"


class Measurement(models.Model):
    """The store against the others after so many complete months: 1, 2 and 3 are the follow-ups at 30, 60 and
    90 days, later ones look at the last three months. `level`: the share of assignments that counts as proof.
    """

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="measurements")
    round = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    effect = models.FloatField(null=True)
    error = models.FloatField(null=True)
    as_large = models.PositiveIntegerField(null=True)
    assignments = models.PositiveIntegerField(null=True)
    level = models.FloatField()
    says_zh = models.TextField()
    says_en = models.TextField()
    evidence = models.JSONField(default=list)
    facts_version = models.CharField(max_length=40)
    measured_at = models.DateTimeField()

    class Meta:
        ordering = ("round", "months")
        constraints = [
            models.UniqueConstraint(fields=["improvement", "round", "months"], name="measurement_once"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="measurement_verdict_known"),
            models.CheckConstraint(condition=Q(months__gte=1), name="measurement_some_month"),
        ]

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.round}.{self.months}"

    @property
    def says(self) -> str:
        return in_language(self, "says")

    @property
    def facts(self) -> list[tuple[str, str]]:
        return facts_in_language(self.evidence)

    @property
    def days(self) -> int:
        return self.months * DAYS_A_MONTH


class Standardisation(models.Model):
    """What became of a proven improvement: the change of the instruction, the check item, the training."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="standards")
    round = models.PositiveSmallIntegerField()
    change = models.TextField()
    sop_version = models.ForeignKey(SopVersion, on_delete=models.PROTECT, related_name="+")
    item_version = models.ForeignKey(CheckItemVersion, on_delete=models.PROTECT, related_name="+")
    training = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["improvement", "round"], name="standardised_once")]

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.round}"
