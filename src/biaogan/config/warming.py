"""Figures of the first pages are worked out ahead: when facts or stores have changed, or a day has begun.

The worker looks whenever it has nothing to do. So it does not matter who changed the facts: a page, the
command line, or somebody who took an import back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from django.utils import timezone

from biaogan.intake import state
from biaogan.jobs.actions import enqueue
from biaogan.jobs.handle import JobHandle, kinds
from biaogan.jobs.models import Job
from biaogan.jobs.queries import any_waits
from biaogan.jobs.states import FINISHED, State
from biaogan.org.models import Store
from biaogan.quality.datasets import datasets
from biaogan.quality.feedback.from_facts import take_from_facts
from biaogan.quality.publishing.publishing import publish
from biaogan.quality.video.footage import DELETE, overdue
from biaogan.targets import warming
from biaogan.workbench.watch import watch

WARM = "figures"
UNDONE = (State.FAILED, State.CANCELLED)


def metrics(today: date) -> Iterator[None]:
    state.warm(today)
    yield


def watch_stores(_today: date) -> Iterator[None]:
    watch(at=timezone.now())
    yield


def take_feedback(today: date) -> Iterator[None]:
    take_from_facts(today=today, at=timezone.now())
    yield


def publish_quality(_today: date) -> Iterator[None]:
    publish(datasets=datasets(), at=timezone.now())
    yield


STEPS = (
    ("发布服务品质数据", "Publishing what service quality knows", publish_quality),
    ("计算各项指标", "Working the metrics out", metrics),
    ("读取客户反馈", "Taking in what customers said", take_feedback),
    ("检查各门店", "Looking at the stores", watch_stores),
    ("计算首页的同期对比", "Comparing the running month with the same days", warming.comparing),
    ("判断各月的异常", "Judging the months", warming.judging),
)


def ask_for_deletion(today: date) -> None:
    """Footage past its day does not wait for somebody to think of it."""
    waiting = Job.objects.filter(kind=DELETE).exclude(state__in=FINISHED)
    if overdue(today) and not waiting.exists():
        enqueue(kind=DELETE, by=None)


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
        ask_for_deletion(timezone.localdate(now))
        asked = Job.objects.filter(kind=WARM, payload=payload).exclude(state__in=UNDONE)
        if payload["version"] != state.NOTHING and not asked.exists():
            enqueue(kind=WARM, by=None, payload=payload)


def warm_figures(job: JobHandle) -> dict[str, Any]:
    """Of the facts as they are by now; an older version that was asked for is nobody's question any more.

    Whoever waits for a job of their own goes first: the rest is asked for again, and what is done is kept.
    """
    now, others = timezone.now(), [kind for kind in kinds() if kind != WARM]
    for number, (zh, en, work) in enumerate(STEPS):
        job.progress(number, len(STEPS) + 1, zh=zh, en=en)
        for _ in work(timezone.localdate(now)):
            if any_waits(kinds=others):
                enqueue(kind=WARM, by=None, payload=job.payload)
                return {"put_off": number}
    job.progress(len(STEPS), len(STEPS) + 1, zh="清理旧的计算结果", en="Removing figures nobody needs")
    return {"removed": state.remove_old_figures(at=now)}
