"""A region that meets every edge: many small nasty regions side by side, kept in one real lake."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from tests.engine.builders import checked

from biaogan.engine.facts.checking.vocabulary import codes_of
from biaogan.engine.facts.engines import Connection
from biaogan.engine.facts.kind import Field, Kind, Type
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.facts.lake import Lake
from biaogan.engine.facts.snapshot import Snapshot, over_files
from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.reading import readings
from naive.worlds import Question, questions

WORLDS = 40
ROWS = 300  # of a kind that the small regions do not hold
MONTHS = [f"{year}-{month:02d}" for year in range(2023, 2028) for month in range(1, 13)]
AS_OF = date(2026, 5, 1)
OWN = ("store", "sold_by", "vin", "staff_id")  # what must not be mistaken between the small regions

Facts = dict[str, list[dict[str, Any]]]
Figures = dict[tuple[str, str, str], tuple[Any, ...]]


@dataclass(frozen=True)
class Region:
    """The files of a lake, and the stores they speak of."""

    files: dict[str, list[str]]
    stores: list[str]

    def on(self, connection: Connection | None = None) -> Snapshot:
        return over_files("region", self.files, connection)


def drawn(count: int) -> list[Question]:
    """The same small regions every time."""
    found: list[Question] = []

    @settings(
        max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(questions())
    def collect(question: Question) -> None:
        found.append(question)

    collect()
    return found


def facts(worlds: list[Question]) -> Facts:
    """The small regions side by side, and rows at random of the kinds they do not hold."""
    whole: Facts = defaultdict(list)
    for at, world in enumerate(worlds):
        for kind, rows in world.facts.items():
            for row in rows:
                own = {name: f"{row[name]}-{at:02d}" for name in OWN if row.get(name) is not None}
                whole[kind].append(row | own | {"line": 2 + len(whole[kind])})
    for row in whole["vehicle"]:
        row.update(store=row["sold_by"] or row["store"], sold_by_store=row["sold_by"] is not None)
    shared = {
        name: sorted({row[name] for row in whole["repair_order"] if row.get(name)})
        for name in ("store", "vin", "ro_no")
    }
    for code in KINDS.keys() - whole.keys():
        dice = random.Random(code)
        whole[code] = [_at_random(KINDS[code], line, shared, dice) for line in range(2, 2 + ROWS)]
    return whole


def _at_random(kind: Kind, line: int, shared: dict[str, list[str]], dice: random.Random) -> dict[str, Any]:
    def cell(field: Field) -> Any:
        if dice.random() < 0.15 and not field.required:
            return None
        if field.name in shared:
            return dice.choice(shared[field.name])
        day = datetime(2023, 1, 1, 9) + timedelta(hours=7 * dice.randrange(5000))
        words = sorted(set(codes_of(kind.code, field.name).values())) or ["a", "b", "c"]
        return {
            Type.DATE: day.date(), Type.MOMENT: day, Type.MONTH: f"{day:%Y-%m}",
            Type.FLAG: dice.random() < 0.5, Type.CHOICE: dice.choice(words),
            Type.TEXT: f"{field.name} {dice.randrange(9)}",
        }.get(field.type, dice.choice([0, 1000, 5000, 10000, 123450, -5000]))  # fmt: skip

    row = {field.column: cell(field) for field in kind.fields}
    return {"line": line, "store": dice.choice(shared["store"])} | row


def kept(folder: Path) -> Region:
    """The region in a lake of its own; every kind comes in two batches, so in several files."""
    whole = facts(drawn(WORLDS))
    lake, files = Lake(folder, buckets=2), {}
    for kind, rows in whole.items():
        pin = None
        for batch, half in (("B1", rows[::2]), ("B2", rows[1::2])):
            pin = lake.accept(kind, pin, checked(kind, *half), batch).version
        files[kind] = lake.files(kind, pin)
    return Region(files, sorted({row["store"] for row in whole["repair_order"]}))


def figures(snapshot: Snapshot, region: Region) -> Figures:
    """(slug, place, month) -> numerator, denominator, value, n; for every metric, store and month."""
    found = readings(snapshot, list(CATALOGUE), months=MONTHS, stores=region.stores, as_of=AS_OF, by="both")
    return {(r.slug, r.place, r.month): (r.numerator, r.denominator, r.value, r.n) for r in found}


def differences(mine: Figures, theirs: Figures) -> dict[tuple[str, str, str], Any]:
    """Where two engines disagree by anything at all: sums are whole numbers, percentiles to a thousandth."""
    return {
        key: (mine.get(key), theirs.get(key))
        for key in mine.keys() | theirs.keys()
        if mine.get(key) != theirs.get(key)
    }
