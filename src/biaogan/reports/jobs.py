"""Writing a report is long work: a month asks many questions of the facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone, translation

from biaogan.jobs.handle import JobHandle, Refused
from biaogan.org.models import Person, Region
from biaogan.org.scope import PersonalScope, scope_of
from biaogan.reports.actions import write_report
from biaogan.reports.models import Kind

WRITE = "write-report"


def write(job: JobHandle) -> dict[str, Any]:
    """In the asker's name and language; what the asker may no longer see is not written."""
    person = Person.objects.get(pk=job.payload["person"])
    region = Region.objects.filter(pk=job.payload["region"]).first()
    scope = scope_of(person)
    if region is None or region.pk not in scope.region_ids:
        raise Refused("您已不负责该区域。", "You no longer answer for this region.")
    job.progress(0, 2, zh="正在读取数据并起草", en="Reading the figures and writing")
    own = PersonalScope(person, scope.permissions, scope.region_ids, scope.store_codes, scope.everything)
    with translation.override(job.payload["language"]):
        made = write_report(
            kind=Kind(job.payload["kind"]), region=region, day=date.fromisoformat(job.payload["day"]),
            scope=own, by=person, at=timezone.now(),
        )  # fmt: skip
    job.progress(2, 2, zh="草稿已写好", en="The draft is written")
    return {"report": made.pk}


HANDLERS = {WRITE: write}
