"""A landing in words: the range, how it stands to the target, what to know of it, or why there is none."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.engine.metrics.metric import Metric
from biaogan.targets.landing.queries import Missing, MonthEnd
from biaogan.targets.words import page_language
from biaogan.targets.written import written
from biaogan.ui import formats

WHY: dict[Missing, str | Promise] = {
    Missing.FIRST_DAY: gettext_lazy("No day of the month is over yet: a landing can be given from tomorrow."),
    Missing.FESTIVAL: gettext_lazy(
        "No orders of this month yet, and the Spring Festival is on: a landing follows the first day of work."
    ),
    Missing.HOLIDAY: gettext_lazy(
        "No orders of this month yet, and a holiday is on: a landing follows the first day of work."
    ),
    Missing.NO_ORDERS: gettext_lazy(
        "No orders of this month yet: a landing follows the first order file of the month."
    ),
    Missing.NO_PACE: gettext_lazy(
        "Nothing was settled yet, and the three months before had no business: there is nothing to go by."
    ),
}
OUTLOOKS: dict[str, str | Promise] = {
    "good": gettext_lazy("Range above the target"),
    "watch": gettext_lazy("Still open: target in range"),
    "bad": gettext_lazy("Range below the target"),
}


def amount(metric: Metric, found: float) -> Decimal:
    """Fen as yuan; visits as they are."""
    whole = Decimal(round(found))
    return whole.scaleb(-2) if metric.unit.is_money else whole


def said_amount(metric: Metric, found: float) -> str:
    return written(metric, amount(metric, found))


def span(end: MonthEnd) -> str:
    """Both ends of the range; the unit once where it is the same."""
    if end.landing is None:
        return formats.NONE
    low, high = (
        formats.figure(amount(end.metric, one), end.metric.unit.value, page_language())
        for one in (end.landing.low, end.landing.high)
    )
    return f"{low.number}–{high}" if low.unit == high.unit else f"{low}–{high}"


def sentence(end: MonthEnd) -> str:
    if end.landing is None:
        return str(WHY[end.missing or Missing.NO_ORDERS])
    words = {"range": span(end), "likely": said_amount(end.metric, end.landing.value)}
    return _("Month-end %(range)s, likely %(likely)s, about nine in ten") % words


def outlook(end: MonthEnd) -> str:
    """A status: good, watch, bad; none without a target for all that is counted."""
    if end.landing is None or end.goal is None or end.goal.missing:
        return "none"
    if end.goal.value <= amount(end.metric, end.landing.low):
        return "good"
    return "bad" if end.goal.value > amount(end.metric, end.landing.high) else "watch"


def target(end: MonthEnd) -> str:
    """The target of what is counted; a dash where some stores have none."""
    if end.goal is None or end.goal.missing:
        return formats.NONE
    return written(end.metric, end.goal.value)


def remarks(end: MonthEnd) -> list[str]:
    """How far the days are counted, who is left out, and what the range rests on."""
    if end.landing is None or end.until is None:
        return []
    said = [_("Counted up to %(day)s.") % {"day": formats.day(end.until, page_language())}]
    if end.left_out:
        names = _(", ").join(store.name for store in end.left_out)
        said.append(_("Without %(stores)s: no orders of this month yet.") % {"stores": names})
    if end.goal and end.goal.missing:
        said.append(_("Not held against the target: some of the stores have none."))
    if not end.landing.from_history:
        said.append(_("Too short a history to test landings: the range is assumed, not measured."))
    if end.estimated:
        said.append(
            _("Estimated: the holidays of %(year)s have not been announced.") % {"year": end.month[:4]}
        )
    return said
