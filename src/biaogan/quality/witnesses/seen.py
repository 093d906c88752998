"""What a witness saw of a check item at a store: the parts of this room hand it up as data.

A part that is a witness has a module `witnessed.py` with `witnessed(*, stores, since, until)`.
It imports this and nothing of the witnesses' pages, so that no part waits for another.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from biaogan.org.models import Store


class Witness(models.TextChoices):
    """Those who can see whether a store does what it says, in the order of the page."""

    ANNOUNCED = "announced", _("Announced inspection")
    SURPRISE = "surprise", _("Surprise inspection")
    SHOP = "shop", _("Mystery shop")
    CUSTOMER = "customer", _("Customers' answers")
    TIMESTAMPS = "timestamps", _("Timestamps")


@dataclass(frozen=True)
class Witnessed:
    """`passed` of `total` looks at one check item at one store, by one witness.

    `passed` may carry a fraction for a figure that is no count of looks; `total` is at least 1.
    Looks that did not apply (N/A) are in neither.
    """

    item_id: int
    store_id: int
    witness: str
    passed: float
    total: int


class Witnessing(Protocol):
    def __call__(self, *, stores: Collection[Store], since: date, until: date) -> Sequence[Witnessed]: ...
