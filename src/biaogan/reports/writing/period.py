"""The period a report speaks of: a week, a month or a quarter that a day lies in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from biaogan.engine.methods.recurrence import Cadence, Period, period_of
from biaogan.engine.periods import month_of, months_between
from biaogan.reports.models import Kind

CADENCES = {
    Kind.WEEKLY: Cadence.WEEKLY,
    Kind.MONTHLY: Cadence.MONTHLY,
    Kind.QUARTERLY: Cadence.QUARTERLY,
    Kind.HANDBOOK: Cadence.DAILY,
}


@dataclass(frozen=True)
class Span:
    kind: Kind
    period: Period

    @property
    def months(self) -> list[str]:
        """The months it touches, oldest first."""
        return months_between(month_of(self.period.first), month_of(self.period.last))


def span_of(kind: Kind, day: date) -> Span:
    return Span(kind, period_of(CADENCES[kind], day))
