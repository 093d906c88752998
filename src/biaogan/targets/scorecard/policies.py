"""What a scorecard may not be made of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.metric import Better, Metric
from biaogan.org.policies import NotAllowed
from biaogan.targets.scorecard.composed import Entry
from biaogan.targets.written import said

WHOLE = Decimal(100)


def check_sum(entries: Sequence[Entry]) -> None:
    total = sum((entry.weight for entry in entries), Decimal(0))
    if total == WHOLE:
        return
    gap = f"{abs(total - WHOLE).normalize():f}"
    sentence = (
        _("The weights add up to %(total)s, not to 100: %(gap)s too many.")
        if total > WHOLE
        else _("The weights add up to %(total)s, not to 100: %(gap)s are missing.")
    )
    raise NotAllowed(sentence % {"total": f"{total.normalize():f}", "gap": gap})


def check_entry(entry: Entry) -> None:
    if entry.slug not in CATALOGUE:
        raise NotAllowed(_("There is no metric “%(slug)s”.") % {"slug": entry.slug})
    name = {"name": said(entry.metric.name)}
    if not 0 <= entry.weight <= WHOLE:
        raise NotAllowed(_("%(name)s: a weight lies between 0 and 100.") % name)
    if entry.standard is not None and (
        entry.standard < 0 or not (entry.standard or may_be_zero(entry.metric))
    ):
        raise NotAllowed(_("%(name)s: a standard is more than 0.") % name)
    if entry.red_line is not None and entry.metric.better is Better.BAND:
        raise NotAllowed(
            _("%(name)s: neither high nor low is better in itself, so it has no red line.") % name
        )


def may_be_zero(metric: Metric) -> bool:
    """A figure that should be low may aim at none at all."""
    return metric.better is Better.LOWER
