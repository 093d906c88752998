"""Figures of the first pages are worked out ahead: when facts or stores have changed, or a day has begun.

The worker looks whenever it has nothing to do. So it does not matter who changed the facts: a page, the
command line, or somebody who took an import back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from django.utils import timezone

from biaogan.intake import state
from biaogan.jobs.actions import enqueue
from biaogan.jobs.handle import JobHandle
from biaogan.jobs.models import Job
from biaogan.jobs.states import State
from biaogan.org.models import Store
from biaogan.quality.datasets import datasets
from biaogan.quality.publishing.publishing import publish
from biaogan.targets import warming
from biaogan.workbench.watch import watch

WARM = "figures"
UNDONE = (State.FAILED, State.CANCELLED)


def watch_stores(_today: date) -> None:
    watch(at=timezone.now())


def publish_quality(_today: date) -> None:
    publish(datasets=datasets(), at=timezone.now())


STEPS = (
    ("发布服务品质数据", "Publishing what service quality knows", publish_quality),
    ("计算各项指标", "Working the metrics out", state.warm),
    ("计算首页的同期对比", "Comparing the running month with the same days", warming.warm),
    ("检查各门店", "Looking at the stores", watch_stores),
)


@dataclass
class Watch:
    """Remembers what it saw last, so that looking again costs two short questions to the database."""

    seen: dict[str, str] | None = None

    def look(self, now: datetime) -> None:
        stores = Store.objects.active().order_by("code").values_list("code", flat=True)
        payload = {
            "version": state.current_version(),
            "day": timezone.localdate(now).isoformat(),
            "stores": blake2b("\n".join(stores).encode(), digest_size=6).hexdigest(),
        }
        if payload == self.seen:
            return
        self.seen = payload
        asked = Job.objects.filter(kind=WARM, payload=payload).exclude(state__in=UNDONE)
        if payload["version"] != state.NOTHING and not asked.exists():
            enqueue(kind=WARM, by=None, payload=payload)


def warm_figures(job: JobHandle) -> dict[str, Any]:
    """Of the facts as they are by now; an older version that was asked for is nobody's question any more."""
    now = timezone.now()
    for number, (zh, en, work) in enumerate(STEPS):
        job.progress(number, len(STEPS) + 1, zh=zh, en=en)
        work(timezone.localdate(now))
    job.progress(len(STEPS), len(STEPS) + 1, zh="清理旧的计算结果", en="Removing figures nobody needs")
    return {"removed": state.remove_old_figures(at=now)}
