"""What the judging of a month comes to, for the pages; kept beside the sums of its version of the facts.

Judging a month takes a second, reading what it came to does not: a page reads, and judges where nobody has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from biaogan.engine.files import whole
from biaogan.engine.text import Text
from biaogan.targets.signals import words
from biaogan.targets.signals.findings import Region, stake
from biaogan.targets.signals.judging import Judged, Place, standing_out
from biaogan.targets.signals.keeping import kept_at


class Verdict(StrEnum):
    """What is said of a series in the month; `stands out` is told by its line."""

    STANDS_OUT = "stands out"
    CHANCE = "chance"  # marked on its chart, not beyond chance among all
    WITHIN = "within"
    SILENT = "silent"  # no figure of the month, or too few cases
    NO_LIMITS = "no limits"


@dataclass(frozen=True)
class Line:
    """A series that stands out. `worse` is None where no way is wrong, `stake_fen` where it is not money."""

    slug: str
    store: str
    month: str
    value: Text
    reason: Text
    distance: float
    worse: bool | None
    stake_fen: int | None


@dataclass(frozen=True)
class Told:
    """The lines, the surest first; a verdict on each charted series; how many were looked at together."""

    lines: tuple[Line, ...]
    verdicts: Mapping[Place, Verdict]
    looked_at: int

    def line(self, store: str, slug: str) -> Line | None:
        return next((one for one in self.lines if (one.store, one.slug) == (store, slug)), None)


def told(region: Region) -> Told:
    lines = tuple(_line(one, region) for one in standing_out(region.judged.values()))
    verdicts = {place: _verdict(region, place) for place in region.charts}
    return Told(lines, verdicts, len(region.judged))


def _line(judged: Judged, region: Region) -> Line:
    metric, point = judged.chart.metric, judged.point
    return Line(
        metric.slug, judged.chart.place, point.month, words.figure(metric, point.reading.value),
        words.reason(judged), abs(judged.shift.distance), judged.worse, stake(judged, region),
    )  # fmt: skip


def _verdict(region: Region, place: Place) -> Verdict:
    judged = region.judged.get(place)
    if judged is None:
        return Verdict.SILENT if region.charts[place].stretch.baseline else Verdict.NO_LIMITS
    if judged.stands_out:
        return Verdict.STANDS_OUT
    if judged.point.month != region.month:
        return Verdict.SILENT
    return Verdict.CHANCE if judged.point.marks else Verdict.WITHIN


# Kept as a file.


def path_of(version: str, asked: Sequence[object]) -> Path:
    return kept_at("signals", version, asked)


def keep(found: Told, path: Path) -> None:
    lines = [
        {**vars(one), "value": [one.value.zh, one.value.en], "reason": [one.reason.zh, one.reason.en]}
        for one in found.lines
    ]
    verdicts = [[*place, verdict.value] for place, verdict in found.verdicts.items()]
    kept = {"lines": lines, "verdicts": verdicts, "looked_at": found.looked_at}
    with whole(path) as unfinished:
        unfinished.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def read(path: Path) -> Told:
    kept = json.loads(path.read_text(encoding="utf-8"))
    verdicts = {(store, slug): Verdict(verdict) for store, slug, verdict in kept["verdicts"]}
    return Told(tuple(map(_read_line, kept["lines"])), verdicts, kept["looked_at"])


def _read_line(kept: dict[str, Any]) -> Line:
    return Line(**{**kept, "value": Text(*kept["value"]), "reason": Text(*kept["reason"])})
