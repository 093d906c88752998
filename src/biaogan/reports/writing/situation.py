"""What a report is written from: the region on a day, asked for once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from biaogan.followup.models import Alert, Task
from biaogan.intake.state import current_version
from biaogan.org.scope import PersonalScope
from biaogan.reports.writing.period import Span
from biaogan.targets.asked import Asked, asked
from biaogan.targets.cockpit import Cockpit, cockpit
from biaogan.targets.models import Decision
from biaogan.targets.states import DecisionState

MOST = 3


@dataclass(frozen=True)
class Situation:
    """`cockpit` is None before the first file, or where the month has no data yet."""

    scope: PersonalScope
    span: Span
    today: date
    about: Asked
    cockpit: Cockpit | None
    alerts: Sequence[Alert]
    tasks: Sequence[Task]  # opened, due or finished in the period
    decisions: Sequence[Decision]  # tested, and waiting for a decision
    version: str

    @property
    def place(self) -> str:
        regions = {store.region.name for store in self.about.stores}
        return "、".join(sorted(regions))


def situation(*, scope: PersonalScope, span: Span, today: date) -> Situation:
    """As known today: a period of the past is written from what has come in since, and says which facts."""
    month = span.months[-1]
    about = asked(scope=scope, today=today, month=month)
    found = cockpit(scope=scope, today=today, month=month)
    return Situation(
        scope, span, today, about, found, _alerts(scope, span), _tasks(scope, span), _decisions(scope),
        current_version(),
    )  # fmt: skip


def _alerts(scope: PersonalScope, span: Span) -> list[Alert]:
    rows = Alert.objects.within(scope).select_related("store", "task", "task__owner")
    return list(rows.exclude(state__in=("dismissed", "cleared")).filter(month__in=_looked_at(span))[:MOST])


def _looked_at(span: Span) -> list[str]:
    """Alerts speak of whole months; a week looks at its own month and the one before."""
    from biaogan.engine.periods import shifted

    return [shifted(span.months[0], -1), *span.months]


def _tasks(scope: PersonalScope, span: Span) -> list[Task]:
    first, last = span.period.first, span.period.last
    rows = Task.objects.within(scope).select_related("store", "owner")
    opened = rows.filter(opened_at__date__range=(first - timedelta(days=7), last))
    due = rows.filter(due__range=(first, last))
    finished = rows.filter(finished_on__range=(first, last))
    return list((opened | due | finished).distinct()[:12])


def _decisions(scope: PersonalScope) -> list[Decision]:
    rows = Decision.objects.within(scope).filter(state=DecisionState.TESTED)
    return list(rows.select_related("store", "region")[:MOST])
