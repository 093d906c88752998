"""Earlier files read again with what wordings mean by now.

The batch of a sheet is replaced by a new one in its own place, so the facts become what they would be
had the wording been known when the file came: later files still win over it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from biaogan.engine.text import folded
from biaogan.intake import committing
from biaogan.intake.actions import original, surroundings
from biaogan.intake.models import Batch, ValueMapping
from biaogan.intake.queries import is_whole
from biaogan.intake.reading import Limits, Unreadable, read_file
from biaogan.intake.staging import Options, StagedSheet, stage
from biaogan.jobs.actions import enqueue
from biaogan.jobs.models import Job
from biaogan.org.models import Person
from biaogan.org.scope import Scope

RECHECK = "recheck"
log = logging.getLogger(__name__)
Progress = Callable[[int, int, str], None]


def earlier_batches(*, scope: Scope) -> list[Batch]:
    """Active batches, oldest first, with a wording that got its meaning only after they came."""
    known = {(name, folded(text)) for name, text in ValueMapping.objects.values_list("field", "wording")}
    candidates = Batch.objects.within(scope).active().filter(file__removed_at=None).select_related("file")
    return [
        batch
        for batch in candidates.exclude(unmapped_values=[])
        if any((one["field"], folded(one["wording"])) in known for one in batch.unmapped_values)
        and is_whole(batch, scope)
    ]


def ask_to_recheck(*, scope: Scope, by: Person) -> Job:
    """The work is done in the background; what is earlier is decided now."""
    codes = [batch.code for batch in earlier_batches(scope=scope)]
    return enqueue(kind=RECHECK, payload={"batches": codes}, by=by)


def recheck_batches(
    *, codes: Sequence[str], by: Person | None, at: datetime, progress: Progress
) -> dict[str, int]:
    """Each batch is one step: stopped midway, those done stay done and the others stay as they were."""
    done = {"rechecked": 0, "left": 0}
    for number, code in enumerate(codes):
        batch = Batch.objects.active().filter(code=code).select_related("file").first()
        if batch is None:
            continue
        progress(number, len(codes), batch.file.name)
        done["rechecked" if recheck(batch, by=by, at=at) else "left"] += 1
    return done


def recheck(batch: Batch, *, by: Person | None, at: datetime) -> bool:
    """Whether the sheet could be read again; without its original the batch stays as it is."""
    sheet = _read_again(batch)
    if sheet is None:
        return False
    committing.replace(batch, sheet, by=by, at=at)
    return True


def _read_again(batch: Batch) -> StagedSheet | None:
    path = original(batch.file.sha256)
    if not path.exists():
        return None
    try:
        file = read_file(path, limits=Limits(), name=batch.file.name)
    except Unreadable as fault:
        log.warning("%s cannot be read again: %s", batch.code, fault.code)
        return None
    staged = stage(file, batch.file.path, options=_options(batch), around=surroundings())
    same = (one for one in staged.sheets if (one.report.sheet, one.kind) == (batch.sheet, batch.kind))
    return next(same, None)


def _options(batch: Batch) -> Options:
    """As the sheet was read the first time: its stores and no others, its tax."""
    stores = set(batch.stores.values_list("store", flat=True)) - {""}
    return Options(
        # A file without a store column belongs to one store, and only such a file asks for it.
        store=next(iter(stores)) if len(stores) == 1 else None,
        amounts=batch.amounts,
        vat=batch.vat,
        allowed=frozenset(stores) if stores else None,
    )
