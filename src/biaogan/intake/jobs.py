"""The long work of intake: checking an upload, taking it into the facts, growing the demonstration region."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from biaogan.intake import demo, persons, rechecking, uploads
from biaogan.intake.actions import Watch, import_paths
from biaogan.intake.deleting import delete_person
from biaogan.intake.looking import Looker
from biaogan.intake.models import Upload, UploadState
from biaogan.intake.report import ImportReport
from biaogan.intake.state import warm
from biaogan.jobs.handle import JobHandle, Refused

CHECKING = ("正在检查 {}", "Checking {}")
IMPORTING = ("正在导入 {}", "Importing {}")


def check_upload(job: JobHandle) -> dict[str, Any]:
    """A dry run over the waiting files; nothing becomes a fact."""
    upload = _upload(job)
    if upload.state != UploadState.RECEIVED:
        return {}
    folder = uploads.folder_of(upload)
    look = Looker(folder)
    report = _import(job, upload, dry_run=True, watch=look)
    look.save()
    uploads.keep_check(upload=upload, job=job.job, report=report.as_json())
    return dict(report.totals())


def confirm_upload(job: JobHandle) -> dict[str, Any]:
    upload = _upload(job)
    if upload.state != UploadState.CHECKED:
        return {}
    report = _import(job, upload, dry_run=False)
    uploads.keep_import(upload=upload, report=report.as_json())
    warm(timezone.localdate())
    return dict(report.totals())


def _import(
    job: JobHandle, upload: Upload, *, dry_run: bool, watch: Watch = lambda _staged: None
) -> ImportReport:
    words = CHECKING if dry_run else IMPORTING
    return import_paths(
        paths=uploads.paths_of(upload),
        options=uploads.options_of(upload),
        by=upload.created_by,
        at=timezone.now(),
        dry_run=dry_run,
        below=uploads.folder_of(upload),
        progress=lambda done, total, name: job.progress(
            done, total, zh=words[0].format(name), en=words[1].format(name)
        ),
        watch=watch,
    )


def _upload(job: JobHandle) -> Upload:
    upload = Upload.objects.select_related("created_by").filter(pk=job.payload["upload"]).first()
    if upload is None:
        raise Refused("这次上传已不存在。", "This upload no longer exists.")
    return upload


def delete_person_data(job: JobHandle) -> dict[str, Any]:
    deleted = delete_person(
        pseudonyms=set(job.payload["pseudonyms"]),
        by=job.by,
        at=timezone.now(),
        progress=lambda done, total: job.progress(
            done, total, zh="正在查找原始文件", en="Looking through the originals"
        ),
    )
    return vars(deleted)


def grow_demonstration(job: JobHandle) -> dict[str, Any]:
    """The invented region, up to yesterday."""
    now = timezone.now()
    report = demo.grow_region(
        size=demo.SIZES[job.payload.get("size", "medium")],
        until=timezone.localdate(now) - timedelta(days=1),
        by=job.by,
        at=now,
        progress=lambda done, total, text: job.progress(done, total, zh=text, en=text),
    )
    warm(timezone.localdate(now))
    return dict(report.totals())


def recheck_earlier(job: JobHandle) -> dict[str, Any]:
    """Earlier files with what their wordings mean by now."""
    done = rechecking.recheck_batches(
        codes=job.payload["batches"],
        by=job.by,
        at=timezone.now(),
        progress=lambda done, total, name: job.progress(
            done, total, zh=f"正在重新检查 {name}", en=f"Checking {name} again"
        ),
    )
    warm(timezone.localdate())
    return dict(done)


HANDLERS = {
    rechecking.RECHECK: recheck_earlier,
    uploads.CHECK: check_upload,
    uploads.CONFIRM: confirm_upload,
    persons.DELETE: delete_person_data,
    "demo": grow_demonstration,
}
