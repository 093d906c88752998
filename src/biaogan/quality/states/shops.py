"""The states of a mystery shop."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShopState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    VISITED = "visited", _("Visited")
    SCORED = "scored", _("Scored")
    RELEASED = "released", _("Released")
    APPEALED = "appealed", _("Appealed")
    DECIDED = "decided", _("Appeal decided")
    CANCELLED = "cancelled", _("Cancelled")


# Only a planned shop can be cancelled: what a shopper saw is scored, whatever it says.
# Until the release a score can be corrected.
SHOP_MOVES: dict[str, list[str]] = {
    ShopState.PLANNED: [ShopState.VISITED, ShopState.CANCELLED],
    ShopState.VISITED: [ShopState.SCORED],
    ShopState.SCORED: [ShopState.SCORED, ShopState.RELEASED],
    ShopState.RELEASED: [ShopState.APPEALED],
    ShopState.APPEALED: [ShopState.DECIDED],
    ShopState.DECIDED: [],
    ShopState.CANCELLED: [],
}
OPEN_TO_STORE = (ShopState.RELEASED, ShopState.APPEALED, ShopState.DECIDED)
VISIT_MADE = (ShopState.VISITED, ShopState.SCORED, *OPEN_TO_STORE)
