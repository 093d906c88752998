"""The rules of the operating targets for the watch, and what they find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.engine.metrics.metric import Better
from biaogan.engine.periods import last_day, month_of
from biaogan.followup.rule import Finding, Rule
from biaogan.org.models import Store
from biaogan.targets.numbers import months_with_data, newest_complete
from biaogan.targets.signals import deliveries, queries
from biaogan.targets.signals.contradictions import CONTRADICTIONS
from biaogan.targets.signals.findings import COMPARED, behind_rule, signal_rule
from biaogan.targets.signals.thresholds import THRESHOLDS


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of this room; a metric that is best within a band has no wrong way and so no signal."""
    directed = [metric for metric in CATALOGUE.values() if metric.better is not Better.BAND]
    return (
        *(one.rule for one in THRESHOLDS),
        *(one.rule for one in CONTRADICTIONS),
        *deliveries.RULES,
        *(signal_rule(metric) for metric in directed),
        *(behind_rule(metric_of(slug)) for slug in COMPARED),
    )


def find(*, stores: Sequence[Store], today: date) -> list[Finding]:
    """What stands out at the stores of one region in the newest complete and in the running month."""
    codes = [store.code for store in stores]
    months = watched_months(codes, today)
    if not months:
        return []
    found = [one for month in months for one in findings(codes, month=month, today=today)]
    found += deliveries.found(codes, today=today)
    return sorted(found, key=lambda finding: finding.order)


def watched_months(stores: Sequence[str], today: date) -> list[str]:
    """The newest complete month with data, and the running one where it has some."""
    months = months_with_data(stores)
    if not months:
        return []
    complete = newest_complete(months, today)
    running = month_of(today)
    return [complete, running] if running in months and running != complete else [complete]


def findings(stores: Sequence[str], *, month: str, today: date) -> Sequence[Finding]:
    """What stands out at the stores in one month, heaviest first; of part of one only shares are judged."""
    return queries.standing_out(stores, month=month, today=today, running=last_day(month) >= today)
