"""The table of photos: what was kept of a picture, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from biaogan.org.models import Store

if TYPE_CHECKING:
    from biaogan.org.scope import Scope


class PhotoQuerySet(models.QuerySet["Photo"]):
    def within(self, scope: Scope) -> PhotoQuerySet:
        return self.filter(store__code__in=scope.store_codes)


class Photo(models.Model):
    """`id` is made by the phone, `received` the hash of what it sent: sent again, it is no second photo.

    The file is a JPEG or PNG drawn anew, named by its own hash below the home's files.
    """

    id = models.UUIDField(primary_key=True)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    received = models.CharField(max_length=64)
    file = models.CharField(max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    hidden = models.BooleanField(default=False)  # of a mystery shop that is not released: not for the store

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ("-taken_at",)

    def __str__(self) -> str:
        return str(self.pk)
