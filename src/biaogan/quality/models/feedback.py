"""Tables of feedback: what customers said, from which file, and what people say it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biaogan.org.models import Store
from biaogan.quality.levels import Level, Step
from biaogan.quality.models.standards import CheckItem
from biaogan.quality.states.feedback import FeedbackState

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL


class Origin(models.TextChoices):
    """How a text came here."""

    COMPLAINT = "complaint", _("Complaint")
    SURVEY = "survey", _("Survey")
    FILE = "file", _("File of texts")
    HAND = "hand", _("Typed in")


class SortedBy(models.TextChoices):
    RULES = "rules", _("Keyword rules")
    LEARNED = "learned", _("Learned from confirmed texts")
    PERSON = "person", _("A person")


class Theme(models.Model):
    """A theme as a manager changed or added it; what ships stands in the table beside the code.

    `counts` is off for what is no complaint, such as praise. `item`: the check item its texts speak of.
    """

    code = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    step = models.CharField(max_length=20, choices=Step.choices)
    counts = models.BooleanField(default=True)
    words = models.JSONField(default=list)
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, null=True, related_name="+")
    retired_on = models.DateField(null=True)
    changed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="theme_step_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="theme_level_known"),
        ]

    def __str__(self) -> str:
        return self.code


class FeedbackFile(models.Model):
    """One bringing of texts: every row read was accepted, refused with a sentence, or ignored.

    `refused_rows`: {"row", "zh", "en", "text"}, the text masked and shortened.
    """

    name = models.CharField(max_length=200)
    read = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    ignored = models.PositiveIntegerField()
    refused_rows = models.JSONField(default=list)
    brought_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(read=models.F("accepted") + models.F("refused") + models.F("ignored")),
                name="feedback_file_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def within(self, scope: Scope) -> FeedbackQuerySet:
        return self.filter(store__code__in=scope.store_codes)

    def said(self) -> FeedbackQuerySet:
        """Without texts whose file was taken back."""
        return self.filter(withdrawn=False)

    def waiting(self) -> FeedbackQuerySet:
        return self.said().filter(state=FeedbackState.WAITING)


class Feedback(models.Model):
    """One thing a customer said, phones, plates and the like masked. Brought twice, it is kept once.

    An empty theme: nothing in it that a theme speaks of. `batch` and `line` lead to the row of the file where
    it came with the facts. `score` is in percent of the scale.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    key = models.CharField(max_length=120)
    said_on = models.DateField()
    text = models.TextField()
    channel = models.CharField(max_length=60, blank=True)
    score = models.FloatField(null=True)
    file = models.ForeignKey(FeedbackFile, on_delete=models.PROTECT, null=True, related_name="texts")
    batch = models.CharField(max_length=20, blank=True)
    line = models.PositiveIntegerField(null=True)
    withdrawn = models.BooleanField(default=False)
    brought_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField()

    theme = models.SlugField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True)
    step = models.CharField(max_length=20, choices=Step.choices, blank=True)
    confidence = models.FloatField(default=0)
    sorted_by = models.CharField(max_length=10, choices=SortedBy.choices, default=SortedBy.RULES)
    state = models.CharField(max_length=10, choices=FeedbackState.choices, default=FeedbackState.WAITING)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ("-said_on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["store", "origin", "key"], name="feedback_once"),
            models.CheckConstraint(condition=Q(state__in=FeedbackState.values), name="feedback_state_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="feedback_origin_known"),
            models.CheckConstraint(condition=Q(step__in=["", *Step.values]), name="feedback_step_known"),
            models.CheckConstraint(
                condition=Q(theme="", level__isnull=True, step="")
                | (~Q(theme="") & Q(level__in=Level.values) & ~Q(step="")),
                name="feedback_theme_with_level",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="feedback_score_share"
            ),
        ]
        indexes = [
            models.Index(fields=["store", "said_on"], name="feedback_store_day"),
            models.Index(fields=["theme", "said_on"], name="feedback_theme_day"),
            models.Index(fields=["state", "said_on"], name="feedback_state_day"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_forgotten(self) -> bool:
        """Its customer was deleted: what it was about still counts, its words are gone for good."""
        return not self.text


class ThemeLabel(models.Model):
    """What a person said a text is about, and what had been guessed; the newest of a text counts."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="labels")
    theme = models.SlugField(max_length=40, blank=True)
    guessed = models.SlugField(max_length=40, blank=True)
    guessed_by = models.CharField(max_length=10, choices=SortedBy.choices)
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.feedback_id} {self.theme}"


class ThemeLearning(models.Model):
    """One time of learning from the labels: how good it was on texts held back, and whether it is used.

    `last_label`: the newest label it knew. `sure_from` is None where it never was sure enough.
    """

    labels = models.PositiveIntegerField()
    last_label = models.PositiveBigIntegerField()
    micro = models.FloatField()
    macro = models.FloatField()
    rules_micro = models.FloatField(null=True)
    sure_from = models.FloatField(null=True)
    sure_share = models.FloatField()
    sure_right = models.FloatField(null=True)
    used = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.labels} {self.micro:.3f}"
