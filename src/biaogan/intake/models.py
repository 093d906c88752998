"""Tables of intake: files, batches, the state of the lake, remembered mappings, identities."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL


class SourceFile(models.Model):
    """A file as it arrived. The original lies in the home's files under its SHA-256."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=255)
    path = models.TextField()  # as it was named to us: a folder path, or archive.zip/member
    size = models.BigIntegerField()
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    # False while sheets of it still wait: an import that was killed takes up where it stopped.
    is_complete = models.BooleanField(default=False)
    # An original is removed when a person it names asks for deletion; the facts keep file, sheet and line.
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class BatchState(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    UNDONE = "undone", _("Undone")


class BatchQuerySet(models.QuerySet["Batch"]):
    def within(self, scope: Scope) -> BatchQuerySet:
        """Batches that brought rows of at least one store of the scope, or of no store at all."""
        if scope.everything:
            return self
        return self.filter(
            Q(stores__store__in=scope.store_codes) | Q(stores__isnull=True, file__received_by=scope.person)
        ).distinct()

    def active(self) -> BatchQuerySet:
        return self.filter(state=BatchState.ACCEPTED).order_by("position")


class Batch(models.Model):
    """One sheet of one file, checked and accepted. Its position is the order in which batches count."""

    code = models.CharField(max_length=12, unique=True)
    position = models.PositiveIntegerField(unique=True)
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="batches")
    sheet = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=40, db_index=True)
    header_row = models.PositiveIntegerField()
    columns = models.JSONField(default=list)  # header, field, unit of every column as it was mapped
    amounts = models.CharField(max_length=5, default="net")
    vat = models.DecimalField(max_digits=5, decimal_places=4, default=0)

    read = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    quarantined = models.PositiveIntegerField()
    ignored = models.PositiveIntegerField()
    reasons = models.JSONField(default=dict)  # code -> rows
    warnings = models.JSONField(default=dict)  # code -> rows, of accepted ones
    unmapped_columns = models.JSONField(default=list)
    unmapped_values = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    restated = models.JSONField(default=list)  # closed store-months whose figures this batch changed

    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.ACCEPTED)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ("-position",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(read=models.F("accepted") + models.F("quarantined") + models.F("ignored")),
                name="batch_every_row_accounted",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", undone_at__isnull=True)
                | Q(state="undone", undone_at__isnull=False),
                name="batch_undone_at_matches_state",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class BatchStore(models.Model):
    """Which store-months a batch brought rows of: lineage, scope, and what an undo must fold again."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="stores")
    store = models.CharField(max_length=32, db_index=True)
    month = models.CharField(max_length=7)  # YYYY-MM, or "none"
    rows = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "store", "month"], name="batch_store_month_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.store} {self.month}"


class LakeState(models.Model):
    """One committed state of the facts. The newest row is what everybody reads.

    It is written in the same transaction as the batch it accepts or undoes: that transaction is
    the moment at which facts, batch and audit event become true together.
    """

    version = models.CharField(max_length=16, db_index=True)
    pins = models.JSONField(default=dict)  # kind -> version of its table
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="lake_states")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.version


class Identity(models.Model):
    """The clear value behind a pseudonym of the facts; shown by right, exported and deleted on request."""

    pseudonym = models.CharField(max_length=24, primary_key=True)
    personal = models.CharField(max_length=12)
    value = models.CharField(max_length=255, db_index=True)

    def __str__(self) -> str:
        return self.pseudonym


class ColumnMapping(models.Model):
    """What a person said the columns of a source mean; applied to the next file with the same headers."""

    signature = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=40)
    header_row = models.PositiveIntegerField(null=True)
    fields = models.JSONField(default=dict)  # header -> field, "" for "leave out"
    changed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.signature


class ValueMapping(models.Model):
    """What a person said a wording of a choice means (事故快修 -> accident)."""

    field = models.CharField(max_length=40)
    wording = models.CharField(max_length=120)
    code = models.CharField(max_length=40)
    changed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["field", "wording"], name="value_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.wording}"


class UploadState(models.TextChoices):
    RECEIVED = "received", _("Received")
    CHECKED = "checked", _("Checked")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")


class Upload(models.Model):
    """Files on their way through the page: upload, map, check, confirm."""

    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.RECEIVED)
    folder = models.CharField(max_length=64, unique=True)  # below the home's files/uploads
    options = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.folder
