"""The engine against figures counted by hand: one rule of the clarifications each.

All cases live in one snapshot, each with stores, vehicles and staff numbers of its own, so that
what the engine prepares once is prepared once.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest

from biaogan.engine.facts.snapshot import Snapshot
from biaogan.engine.metrics.reading import readings
from naive.cases import Case
from naive.cases_of_shares import CASES
from naive.frames import snapshot_of
from naive.orders import Row

OWN = ("store", "sold_by", "vin", "staff_id")
CENT = Fraction(51, 10_000)


def apart(row: Row, number: int) -> Row:
    return row | {name: f"{number}{row[name]}" for name in OWN if row.get(name) is not None}


@cache
def all_cases() -> Snapshot:
    facts: dict[str, list[Row]] = {}
    for number, case in enumerate(CASES):
        for kind, rows in case.facts.items():
            facts.setdefault(kind, []).extend(apart(row, number) for row in rows)
    return snapshot_of(facts)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.rule for case in CASES])
def test_the_rule(number: int) -> None:
    case: Case = CASES[number]
    found = readings(
        all_cases(),
        [case.slug],
        months=[case.month],
        stores=[f"{number}A", f"{number}B"],
        as_of=case.as_of,
        by="both",
    )
    seen = {reading.place.removeprefix(str(number)): reading.value for reading in found}
    for place, value in case.expected.items():
        read = seen[place]
        assert (read is None) == (value is None), (place, read, value)
        assert value is None or abs(Fraction(read) - value) < CENT, (place, read, value)
