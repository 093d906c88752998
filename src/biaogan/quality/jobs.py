"""Long work of service quality."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from biaogan.jobs.handle import JobHandle
from biaogan.quality.datasets import datasets
from biaogan.quality.publishing.asking import PUBLISH
from biaogan.quality.publishing.publishing import publish


def publish_quality(job: JobHandle) -> dict[str, Any]:
    return dict(
        publish(
            datasets=datasets(),
            at=timezone.now(),
            progress=lambda done, total, name: job.progress(
                done, total, zh=f"正在发布{name}数据", en="Publishing what service quality knows"
            ),
        )
    )


HANDLERS = {PUBLISH: publish_quality}
