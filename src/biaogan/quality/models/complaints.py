"""Tables of complaints: the case, what was promised, what was given, and who may give how much."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from biaogan.org.models import Region, Store
from biaogan.org.permissions import Role
from biaogan.quality.levels import Level, Step
from biaogan.quality.models.findings import Finding
from biaogan.quality.states.complaints import IN_HAND, UNANSWERED, CompensationState, ComplaintState

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL


class Severity(models.IntegerChoices):
    CRITICAL = 1, _("Critical")
    SERIOUS = 2, _("Serious")
    USUAL = 3, pgettext_lazy("severity", "Usual")


class Channel(models.TextChoices):
    STORE = "store", _("In the store")
    PHONE = "phone", _("By telephone")
    BRAND = "brand", _("Through the brand's hotline")
    ONLINE = "online", _("Online")
    AUTHORITY = "authority", _("Through an authority, such as 12315")
    MEDIA = "media", _("Through the media")
    OTHER = "other", _("Another way")


class Fault(models.TextChoices):
    OURS = "ours", _("Our fault")
    PARTLY = "partly", _("Partly our fault")
    NOT_OURS = "not-ours", _("Not our fault")


class Content(models.TextChoices):
    YES = "yes", _("Content with the solution")
    NO = "no", _("Not content")
    UNKNOWN = "unknown", _("Not asked")


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def within(self, scope: Scope) -> ComplaintQuerySet:
        return self.filter(store__code__in=scope.store_codes)

    def counted(self) -> ComplaintQuerySet:
        """Each trouble once: a repeat that was merged into an earlier complaint is not counted again."""
        return self.filter(merged_into__isnull=True)

    def in_hand(self) -> ComplaintQuerySet:
        return self.filter(state__in=IN_HAND)

    def by_what_is_next(self, at: datetime) -> ComplaintQuerySet:
        """`next_due`: when contact, closing or the first unkept promise is due.

        What is overdue comes first, the most severe before the oldest; then by time.
        """
        step = models.Case(models.When(state__in=UNANSWERED, then=F("contact_due")), default=F("close_due"))
        promised = Min("promises__due", filter=Q(promises__kept_at__isnull=True))
        dues: Any = self.annotate(step_due=step, promise_due=promised)
        rows: Any = dues.annotate(next_due=Least("step_due", Coalesce("promise_due", "step_due")))
        overdue = models.When(next_due__lt=at, then=F("severity"))
        urgency = models.Case(overdue, default=max(Severity.values) + 1)
        found: ComplaintQuerySet = rows.order_by(urgency, "next_due", "severity", "pk")
        return found


class Complaint(models.Model):
    """What a customer is angry about at a store, from the first word to the answer.

    `vehicle` is the pseudonym by which the facts know the car, `vehicle_shown` its masked plate or VIN. A
    repeat is kept as it came and points at the first one by `merged_into`.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=64, blank=True)  # in the store's files
    channel = models.CharField(max_length=10, choices=Channel.choices)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    step = models.CharField(max_length=20, choices=Step.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    topic = models.SlugField(max_length=40)
    text = models.TextField()
    vehicle = models.CharField(max_length=24, blank=True)
    vehicle_shown = models.CharField(max_length=20, blank=True)
    order = models.CharField(max_length=64, blank=True)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    contact_due = models.DateTimeField()
    close_due = models.DateTimeField()
    contacted_at = models.DateTimeField(null=True)
    contacted_in_time = models.BooleanField(null=True)  # the first contact
    offered_at = models.DateTimeField(null=True)
    offer = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    resolution = models.TextField(blank=True)
    fault = models.CharField(max_length=10, choices=Fault.choices, blank=True)
    content = models.CharField(max_length=10, choices=Content.choices, blank=True)
    withdrawn_because = models.TextField(blank=True)
    times_reopened = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=ComplaintState.choices, default=ComplaintState.NEW)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repeats")
    separated_because = models.TextField(blank=True)

    # Of `by_what_is_next`, which works them out.
    step_due: datetime
    promise_due: datetime | None
    next_due: datetime

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "number"], condition=~Q(number=""), name="complaint_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ComplaintState.values), name="complaint_state_known"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values), name="complaint_severity_known"
            ),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="complaint_step_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="complaint_level_known"),
            models.CheckConstraint(
                condition=Q(contacted_at__isnull=True) | Q(contacted_at__gte=F("opened_at")),
                name="complaint_contact_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="complaint_closed_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.CLOSED)
                | (Q(closed_at__isnull=False) & ~Q(resolution="") & Q(fault__in=Fault.values)),
                name="complaint_closed_with_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.WITHDRAWN) | ~Q(withdrawn_because=""),
                name="complaint_withdrawn_why",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="complaint_not_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["store", "state"], name="complaint_store_state"),
            models.Index(fields=["store", "vehicle", "topic"], name="complaint_repeat"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_in_hand(self) -> bool:
        return self.state in IN_HAND

    @property
    def waits_for_contact(self) -> bool:
        return self.state in UNANSWERED


class Recipient(models.TextChoices):
    CUSTOMER = "customer", _("The customer")
    DRIVER = "driver", _("Who brought the car")
    COMPANY = "company", _("The company that owns the car")
    OTHER = "other", _("Somebody else")


class PromiseQuerySet(models.QuerySet["Promise"]):
    def within(self, scope: Scope) -> PromiseQuerySet:
        return self.filter(complaint__store__code__in=scope.store_codes)


class Promise(models.Model):
    """What was promised to whom by when. Past its time it is broken, until evidence shows otherwise."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="promises")
    what = models.CharField(max_length=300)
    recipient = models.CharField(max_length=10, choices=Recipient.choices)
    due = models.DateTimeField()
    promised_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    promised_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    evidence = models.TextField(blank=True)
    shown_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ("due", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True) | (~Q(evidence="") & Q(kept_at__gte=F("promised_at"))),
                name="promise_kept_with_evidence",
            ),
            models.CheckConstraint(condition=Q(due__gt=F("promised_at")), name="promise_due_later"),
        ]

    def __str__(self) -> str:
        return self.what

    def is_kept(self) -> bool:
        return self.kept_at is not None and self.kept_at <= self.due

    def is_broken(self, at: datetime) -> bool:
        return not self.is_kept() and (self.kept_at is not None or self.due < at)


class Kind(models.TextChoices):
    """Of compensation."""

    WORK = "work", _("Reduction of the bill")
    CASH = "cash", _("Money back")
    VOUCHER = "voucher", _("Voucher")
    TRAVEL = "travel", _("Loan car or taxi")
    GIFT = "gift", _("Gift")
    GOODWILL = "goodwill", _("Goodwill repair")


class CompensationQuerySet(models.QuerySet["Compensation"]):
    def within(self, scope: Scope) -> CompensationQuerySet:
        return self.filter(complaint__store__code__in=scope.store_codes)


class Compensation(models.Model):
    """What a customer is given; above one's limit it is asked of the next role."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="compensations")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount_yuan = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    why = models.TextField()
    state = models.CharField(max_length=10, choices=CompensationState.choices)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_of = models.CharField(max_length=20, choices=Role.choices, blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    because = models.TextField(blank=True)

    objects = CompensationQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(amount_yuan__gte=1), name="compensation_some_amount"),
            models.CheckConstraint(
                condition=Q(state__in=CompensationState.values), name="compensation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=CompensationState.ASKED)
                | (Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
                name="compensation_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=CompensationState.REFUSED) | ~Q(because=""),
                name="compensation_refused_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_yuan}"


class CompensationLimit(models.Model):
    """How much a role may give of a kind in one complaint; where no row stands, the shipped limit holds."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    most_yuan = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "role", "kind"], name="compensation_limit_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.kind} {self.most_yuan}"
