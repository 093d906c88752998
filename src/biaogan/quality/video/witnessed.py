"""What video checks saw of check items; of two scorings only where both agree."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from biaogan.org.models import Store
from biaogan.quality.models import Source, VideoScoring
from biaogan.quality.states.video import CheckState
from biaogan.quality.video.checks import compared
from biaogan.quality.witnesses.seen import Witnessed


def witnessed(*, stores: Collection[Store], since: date, until: date) -> Sequence[Witnessed]:
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    rows = VideoScoring.objects.filter(check_of__state=CheckState.CLOSED, check_of__store__in=stores)
    rows = rows.select_related("check_of").prefetch_related("answers__version")
    by_check: dict[int, list[VideoScoring]] = {}
    for scoring in rows.order_by("check_of", "place"):
        by_check.setdefault(scoring.check_of_id, []).append(scoring)
    for scorings in by_check.values():
        if since <= scorings[0].starts.date() <= until:
            _add(sums, scorings)
    return [
        Witnessed(item, store, Source.VIDEO, passed, total) for (item, store), (passed, total) in sums.items()
    ]


def _add(sums: dict[tuple[int, int], tuple[int, int]], scorings: list[VideoScoring]) -> None:
    for one in compared(scorings):
        if one.first is None or (len(scorings) == 2 and not one.agrees):
            continue
        key = one.version.item_id, scorings[0].check_of.store_id
        passed, total = sums.get(key, (0, 0))
        sums[key] = passed + (one.first >= one.version.pass_points), total + 1
