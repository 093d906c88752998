"""Tables of video checks: draws, their frozen candidates, checks, scorings, and footage where kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from biaogan.org.models import Region, Store
from biaogan.quality.dayparts import DayPart
from biaogan.quality.levels import Step
from biaogan.quality.models.standards import CheckItemVersion
from biaogan.quality.states.video import CheckState, DrawState

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL


class Strata(models.TextChoices):
    STORE = "store", _("each store")
    STEP = "step", _("each store and service step")
    PART = "part", _("each store, service step and part of the week")


class VideoDrawQuerySet(models.QuerySet["VideoDraw"]):
    def within(self, scope: Scope) -> VideoDrawQuerySet:
        """Draws of the scope's regions, and those in which one of its stores stands."""
        own = VideoFrame.objects.within(scope).values("draw")
        return self.filter(Q(region__in=scope.region_ids) | Q(pk__in=own))


class VideoDraw(models.Model):
    """Commit, freeze, reveal: each part is kept when it is given and never changed.

    `public_from` says beforehand which public number will be taken, `public_on` on which day it comes out.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    strata = models.CharField(max_length=8, choices=Strata.choices)
    per_stratum = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=DrawState.choices, default=DrawState.COMMITTED)
    commitment = models.CharField(max_length=64)
    public_from = models.CharField(max_length=160)
    public_on = models.DateField()
    committed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField()
    frame_hash = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True)
    secret = models.CharField(max_length=200, blank=True)
    public_number = models.CharField(max_length=200, blank=True)
    drawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField(null=True)
    abandoned_because = models.TextField(blank=True)

    objects = VideoDrawQuerySet.as_manager()

    class Meta:
        ordering = ("-committed_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DrawState.values), name="draw_state_known"),
            models.CheckConstraint(condition=Q(strata__in=Strata.values), name="draw_strata_known"),
            models.CheckConstraint(condition=Q(per_stratum__gte=1), name="draw_some_check"),
            models.CheckConstraint(condition=~Q(commitment=""), name="draw_committed_first"),
            models.CheckConstraint(
                condition=~Q(state__in=(DrawState.FROZEN, DrawState.DRAWN))
                | (~Q(frame_hash="") & Q(frozen_at__gte=F("committed_at"))),
                name="draw_frozen_after_commitment",
            ),
            models.CheckConstraint(
                condition=Q(state=DrawState.DRAWN) ^ Q(secret=""), name="draw_secret_only_when_drawn"
            ),
            models.CheckConstraint(
                condition=~Q(state=DrawState.DRAWN) | (~Q(public_number="") & Q(drawn_at__gt=F("frozen_at"))),
                name="draw_revealed_after_freezing",
            ),
            models.CheckConstraint(
                condition=~Q(state=DrawState.ABANDONED) | ~Q(abandoned_because=""), name="draw_abandoned_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.month}"


class VideoFrameQuerySet(models.QuerySet["VideoFrame"]):
    def within(self, scope: Scope) -> VideoFrameQuerySet:
        return self.filter(store__code__in=scope.store_codes)


class VideoFrame(models.Model):
    """What could have been drawn at one store: `candidates` are lists of id, stratum, step, part and day."""

    draw = models.ForeignKey(VideoDraw, on_delete=models.CASCADE, related_name="frames")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    candidates = models.JSONField()
    hash = models.CharField(max_length=64)

    objects = VideoFrameQuerySet.as_manager()

    class Meta:
        ordering = ("store",)
        constraints = [models.UniqueConstraint(fields=["draw", "store"], name="frame_once")]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.store_id}"


class VideoCheckQuerySet(models.QuerySet["VideoCheck"]):
    def within(self, scope: Scope) -> VideoCheckQuerySet:
        return self.filter(store__code__in=scope.store_codes)


class VideoCheck(models.Model):
    """A drawn candidate. `twice`: drawn for a second, blind scoring as well."""

    draw = models.ForeignKey(VideoDraw, on_delete=models.PROTECT, related_name="checks")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    candidate = models.CharField(max_length=120)
    stratum = models.CharField(max_length=120)
    ticket = models.CharField(max_length=64)
    step = models.CharField(max_length=20, choices=Step.choices, blank=True)
    part = models.CharField(max_length=12, choices=DayPart.choices, blank=True)
    day = models.DateField(null=True)
    twice = models.BooleanField()
    state = models.CharField(max_length=10, choices=CheckState.choices, default=CheckState.DRAWN)
    replaced_because = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    alone_because = models.TextField(blank=True)  # why it was closed without the second scoring

    objects = VideoCheckQuerySet.as_manager()

    class Meta:
        ordering = ("-draw", "store", "stratum", "ticket")
        constraints = [
            models.UniqueConstraint(fields=["draw", "store", "candidate"], name="check_once"),
            models.CheckConstraint(condition=Q(state__in=CheckState.values), name="check_state_known"),
            models.CheckConstraint(condition=Q(step__in=("", *Step.values)), name="check_step_known"),
            models.CheckConstraint(
                condition=~Q(state=CheckState.REPLACED) | ~Q(replaced_because=""), name="check_replaced_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.CLOSED) | Q(closed_at__isnull=False), name="check_closed_when"
            ),
        ]
        indexes = [models.Index(fields=["store", "state"], name="check_store_state")]

    def __str__(self) -> str:
        return self.candidate


class VideoScoring(models.Model):
    """What one person saw: which camera, which minutes, the scores. The second knows nothing of the first."""

    check_of = models.ForeignKey(VideoCheck, on_delete=models.CASCADE, related_name="scorings")
    place = models.PositiveSmallIntegerField()  # 1 or 2
    camera = models.CharField(max_length=80)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("check_of", "place")
        constraints = [
            models.UniqueConstraint(fields=["check_of", "place"], name="scoring_place_once"),
            models.UniqueConstraint(fields=["check_of", "by"], name="scoring_person_once"),
            models.CheckConstraint(condition=Q(place__in=(1, 2)), name="scoring_first_or_second"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="scoring_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.check_of_id} {self.place}"


class VideoAnswer(models.Model):
    """The score of an item; without points it could not be seen."""

    scoring = models.ForeignKey(VideoScoring, on_delete=models.CASCADE, related_name="answers")
    version = models.ForeignKey(CheckItemVersion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("version__item__step", "version__item__level", "pk")
        constraints = [models.UniqueConstraint(fields=["scoring", "version"], name="video_answer_once")]

    def __str__(self) -> str:
        return f"{self.scoring_id} {self.version_id}"

    @property
    def passes(self) -> bool | None:
        return None if self.points is None else self.points >= self.version.pass_points


class Footage(models.Model):
    """A clip, kept only where the region has decided so; after its day the file goes and this row stays."""

    check_of = models.OneToOneField(VideoCheck, on_delete=models.PROTECT, related_name="footage")
    file = models.CharField(max_length=120)
    hash = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    purpose = models.TextField()
    consent = models.TextField()
    kept_until = models.DateField()
    kept_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("kept_until",)
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="footage_has_purpose"),
            models.CheckConstraint(condition=~Q(consent=""), name="footage_has_consent"),
        ]

    def __str__(self) -> str:
        return f"{self.check_of_id}"


class FootageLook(models.Model):
    """Who looked at a clip, when and why."""

    footage = models.ForeignKey(Footage, on_delete=models.PROTECT, related_name="looks")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = models.TextField()

    class Meta:
        ordering = ("-at",)
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="footage_looked_why")]

    def __str__(self) -> str:
        return f"{self.footage_id} {self.by_id}"
