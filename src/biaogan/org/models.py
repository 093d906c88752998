"""Tables of the organisation: regions, stores, people, where they work, settings, the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from biaogan.engine.text import fold_store_name
from biaogan.org.permissions import Role

if TYPE_CHECKING:
    from biaogan.org.scope import Scope


class RegionQuerySet(models.QuerySet["Region"]):
    def within(self, scope: Scope) -> RegionQuerySet:
        return self.filter(pk__in=scope.region_ids)


class Region(models.Model):
    name = models.CharField(max_length=80, unique=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class StoreQuerySet(models.QuerySet["Store"]):
    def within(self, scope: Scope) -> StoreQuerySet:
        return self.filter(code__in=scope.store_codes)

    def active(self) -> StoreQuerySet:
        return self.filter(is_active=True)

    def called(self, text: str) -> Store | None:
        """The store with this code, name or alias, however it is spelled."""
        return self.filter(aliases__normal=fold_store_name(text)).first()


class Store(models.Model):
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="stores")
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80, unique=True)
    city = models.CharField(max_length=80, blank=True)
    brand = models.CharField(max_length=80, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    objects = StoreQuerySet.as_manager()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class StoreAlias(models.Model):
    """Every spelling a store is known by; its code and name are rows here too, so none can collide."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=120)
    normal = models.CharField(max_length=120, unique=True, editable=False)

    class Meta:
        ordering = ("text",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(normal=""), name="store_alias_not_empty")
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.normal = fold_store_name(self.text)
        super().save(*args, **kwargs)


class ChangeColours(models.TextChoices):
    NONE = "none", _("No colour")
    RED_UP = "red-up", _("Red rises, green falls")
    GREEN_UP = "green-up", _("Green rises, red falls")


class PersonQuerySet(models.QuerySet["Person"]):
    def within(self, scope: Scope) -> PersonQuerySet:
        """People who work in the stores or regions of the scope, and the person themselves."""
        if scope.everything:
            return self
        own = models.Q(pk=scope.person.pk if scope.person else None)
        stores = models.Q(assignments__store__code__in=scope.store_codes)
        regions = models.Q(assignments__region__in=scope.region_ids)
        return self.filter(own | stores | regions).distinct()


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Only makes rows; `actions.create_person` is how people come into being."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save(using=self._db)
        return person

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> Person:
        fields.setdefault("role", Role.HEAD_OFFICE)
        return self.create_user(username, password, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    username = models.CharField(
        max_length=80,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This user name is taken.")},
    )
    display_name = models.CharField(max_length=80)
    role = models.CharField(max_length=20, choices=Role.choices)
    language = models.CharField(max_length=10, blank=True)
    change_colours = models.CharField(
        max_length=10, choices=ChangeColours.choices, default=ChangeColours.NONE
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["display_name"]

    class Meta:
        ordering = ("display_name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="person_role_known")
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_staff(self) -> bool:
        """Django's administration asks for it; superusers alone may enter."""
        return self.is_superuser


class Assignment(models.Model):
    """Where a person works: a whole region or one store."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(region__isnull=True) ^ models.Q(store__isnull=True),
                name="assignment_region_or_store",
            ),
            models.UniqueConstraint(fields=["person", "region"], name="assignment_region_once"),
            models.UniqueConstraint(fields=["person", "store"], name="assignment_store_once"),
        ]

    def __str__(self) -> str:
        return str(self.region or self.store)


class Setting(models.Model):
    """A value a manager changed; the names and their defaults are declared in `setting.py`."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.name


class AuditEvent(models.Model):
    """One thing that was done; each row carries a keyed hash over itself and the row before."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    person_name = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=60)
    about = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    store_code = models.CharField(max_length=32, blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-sequence",)
        indexes: ClassVar = [models.Index(fields=["about", "key"], name="audit_about_key")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class AuditHead(models.Model):
    """Where the chain stands; writers take this row in turn, so the chain never forks."""

    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="audit_head_single")]

    def __str__(self) -> str:
        return str(self.sequence)
