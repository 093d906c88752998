"""Video checks as facts: every item of a clip that is closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone

from biaogan.quality.models import VideoScoring
from biaogan.quality.states.video import CheckState
from biaogan.quality.video.checks import Compared, compared

KIND = "视频抽查"


def published(*, since: date) -> Sequence[dict[str, Any]]:
    """On the day of the clip. An item that two people saw differently is one that does not apply."""
    rows = (
        VideoScoring.objects.filter(check_of__state=CheckState.CLOSED)
        .select_related("check_of__store")
        .prefetch_related("answers__version__item")
        .order_by("check_of", "place")
    )
    found: list[dict[str, Any]] = []
    for _check, scorings in groupby(rows, key=lambda one: one.check_of_id):
        found.extend(row for row in _rows(list(scorings)) if row["day"] >= since)
    return found


def _rows(scorings: list[VideoScoring]) -> Iterator[dict[str, Any]]:
    check, day = scorings[0].check_of, timezone.localdate(scorings[0].starts)
    for one in compared(scorings):
        points = _points(one, twice=len(scorings) == 2)
        yield {
            "store": check.store.code,
            "day": day,
            "insp_id": f"BG-VC-{check.pk:05d}",
            "kind": KIND,
            "date": day,
            "item_code": one.version.item.code,
            "score": points,
            "max_score": one.version.full_points,
            "applicable": points is not None,
        }


def _points(one: Compared, *, twice: bool) -> int | None:
    return None if twice and not one.agrees else one.first
