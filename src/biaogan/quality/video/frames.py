"""What can be drawn: places in the working calendar of a month, or a list of clips somebody brings.

Pure; a candidate knows its store by the list it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from biaogan.engine.methods.business_calendar import BusinessCalendar
from biaogan.engine.methods.draw import Candidate
from biaogan.engine.periods import first_day, last_day
from biaogan.quality.dayparts import DayPart, parts_of
from biaogan.quality.levels import Step
from biaogan.quality.models import Strata

SEPARATED = re.compile(r"[\t,;，；、]")
MOST = 50_000
LONGEST_ID = 80
VISIBLE = (Step.WELCOME, Step.DIAGNOSIS, Step.QUOTATION, Step.REPAIR, Step.QUALITY_CHECK, Step.DELIVERY)


@dataclass(frozen=True)
class Clip:
    """One candidate: step, part of the week and day are empty where a list does not name them."""

    id: str
    step: str = ""
    part: str = ""
    day: date | None = None

    def row(self, store: str, strata: str) -> list[str]:
        """As it is frozen: id, stratum, step, part, day."""
        return [
            self.id, stratum_of(store, self, strata), self.step, self.part,
            self.day.isoformat() if self.day else "",
        ]  # fmt: skip


class BadList(ValueError):
    """A line of a brought list that cannot be used: number, reason code, what stood there."""

    def __init__(self, line: int, code: str, found: str) -> None:
        super().__init__(f"{line}: {code} {found}")
        self.line, self.code, self.found = line, code, found


def stratum_of(store: str, clip: Clip, strata: str) -> str:
    parts = {Strata.STORE: (), Strata.STEP: (clip.step,), Strata.PART: (clip.step, clip.part)}[Strata(strata)]
    return "/".join([store, *(part or "-" for part in parts)])


def of_calendar(
    store: str, month: str, steps: Sequence[str], calendar: BusinessCalendar, *, until: date
) -> list[Clip]:
    """Every step on every part of every day of the month up to `until`, the last day with footage."""
    day, last = first_day(month), min(last_day(month), until)
    found = []
    while day <= last:
        found += [
            Clip(f"{store}/{day}/{part}/{step}", step, part, day)
            for part in parts_of(day, calendar)
            for step in steps
        ]
        day += timedelta(days=1)
    return found


def of_list(text: str, stores: Mapping[str, str]) -> dict[str, list[Clip]]:
    """Lines of "store, id[, step[, part[, day]]]" by store code; raises BadList with the line.

    `stores`: every spelling that counts -> code. Empty lines are left out.
    """
    found: dict[str, list[Clip]] = {}
    known: set[tuple[str, str]] = set()
    for number, cells in _lines(text):
        if number > MOST:
            raise BadList(number, "many", str(MOST))
        code, clip = _read(number, cells, stores)
        if (code, clip.id) in known:
            raise BadList(number, "twice", clip.id)
        known.add((code, clip.id))
        found.setdefault(code, []).append(clip)
    return found


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.replace("\ufeff", "").splitlines(), start=1):
        if line.strip():
            yield number, [cell.strip() for cell in SEPARATED.split(line.strip())]


def _read(number: int, cells: list[str], stores: Mapping[str, str]) -> tuple[str, Clip]:
    name, clip, step, part, day = (*cells, "", "", "", "", "")[:5]
    if name not in stores:
        raise BadList(number, "store", name)
    if not clip or len(clip) > LONGEST_ID:
        raise BadList(number, "id", clip)
    if step and step not in Step.values:
        raise BadList(number, "step", step)
    if part and part not in DayPart.values:
        raise BadList(number, "part", part)
    try:
        when = date.fromisoformat(day) if day else None
    except ValueError:
        raise BadList(number, "day", day) from None
    return stores[name], Clip(clip, step, part, when)


def candidates(rows: Sequence[Sequence[str]]) -> list[Candidate]:
    """Frozen rows as the draw takes them."""
    return [Candidate(row[0], row[1]) for row in rows]
