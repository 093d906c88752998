"""The room's knowledge taken into the facts through the same door as every file.

The rows of a store and month are a file of their own, kept as original, recognised, checked and accepted, so
that a figure opens to that file, its sheet and line. A file whose content has not changed is left alone, one
that has changed takes the place of its former batch, one that has no rows any more is withdrawn. What a run
that was stopped midway has done is seen by the next one in the batches themselves.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from biaogan.engine.periods import first_day, month_of, shifted
from biaogan.intake import committing
from biaogan.intake.actions import keep_original, surroundings, undo_batch
from biaogan.intake.models import Batch, SourceFile
from biaogan.intake.reading import Limits, read_file
from biaogan.intake.staging import Options, StagedFile, stage
from biaogan.quality.publishing.dataset import Dataset, Row

BACK = 24  # months
OURS = "publishing"  # how the path of our files begins
Progress = Callable[[int, int, str], None]


class NotPublished(RuntimeError):
    """A file of our own was not understood by our own intake: a fault of the product, never of a person."""


def publish(
    *,
    datasets: Sequence[Dataset],
    at: datetime,
    progress: Progress = lambda _done, _total, _name: None,
) -> dict[str, int]:
    """Every dataset of the last two years; running it again changes nothing."""
    since = first_day(shifted(month_of(timezone.localdate(at)), -BACK))
    done = {"written": 0, "withdrawn": 0, "same": 0}
    for number, dataset in enumerate(datasets):
        progress(number, len(datasets), dataset.name.zh)
        for name, count in publish_dataset(dataset, since=since, at=at).items():
            done[name] += count
    return done


def publish_dataset(dataset: Dataset, *, since: date, at: datetime) -> dict[str, int]:
    files, done = contents(dataset, since), {"written": 0, "withdrawn": 0, "same": 0}
    former = _former(dataset, since)
    for path, content in files.items():
        done["written" if _bring(dataset, path, content, former.get(path), at) else "same"] += 1
    for path, batch in former.items():
        if path not in files:
            undo_batch(batch=batch, by=None, at=at)
            done["withdrawn"] += 1
    return done


def contents(dataset: Dataset, since: date) -> dict[str, bytes]:
    """Path of the file -> its bytes: one a store and month, rows in the order of their key."""
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in dataset.rows(since):
        grouped[row["store"], month_of(row["day"])].append(row)
    return {
        f"{OURS}/{dataset.code}/{store}/{month}": _written(dataset, rows)
        for (store, month), rows in sorted(grouped.items())
    }


def _written(dataset: Dataset, rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(dataset.columns.values())
    lines = [[_cell(row.get(field)) for field in dataset.columns] for row in rows]
    writer.writerows(sorted(lines))
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _former(dataset: Dataset, since: date) -> dict[str, Batch]:
    """Our batches that count, by the path of their file; older months stay as they are."""
    rows = Batch.objects.active().filter(file__path__startswith=f"{OURS}/{dataset.code}/")
    found = {batch.file.path: batch for batch in rows.select_related("file")}
    return {path: one for path, one in found.items() if path.rpartition("/")[2] >= month_of(since)}


def _bring(dataset: Dataset, path: str, content: bytes, former: Batch | None, at: datetime) -> bool:
    """Whether there was something new to take in."""
    store, month = path.split("/")[2:]
    settings.BIAOGAN_CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.BIAOGAN_CACHE, prefix="publish-") as folder:
        original = Path(folder) / f"标杆·{dataset.name.zh} {store} {month}.csv"
        original.write_bytes(content)
        staged = _staged(dataset, original, store)
        if former is not None and former.file.sha256 == staged.sha256:
            return False
        keep_original(original, staged.sha256)
        _accept(staged, path, former, at)
    return True


def _staged(dataset: Dataset, original: Path, store: str) -> StagedFile:
    options = Options(kind=dataset.kind, allowed=frozenset({store}))
    file = read_file(original, limits=Limits(), name=original.name)
    staged = stage(file, str(original), options=options, around=surroundings(options.allowed))
    if len(staged.sheets) != 1 or staged.sheets[0].report.quarantined:
        reasons = [sheet.report.reasons for sheet in staged.sheets]
        message = f"{original.name} was refused by our own intake: {reasons}"
        raise NotPublished(message)
    return staged


def _accept(staged: StagedFile, path: str, former: Batch | None, at: datetime) -> None:
    file = SourceFile(
        sha256=staged.sha256, name=staged.name, path=path, size=staged.size, received_at=at, is_complete=True
    )
    [sheet] = staged.sheets
    if former is None:
        committing.commit_sheet(sheet, file, options=Options(), by=None, at=at)
    else:
        committing.replace(former, sheet, by=None, at=at, file=file)
