"""Why a visit failed, or an order counts as the return of an earlier one, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from biaogan.engine.metrics.returning import Return
from biaogan.targets.order_tables import order_url
from biaogan.ui.links import Link

WHY: dict[str, str | Promise] = {
    "parent": gettext_lazy("the rework order names it as its parent"),
    "latest": gettext_lazy("a rework order without parent belongs to the latest repair before it"),
    "operation": gettext_lazy("the same operation was done again"),
    "complaint": gettext_lazy("the customer reported the same complaint"),
}


@dataclass(frozen=True)
class Told:
    """One return as the page tells it: `orders` are those of the other visit."""

    sentence: str
    orders: Sequence[Link]
    reason: str
    note: str


def told(found: Sequence[Return], *, store: str, ro_no: str) -> list[Told]:
    return [_told(one, store, ro_no) for one in found]


def _told(one: Return, store: str, ro_no: str) -> Told:
    failed = ro_no in one.first
    return Told(
        _failed(one.days) if failed else _comeback(one.days),
        [Link(number, order_url(store, number)) for number in (one.again if failed else one.first)],
        _("; ").join(str(WHY[code]) for code in one.why),
        "" if one.repair else _("The first visit is no repair: it stays out of first-time fix."),
    )


def _failed(days: int) -> str:
    """The visit of the order came back."""
    if days == 0:
        return _("Not fixed the first time: back on the day of delivery with")
    return ngettext(
        "Not fixed the first time: back %(days)d day after delivery with",
        "Not fixed the first time: back %(days)d days after delivery with",
        days,
    ) % {"days": days}


def _comeback(days: int) -> str:
    """The order is what came back."""
    if days == 0:
        return _("A comeback on the day of delivery, of")
    return ngettext(
        "A comeback %(days)d day after delivery, of", "A comeback %(days)d days after delivery, of", days
    ) % {"days": days}
