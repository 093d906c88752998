"""Long work of service quality."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from biaogan.jobs.handle import JobHandle, Refused
from biaogan.quality.feedback.actions import LEARN
from biaogan.quality.feedback.learning import CannotLearn, learn
from biaogan.quality.video.footage import DELETE, delete_footage


def learn_themes(job: JobHandle) -> dict[str, Any]:
    def show(done: int, total: int) -> None:
        job.progress(done, total, zh="按主题重新归类", en="Sorting the texts by theme again")

    try:
        outcome = learn(by=job.by, at=timezone.now(), progress=show)
    except CannotLearn as refusal:
        raise Refused(refusal.said.zh, refusal.said.en) from None
    return {"labels": outcome.learning.labels, "sorted": outcome.sorted_again}


HANDLERS = {LEARN: learn_themes, DELETE: delete_footage}
