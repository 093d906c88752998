"""Tables of inspections: templates, what is looked at, every answer ever given, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biaogan.followup.models import in_language
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.quality.models.photos import Photo
from biaogan.quality.models.standards import CheckItem, CheckItemVersion
from biaogan.quality.states.inspections import OPEN, InspectionState

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL


class InspectionKind(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    SURPRISE = "surprise", _("Surprise visit")
    SELF = "self", _("Self check")


class InspectionTemplate(models.Model):
    """A named list of check items for one kind of visit."""

    kind = models.CharField(max_length=10, choices=InspectionKind.choices)
    name_zh = models.CharField(max_length=80, unique=True)
    name_en = models.CharField(max_length=80, blank=True)
    items = models.ManyToManyField(CheckItem, through="TemplateItem", related_name="+")
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=InspectionKind.values), name="template_kind_known")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name") or self.name_zh


class TemplateItem(models.Model):
    template = models.ForeignKey(InspectionTemplate, on_delete=models.CASCADE, related_name="places")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("template", "place")
        constraints = [models.UniqueConstraint(fields=["template", "item"], name="template_item_once")]

    def __str__(self) -> str:
        return f"{self.template_id} {self.item_id}"


def inspects_from_outside(scope: Scope) -> bool:
    """Whoever answers for a region; a store's own people look at themselves."""
    return scope.allows(Permission.INSPECT) and (scope.everything or bool(scope.region_ids))


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def within(self, scope: Scope) -> InspectionQuerySet:
        """A surprise stays one: until it is signed off, only those who inspect from outside see it."""
        rows = self.filter(store__code__in=scope.store_codes)
        if inspects_from_outside(scope):
            return rows
        known = ~Q(kind=InspectionKind.SURPRISE) | Q(state=InspectionState.SIGNED)
        return rows.filter(known | Q(inspector=scope.person))

    def open(self) -> InspectionQuerySet:
        return self.filter(state__in=OPEN)

    def signed(self) -> InspectionQuerySet:
        return self.filter(state=InspectionState.SIGNED)


class Inspection(models.Model):
    """`sign_off_key` and `sign_off_received`: made by the phone, so that signing off twice is once."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=InspectionKind.choices)
    template = models.ForeignKey(InspectionTemplate, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField()
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    inspector = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=InspectionState.choices, default=InspectionState.PLANNED)
    begun_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)  # when it was signed at the store, by the phone's clock
    signed_on = models.DateField(null=True)
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    signatory = models.CharField(max_length=80, blank=True)  # who signed for the store
    store_signature = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, related_name="+")
    inspector_signature = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, related_name="+")
    unsigned_because = models.CharField(max_length=300, blank=True)
    sign_off_key = models.UUIDField(null=True, unique=True)
    sign_off_received = models.CharField(max_length=64, blank=True)
    cancelled_because = models.TextField(blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ("-planned_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=InspectionState.values), name="inspection_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=InspectionKind.values), name="inspection_kind_known"),
            models.CheckConstraint(
                condition=~Q(state=InspectionState.SIGNED)
                | (
                    Q(signed_at__isnull=False, signed_on__isnull=False, signed_by__isnull=False)
                    & Q(inspector_signature__isnull=False)
                    & (
                        Q(kind=InspectionKind.SELF)
                        | Q(store_signature__isnull=False)
                        | ~Q(unsigned_because="")
                    )
                ),
                name="inspection_signed_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state=InspectionState.CANCELLED) | ~Q(cancelled_because=""),
                name="inspection_cancelled_why",
            ),
        ]
        indexes = [models.Index(fields=["store", "state", "signed_on"], name="inspection_store_signed")]

    def __str__(self) -> str:
        return f"{self.store_id} {self.planned_on}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_signed(self) -> bool:
        return self.state == InspectionState.SIGNED


class InspectionItem(models.Model):
    """What is looked at, in the wording that was in force when the inspection was planned."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="lines")
    version = models.ForeignKey(CheckItemVersion, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("inspection", "place")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "version"], name="inspection_item_once"),
            models.UniqueConstraint(fields=["inspection", "place"], name="inspection_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.place}"


class Answer(models.Model):
    """One answer as somebody gave it; none is ever changed or removed, a later one takes its place.

    `key` is made by the phone, `received` the hash of what it sent, `saw` the keys of the answers to
    the same item that the phone knew of. `passed` is None for an item that does not apply.
    """

    key = models.UUIDField(primary_key=True)
    line = models.ForeignKey(InspectionItem, on_delete=models.CASCADE, related_name="answers")
    points = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    device = models.UUIDField(null=True)
    saw = models.JSONField(default=list)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    received = models.CharField(max_length=64)
    is_current = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)  # came after signing off: kept, and changes nothing
    amended_because = models.TextField(blank=True)  # given after signing off, on purpose

    class Meta:
        ordering = ("line", "made_at", "key")
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(is_current=True), name="answer_one_current"),
            models.CheckConstraint(
                condition=Q(points__isnull=True, passed__isnull=True)
                | Q(points__isnull=False, passed__isnull=False),
                name="answer_points_or_none",
            ),
            models.CheckConstraint(
                condition=Q(is_late=False) | Q(is_current=False), name="answer_late_changes_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.points}"

    @property
    def says(self) -> tuple[int | None, str]:
        return self.points, self.note

    def outranks(self, other: Any) -> bool:
        """What knew of the other comes after it, whatever the clocks say; else the clocks decide."""
        if str(other.key) in self.saw:
            return True
        if str(self.key) in other.saw:
            return False
        return (self.made_at, str(self.key)) > (other.made_at, str(other.key))


class PictureRole(models.TextChoices):
    ITEM = "item", _("Photo of an item")
    STORE = "store", _("Signature of the store")
    INSPECTOR = "inspector", _("Signature of the inspector")


class InspectionPicture(models.Model):
    photo = models.OneToOneField(Photo, on_delete=models.PROTECT, primary_key=True, related_name="+")
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="pictures")
    role = models.CharField(max_length=10, choices=PictureRole.choices)
    line = models.ForeignKey(InspectionItem, on_delete=models.CASCADE, null=True, related_name="pictures")
    is_late = models.BooleanField(default=False)

    class Meta:
        ordering = ("inspection", "photo__taken_at")
        constraints = [
            models.CheckConstraint(
                condition=Q(role=PictureRole.ITEM, line__isnull=False)
                | (Q(line__isnull=True) & ~Q(role=PictureRole.ITEM)),
                name="picture_of_an_item_or_signature",
            )
        ]

    def __str__(self) -> str:
        return str(self.photo_id)
