"""Tables of mystery shopping: waves, shoppers by code name, scenarios, shops, answers, appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from biaogan.followup.models import in_language
from biaogan.org.models import Region, Store
from biaogan.org.permissions import Permission
from biaogan.quality.dayparts import DayPart
from biaogan.quality.models.photos import Photo
from biaogan.quality.models.standards import CheckItem, CheckItemVersion
from biaogan.quality.states.shops import OPEN_TO_STORE, VISIT_MADE, ShopState

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL


class ShopScenario(models.Model):
    """What a shopper does and looks at. `steps`: where no item is named, the items of these service steps."""

    code = models.SlugField(max_length=40, unique=True)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    persona_zh = models.CharField(max_length=160)
    persona_en = models.CharField(max_length=240, blank=True)
    steps = models.JSONField(default=list)
    items = models.ManyToManyField(CheckItem, related_name="+")
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title") or self.title_zh

    @property
    def text(self) -> str:
        return in_language(self, "text") or self.text_zh

    @property
    def persona(self) -> str:
        return in_language(self, "persona") or self.persona_zh


class ShopperQuerySet(models.QuerySet["Shopper"]):
    def within(self, scope: Scope) -> ShopperQuerySet:
        return self.filter(region__in=scope.region_ids)

    def active(self) -> ShopperQuerySet:
        return self.filter(is_active=True)


class Shopper(models.Model):
    """Known by a code name alone: who it is stays with the agency."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code_name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)

    objects = ShopperQuerySet.as_manager()

    class Meta:
        ordering = ("code_name",)
        constraints = [
            models.UniqueConstraint(fields=["region", "code_name"], name="shopper_once"),
            models.CheckConstraint(condition=~Q(code_name=""), name="shopper_has_code_name"),
        ]

    def __str__(self) -> str:
        return self.code_name


class ShopWaveQuerySet(models.QuerySet["ShopWave"]):
    def within(self, scope: Scope) -> ShopWaveQuerySet:
        return self.filter(region__in=scope.region_ids)


class ShopWave(models.Model):
    """The shops of a region in a quarter. `seed` and `drawing` let anybody repeat the assignment."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=6)  # 2026Q4
    per_store = models.PositiveSmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()
    release_on = models.DateField()
    lock_out_days = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    objects = ShopWaveQuerySet.as_manager()

    class Meta:
        ordering = ("-starts", "region")
        constraints = [
            models.UniqueConstraint(fields=["region", "quarter"], name="shop_wave_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="shop_wave_ends_after_start"),
            models.CheckConstraint(
                condition=Q(release_on__gte=F("starts")), name="shop_wave_released_after_start"
            ),
            models.CheckConstraint(condition=Q(per_store__gte=1), name="shop_wave_some_shop"),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.quarter}"


class ShopQuerySet(models.QuerySet["Shop"]):
    def within(self, scope: Scope) -> ShopQuerySet:
        """Before its release a shop exists only for those who plan shops."""
        rows = self.filter(store__code__in=scope.store_codes)
        return rows if scope.allows(Permission.PLAN_SHOPS) else rows.open_to_store()

    def open_to_store(self) -> ShopQuerySet:
        return self.filter(state__in=OPEN_TO_STORE)


class Shop(models.Model):
    """One visit of one shopper to one store."""

    wave = models.ForeignKey(ShopWave, on_delete=models.PROTECT, related_name="shops")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, related_name="shops")
    scenario = models.ForeignKey(ShopScenario, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=DayPart.choices)
    planned_on = models.DateField()
    state = models.CharField(max_length=10, choices=ShopState.choices, default=ShopState.PLANNED)
    came_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=60, blank=True)
    told = models.TextField(blank=True)
    photos = models.ManyToManyField(Photo, related_name="+")
    scored_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    scored_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    appeal_until = models.DateField(null=True)
    cancelled_because = models.TextField(blank=True)

    objects = ShopQuerySet.as_manager()

    class Meta:
        ordering = ("-wave__starts", "store", "place")
        constraints = [
            models.UniqueConstraint(fields=["wave", "store", "place"], name="shop_once"),
            models.UniqueConstraint(fields=["wave", "store", "shopper"], name="shop_shopper_once_a_wave"),
            models.CheckConstraint(condition=Q(state__in=ShopState.values), name="shop_state_known"),
            models.CheckConstraint(condition=Q(part__in=DayPart.values), name="shop_part_known"),
            models.CheckConstraint(
                condition=~Q(state__in=VISIT_MADE) | (Q(came_at__isnull=False) & Q(left_at__gt=F("came_at"))),
                name="shop_visit_has_times",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ShopState.SCORED, *OPEN_TO_STORE)) | Q(scored_at__isnull=False),
                name="shop_scored_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OPEN_TO_STORE)
                | (Q(released_at__isnull=False) & Q(appeal_until__isnull=False)),
                name="shop_released_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=ShopState.CANCELLED) | ~Q(cancelled_because=""), name="shop_cancelled_why"
            ),
        ]
        indexes = [models.Index(fields=["store", "state"], name="shop_store_state")]

    def __str__(self) -> str:
        return f"{self.store_id} {self.wave_id}-{self.place}"


class ShopAnswer(models.Model):
    """The score of an item by its wording at that time; `decided_points` stand beside it after an appeal.

    Without points the item could not be seen.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="answers")
    version = models.ForeignKey(CheckItemVersion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    appealed = models.BooleanField(default=False)
    decided_points = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("version__item__step", "version__item__level", "pk")
        constraints = [
            models.UniqueConstraint(fields=["shop", "version"], name="shop_answer_once"),
            models.CheckConstraint(
                condition=Q(decided_points__isnull=True) | Q(appealed=True), name="shop_decided_if_appealed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.version_id}"

    @property
    def counts(self) -> int | None:
        """The points that count: those decided on an appeal, else those of the scoring."""
        return self.points if self.decided_points is None else self.decided_points

    @property
    def passes(self) -> bool | None:
        return None if self.counts is None else self.counts >= self.version.pass_points


class ShopAppeal(models.Model):
    """What a store says against a score, and what the region made of it."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, related_name="appeal")
    reason = models.TextField()
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="shop_appeal_has_reason"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(answer=""), name="shop_appeal_answered_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id}"
