"""What no target may be, whoever sets it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from biaogan.engine.metrics.metric import Better, Metric, Unit
from biaogan.engine.periods import first_day, last_day

# Shares that can be more than the whole: efficiency against a standard, cover of costs, leaving of a year.
ABOVE_HUNDRED = frozenset(
    {
        "absorption",
        "personnel-cost-ratio",
        "operating-expense-ratio",
        "technician-efficiency",
        "technician-productivity",
        "turnover",
    }
)
MOST = {Unit.PERCENT: Decimal(100), Unit.POINTS: Decimal(100), Unit.PER_THOUSAND: Decimal(1000)}
LARGEST = Decimal(10) ** 13


class CannotSet(ValueError):
    """Carries the sentence that the person reads."""


def may_be_zero(metric: Metric) -> bool:
    """None at all is an aim only where less is better: complaints, comebacks, vacant posts."""
    return metric.better is Better.LOWER


def check_value(metric: Metric, value: Decimal) -> None:
    if value < 0:
        raise CannotSet(_("A target cannot be negative."))
    if value == 0 and not may_be_zero(metric):
        raise CannotSet(
            _("A target of 0 only works where less is better, as with complaints; empty means no target.")
        )
    if metric.unit is Unit.COUNT and value != int(value):
        raise CannotSet(_("This metric is counted in whole numbers."))
    most = LARGEST if metric.slug in ABOVE_HUNDRED else MOST.get(metric.unit, LARGEST)
    if value > most:
        raise CannotSet(_("A target above %(most)s is not possible here.") % {"most": f"{most:,}"})
    if metric.unit is Unit.PERCENT and metric.better is Better.HIGHER and value < 1:
        raise CannotSet(_("This would be a target of less than 1 percent. Write 95 or 95%, not 0.95."))


def check_month(month: str, *, opened_on: date | None) -> None:
    """A store has no target before the month it opened in."""
    if opened_on and last_day(month) < opened_on:
        message = _("The store opened on %(day)s: before that month it has no target.")
        raise CannotSet(message % {"day": opened_on.isoformat()})


def needs_reason(month: str, *, before: Decimal | None, day: date) -> bool:
    """A target that already holds is changed only with a reason."""
    return before is not None and first_day(month) <= day
