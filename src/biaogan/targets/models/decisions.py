"""Decisions with their levers, the forecasts made of them, and what was seen when looking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from biaogan.jobs.models import Job
from biaogan.org.models import Region, Store
from biaogan.targets.states import DecisionState

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL


class DecisionQuerySet(models.QuerySet["Decision"]):
    def within(self, scope: Scope) -> DecisionQuerySet:
        """Decisions of the scope's stores, and of regions it holds whole."""
        return self.filter(Q(store__code__in=scope.store_codes) | Q(region__in=scope.region_ids))


class Decision(models.Model):
    """What somebody proposes for a store or a region. `proposer` may be somebody without an account.

    `expected_fen` is the change of revenue they expect in year one; `starts` the first month of the effect.
    """

    title = models.CharField(max_length=120)
    what = models.TextField()
    proposer = models.CharField(max_length=80)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, null=True, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    expected = models.TextField(blank=True)
    expected_fen = models.BigIntegerField(null=True)
    levers = models.JSONField()
    state = models.CharField(max_length=10, choices=DecisionState.choices, default=DecisionState.DRAFT)
    verdict = models.CharField(max_length=10, blank=True)  # of the newest test; empty for a draft
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    starts = models.CharField(max_length=7, blank=True)
    search = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(store__isnull=True) ^ Q(region__isnull=True), name="decision_store_or_region"
            ),
            models.CheckConstraint(condition=~Q(proposer=""), name="decision_has_proposer"),
            models.CheckConstraint(condition=Q(state__in=DecisionState.values), name="decision_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "tested")) | ~Q(reason=""), name="decision_decided_why"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("pilot", "go")) | ~Q(starts=""), name="decision_running_since"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Store | Region:
        found = self.store or self.region
        assert found is not None  # held by decision_store_or_region
        return found


class Forecast(models.Model):
    """One run of the test under one preset, as it was: a later test adds a round and erases nothing."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="forecasts")
    round = models.PositiveSmallIntegerField()
    preset = models.CharField(max_length=12)
    model_version = models.CharField(max_length=40)
    seed = models.PositiveIntegerField()
    footing = models.JSONField()  # what of the base was measured and what assumed, in both languages
    result = models.JSONField()
    flips = models.JSONField(default=list)
    base_month = models.CharField(max_length=7, blank=True)  # the last month the base was measured from
    facts_version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-round", "-preset")  # literature before cautious
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "round", "preset"], name="forecast_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.round} {self.preset}"


class LookBack(models.Model):
    """What happened so many months after the start, beside what had been forecast."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="look_backs")
    after = models.PositiveSmallIntegerField()  # months
    forecast = models.ForeignKey(Forecast, on_delete=models.PROTECT, related_name="+")
    happened = models.JSONField()
    scores = models.JSONField()
    facts_version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("after",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["decision", "after"], name="look_back_once")]

    def __str__(self) -> str:
        return f"{self.decision_id} +{self.after}"
