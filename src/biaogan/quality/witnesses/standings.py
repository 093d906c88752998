"""How a store stands, in a few counts: the parts of this room hand them up as data for the overview."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from biaogan.org.models import Store
from biaogan.org.permissions import Permission


class About(models.TextChoices):
    """What is counted, in the order of the page."""

    COMPLAINTS = "complaints", _("Complaints overdue")
    IMPROVEMENTS = "improvements", _("Improvements overdue")
    INSPECTION = "inspection", _("Last inspection")


@dataclass(frozen=True)
class Standing:
    """One count of a store (`number`), or the day something last happened (`day`), and where it is seen.

    `needs`: what a person must be allowed to follow `url`, where seeing quality is not enough.
    """

    store_id: int
    about: str
    number: int | None = None
    day: date | None = None
    url: str = ""
    needs: Permission | None = None


class StandingOf(Protocol):
    """A part declares it as `standing` in its module `standing.py`."""

    def __call__(self, *, stores: Collection[Store], today: date) -> Sequence[Standing]: ...
