"""What `biaogan doctor` looks at in the jobs."""

from __future__ import annotations

from django.db.models import Count

from biaogan.jobs.models import Job
from biaogan.jobs.states import State
from biaogan.org.health import Finding


def examine() -> list[Finding]:
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    waiting, running, failed = (counts.get(state, 0) for state in (State.QUEUED, State.RUNNING, State.FAILED))
    return [Finding("Background work", f"{waiting} waiting, {running} running, {failed} failed so far")]
