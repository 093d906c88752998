"""Long work of service quality."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from biaogan.jobs.handle import JobHandle, Refused
from biaogan.quality.datasets import datasets
from biaogan.quality.feedback.actions import LEARN
from biaogan.quality.feedback.learning import CannotLearn, learn
from biaogan.quality.publishing.asking import PUBLISH
from biaogan.quality.publishing.publishing import publish
from biaogan.quality.video.footage import DELETE, delete_footage


def learn_themes(job: JobHandle) -> dict[str, Any]:
    def show(done: int, total: int) -> None:
        job.progress(done, total, zh="按主题重新归类", en="Sorting the texts by theme again")

    try:
        outcome = learn(by=job.by, at=timezone.now(), progress=show)
    except CannotLearn as refusal:
        raise Refused(refusal.said.zh, refusal.said.en) from None
    return {"labels": outcome.learning.labels, "sorted": outcome.sorted_again}


def publish_quality(job: JobHandle) -> dict[str, Any]:
    def show(done: int, total: int, name: str) -> None:
        job.progress(done, total, zh=f"正在发布{name}数据", en="Publishing what service quality knows")

    return dict(publish(datasets=datasets(), at=timezone.now(), progress=show))


HANDLERS = {LEARN: learn_themes, DELETE: delete_footage, PUBLISH: publish_quality}
