"""Tables of the work list: duties, their ticks, talks with people, and the address of the calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from biaogan.engine.methods.recurrence import Cadence
from biaogan.followup.models import in_language

if TYPE_CHECKING:
    from biaogan.org.models import Person
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL
CADENCES = [
    (Cadence.DAILY.value, _("Daily")),
    (Cadence.WEEKLY.value, _("Weekly")),
    (Cadence.MONTHLY.value, _("Monthly")),
    (Cadence.QUARTERLY.value, _("Quarterly")),
]


class Area(models.TextChoices):
    """What a manager's time goes into: the first is chasing numbers, the others are owning the business."""

    FIGURES = "figures", _("Chasing figures")
    COACHING = "coaching", _("Coaching stores")
    CUSTOMERS = "customers", _("Customers")
    PEOPLE = "people", pgettext_lazy("use of time", "People")
    IMPROVEMENT = "improvement", _("Improving and planning")


class DutyQuerySet(models.QuerySet["Duty"]):
    def of(self, person: Person) -> DutyQuerySet:
        """The duties of the job, and the person's own."""
        return self.filter(Q(owner__isnull=True) | Q(owner=person))


class Duty(models.Model):
    """`place` is the due day (methods/recurrence.py); `evidence`: codes of the audit trail that show it done.

    `times` a period, or as often as the setting `times_setting` says, or once in `every_store`;
    `by_store` counts a store once.
    """

    code = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    cadence = models.CharField(max_length=10, choices=CADENCES)
    place = models.SmallIntegerField(default=1)
    area = models.CharField(max_length=12, choices=Area.choices)
    minutes = models.PositiveSmallIntegerField(default=30, validators=[MinValueValidator(1)])
    times = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    times_setting = models.CharField(max_length=60, blank=True)
    by_store = models.BooleanField(default=False)
    every_store = models.BooleanField(default=False)
    evidence = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, null=True, related_name="+")
    retired_on = models.DateField(null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(cadence__in=list(Cadence)), name="duty_cadence_known"),
            models.CheckConstraint(condition=Q(area__in=Area.values), name="duty_area_known"),
            models.CheckConstraint(condition=Q(times__gte=1), name="duty_some_times"),
            models.CheckConstraint(condition=~Q(place=0), name="duty_place_counts_from_one"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name") or self.name_zh


class Tick(models.Model):
    """A duty done by hand in a period; what the system has seen needs no row."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="ticks")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=10)
    note = models.TextField()
    minutes = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="tick_with_note")]
        indexes = [models.Index(fields=["person", "period"], name="tick_person_period")]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.period}"


class TalkQuerySet(models.QuerySet["Talk"]):
    def within(self, scope: Scope) -> TalkQuerySet:
        return self.filter(by=scope.person)


class Talk(models.Model):
    """A conversation with one person of the stores; seen by the one who had it."""

    about = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        constraints = [models.CheckConstraint(condition=~Q(about=models.F("by")), name="talk_of_two")]
        indexes = [models.Index(fields=["by", "about", "-on"], name="talk_by_about")]

    def __str__(self) -> str:
        return f"{self.by_id} → {self.about_id} {self.on}"


class FeedToken(models.Model):
    """The secret in the address of a calendar feed; only its hash is kept, and one holds at a time."""

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person_id)
