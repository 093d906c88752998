"""A running month beside the same days of the month before and of last year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Period
from biaogan.engine.periods import first_day, last_day, month_of, months_later
from biaogan.targets.numbers import newest_days, values_until

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class SameDays:
    """Values of the region by metric: the month up to the day, and as many days of the former months."""

    until: date
    now: Values
    month_ago: Values
    year_ago: Values


def same_days(slugs: Sequence[str], *, month: str, stores: Sequence[str], today: date) -> SameDays | None:
    """None where no day of the month is over, or none has been reported.

    Only metrics of a month are compared: the others look further back than its days. Stores that have
    brought nothing of the month are left out on every side, for they would make it look smaller.
    """
    reported = {code: day for code, day in newest_days(stores).items() if day >= first_day(month)}
    until = min([*reported.values(), today - timedelta(days=1), last_day(month)])
    if not reported or month_of(until) != month:
        return None
    monthly = [slug for slug in slugs if metric_of(slug).period is Period.MONTH]
    now, month_ago, year_ago = (
        values_until(day, monthly, stores=sorted(reported))
        for day in (until, months_later(until, -1), months_later(until, -12))
    )
    return SameDays(until, now, month_ago, year_ago)
