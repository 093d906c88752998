"""Tables of surprise moments: ideas, preferences with their consent, moments, cards and who takes them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biaogan.followup.models import in_language
from biaogan.org.models import Store
from biaogan.quality.models.photos import Photo

if TYPE_CHECKING:
    from biaogan.org.scope import Scope

PERSON = settings.AUTH_USER_MODEL


class Occasion(models.TextChoices):
    NEW_CAR = "new-car", _("A new car is handed over")
    FIRST_SERVICE = "first-service", _("First service")
    ANNIVERSARY = "anniversary", _("The car has its anniversary")
    LOYAL = "loyal", _("A customer of many years")
    LONG_WAIT = "long-wait", _("A long wait")
    RECOVERY = "recovery", _("After something went wrong")
    JOURNEY = "journey", _("Before a long journey")
    WEATHER = "weather", _("Rain, heat or cold")
    FESTIVAL = "festival", _("A festival")
    FAMILY = "family", _("Family on board")
    OTHER = "other", _("Another occasion")


class Idea(models.Model):
    """A small thing that surprises. Those that come with the product have a `code`."""

    code = models.SlugField(max_length=40, blank=True)
    occasion = models.CharField(max_length=20, choices=Occasion.choices)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    how_zh = models.CharField(max_length=300, blank=True)
    how_en = models.CharField(max_length=300, blank=True)
    cost_yuan = models.PositiveSmallIntegerField()
    store = models.ForeignKey(Store, on_delete=models.PROTECT, null=True, related_name="+")  # who had it
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("occasion", "pk")
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="idea_code_once"),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="idea_occasion_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title") or self.title_zh

    @property
    def how(self) -> str:
        return in_language(self, "how") or self.how_zh


class ConsentGiven(models.TextChoices):
    """The way in which a customer agreed."""

    WRITTEN = "written", _("In writing")
    SPOKEN = "spoken", _("Spoken, at the desk")
    PHONE = "phone", _("By telephone")
    ONLINE = "online", _("Online")


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def within(self, scope: Scope) -> PreferenceQuerySet:
        return self.filter(store__code__in=scope.store_codes)


class Preference(models.Model):
    """What a customer likes, kept only with their consent: who recorded it, when, to which wording, how."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    customer = models.CharField(max_length=24)
    customer_shown = models.CharField(max_length=20)
    text = models.CharField(max_length=200)
    consent_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    consent_at = models.DateTimeField()
    consent_version = models.CharField(max_length=20)
    consent_given = models.CharField(max_length=10, choices=ConsentGiven.choices)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        ordering = ("-consent_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(consent_version="") & Q(consent_given__in=ConsentGiven.values),
                name="preference_with_consent",
            ),
            models.CheckConstraint(condition=~Q(customer=""), name="preference_of_somebody"),
        ]
        indexes = [models.Index(fields=["store", "customer"], name="preference_customer")]

    def __str__(self) -> str:
        return self.text


class Reaction(models.TextChoices):
    DELIGHTED = "delighted", _("Delighted")
    PLEASED = "pleased", _("Pleased")
    NEUTRAL = "neutral", _("Hardly noticed")
    UNWANTED = "unwanted", _("Not wanted")


class MomentQuerySet(models.QuerySet["Moment"]):
    def within(self, scope: Scope) -> MomentQuerySet:
        return self.filter(store__code__in=scope.store_codes)


class Moment(models.Model):
    """What was done for one customer. Masked at their wish it keeps idea, cost and day alone."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    customer = models.CharField(max_length=24, blank=True)
    customer_shown = models.CharField(max_length=20, blank=True)
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="moments")
    occasion = models.CharField(max_length=20, choices=Occasion.choices, blank=True)
    preference = models.ForeignKey(
        Preference, on_delete=models.SET_NULL, null=True, blank=True, related_name="moments"
    )
    done = models.TextField(blank=True)
    cost_yuan = models.PositiveSmallIntegerField()
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, related_name="+")
    said = models.TextField(blank=True)
    reaction = models.CharField(max_length=10, choices=Reaction.choices)
    happened_on = models.DateField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    masked_at = models.DateTimeField(null=True)

    objects = MomentQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "idea"], condition=~Q(customer=""), name="moment_never_twice"
            ),
            models.CheckConstraint(
                condition=Q(masked_at__isnull=False) | (~Q(customer="") & ~Q(done="")),
                name="moment_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(masked_at__isnull=True) | Q(customer="", customer_shown="", done="", said=""),
                name="moment_masked_wholly",
            ),
            models.CheckConstraint(
                condition=Q(masked_at__isnull=False) | ~Q(occasion="") | Q(preference__isnull=False),
                name="moment_has_occasion",
            ),
            models.CheckConstraint(condition=Q(reaction__in=Reaction.values), name="moment_reaction_known"),
        ]
        indexes = [models.Index(fields=["store", "happened_on"], name="moment_store_day")]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.happened_on}"


class CardQuerySet(models.QuerySet["Card"]):
    def around(self, scope: Scope) -> CardQuerySet:
        """Cards of all stores in the regions the scope has a store in."""
        regions = Store.objects.within(scope).values("region")
        return self.filter(store__region__in=regions)


class Card(models.Model):
    """A moment told to the other stores, without the customer."""

    moment = models.OneToOneField(Moment, on_delete=models.PROTECT, related_name="card")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="cards")
    how = models.CharField(max_length=300)
    cost_yuan = models.PositiveSmallIntegerField()
    reaction = models.CharField(max_length=10, choices=Reaction.choices)
    shared_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = ("-shared_at", "-pk")

    def __str__(self) -> str:
        return self.how[:60]


class Adoption(models.Model):
    """A store takes up what another has shared."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="adoptions")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=["card", "store"], name="adoption_once")]

    def __str__(self) -> str:
        return f"{self.card_id} → {self.store_id}"
