"""Tables of standards: instructions (SOP) with versions and steps, check items with words for scores."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from biaogan.followup.models import in_language
from biaogan.quality.levels import Level, Step
from biaogan.quality.states.standards import VersionState

PERSON = settings.AUTH_USER_MODEL


class Sop(models.Model):
    """An instruction for one service step; what it says stands in its versions."""

    code = models.SlugField(max_length=40, unique=True)
    step = models.CharField(max_length=20, choices=Step.choices)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    review_every_days = models.PositiveSmallIntegerField(default=180, validators=[MinValueValidator(1)])
    reviewed_on = models.DateField()
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="sop_step_known"),
            models.CheckConstraint(condition=Q(review_every_days__gte=1), name="sop_review_some_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title") or self.title_zh

    @property
    def review_due(self) -> date:
        return self.reviewed_on + timedelta(days=self.review_every_days)


class SopVersion(models.Model):
    """What an instruction says from a day on, by whom and why it was changed."""

    sop = models.ForeignKey(Sop, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    because = models.TextField(blank=True)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    in_force_from = models.DateField(null=True)

    class Meta:
        ordering = ("sop", "-number")
        constraints = [
            models.UniqueConstraint(fields=["sop", "number"], name="sop_version_once"),
            models.UniqueConstraint(
                fields=["sop"], condition=Q(state=VersionState.IN_FORCE), name="sop_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["sop"], condition=Q(state=VersionState.DRAFT), name="sop_one_draft"
            ),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="sop_state_known"),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | Q(in_force_from__isnull=False),
                name="sop_in_force_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sop_id} v{self.number}"


class SopStep(models.Model):
    """One step of an instruction. `code` stays from version to version, so that items keep their step."""

    version = models.ForeignKey(SopVersion, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    title_zh = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    class Meta:
        ordering = ("version", "place")
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="sop_step_once"),
            models.UniqueConstraint(fields=["version", "place"], name="sop_step_place_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title") or self.title_zh

    @property
    def text(self) -> str:
        return in_language(self, "text") or self.text_zh


class CheckItemQuerySet(models.QuerySet["CheckItem"]):
    def in_use(self) -> CheckItemQuerySet:
        return self.filter(retired_on__isnull=True)


class CheckItem(models.Model):
    """One thing that can be seen to be so or not. `metric`: the slug of the figure that would show it."""

    code = models.SlugField(max_length=40, unique=True)
    sop = models.ForeignKey(Sop, on_delete=models.PROTECT, related_name="items")
    sop_step = models.SlugField(max_length=40, blank=True)
    step = models.CharField(max_length=20, choices=Step.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    metric = models.CharField(max_length=60, blank=True)
    retired_on = models.DateField(null=True)

    objects = CheckItemQuerySet.as_manager()

    class Meta:
        ordering = ("sop", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="item_step_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="item_level_known"),
        ]

    def __str__(self) -> str:
        return self.code


class CheckItemVersion(models.Model):
    """How an item is worded and scored from a day on.

    `scores` is a list of {"points", "zh", "en"}, best first: every score has its written description.
    An answer passes from `pass_points` on.
    """

    item = models.ForeignKey(CheckItem, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text_zh = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    scores = models.JSONField()
    pass_points = models.PositiveSmallIntegerField()
    photo_on_fail = models.BooleanField(default=True)
    best_practice = models.ForeignKey("Photo", on_delete=models.PROTECT, null=True, related_name="+")
    because = models.TextField(blank=True)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    in_force_from = models.DateField()
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ("item", "-number")
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_once"),
            models.UniqueConstraint(fields=["item"], condition=Q(is_current=True), name="item_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"

    @property
    def text(self) -> str:
        return in_language(self, "text") or self.text_zh

    @property
    def full_points(self) -> int:
        return max(score["points"] for score in self.scores)
