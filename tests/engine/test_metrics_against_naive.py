"""The engine against the second implementation, over small nasty regions.

A disagreement is shrunk to the smallest region that shows it and printed with both figures.
"""

from __future__ import annotations

import os
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings

import naive
from biaogan.engine.metrics.reading import readings
from naive import capacity, capital, loyalty
from naive.frames import snapshot_of
from naive.worlds import Question, held_questions, promised_questions, questions

EXAMPLES = int(os.environ.get("BIAOGAN_TEST_EXAMPLES", "15"))
# Their parts are free (clarification 15).
VALUE_ONLY = {"cycle-time-median", "cycle-time-p90"}
# Averages of money are given to the fen.
TO_THE_FEN = {
    "revenue-per-visit",
    "revenue-per-customer-year",
    "effective-labour-rate",
    "output-per-head",
}

HELD = [*capital.METRICS, *loyalty.METRICS, *capacity.METRICS]

Key = tuple[str, str, str]


def agree(mine: Fraction | None, theirs: Any, tolerance: Fraction) -> bool:
    if mine is None or theirs is None:
        return mine is None and theirs is None
    return abs(mine - Fraction(theirs)) <= tolerance


def tolerance_of(slug: str, value: Fraction | None) -> Fraction:
    if slug in TO_THE_FEN:
        return Fraction(51, 10_000)
    return Fraction(1, 10**9) * max(1, abs(value or 0))


def same(slug: str, mine: naive.Reading, theirs: Any) -> bool:
    if not agree(mine.value, theirs.value, tolerance_of(slug, mine.value)):
        return False
    if mine.value is None or slug in VALUE_ONLY:
        return True
    tiny = Fraction(1, 10**9)
    return agree(mine.numerator, theirs.numerator, tiny) and agree(mine.denominator, theirs.denominator, tiny)


def figures(reading: Any) -> tuple[float | None, ...]:
    parts = (reading.numerator, reading.denominator, reading.value)
    return tuple(None if part is None else float(part) for part in parts)


def disagreements(question: Question, slugs: list[str] | None = None) -> dict[Key, tuple[Any, Any]]:
    """Where the two differ: (naive, engine), each numerator, denominator, value."""
    asked = {"months": question.months, "stores": question.stores, "as_of": question.as_of}
    mine = naive.readings(question.facts, slugs=slugs, **asked)
    found = readings(snapshot_of(question.facts), slugs or naive.SLUGS, by="both", **asked)
    theirs = {(reading.slug, reading.place, reading.month): reading for reading in found}
    assert set(mine) == set(theirs)
    return {
        key: (figures(reading), figures(theirs[key]))
        for key, reading in mine.items()
        if not same(key[0], reading, theirs[key])
    }


@pytest.mark.timeout(900)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
@given(questions())
def test_two_implementations_agree_on_every_metric(question: Question) -> None:
    agree_on(question)


@pytest.mark.timeout(900)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
@given(held_questions())
def test_two_implementations_agree_on_what_is_held_besides_orders(question: Question) -> None:
    agree_on(question, HELD)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
@given(promised_questions())
def test_two_implementations_agree_on_improvements(question: Question) -> None:
    agree_on(question, ["improvement-loop-closure"])


def agree_on(question: Question, slugs: list[str] | None = None) -> None:
    found = disagreements(question, slugs)
    for kind, rows in question.facts.items():
        if found and rows:
            note(
                f"{kind}: {[{name: cell for name, cell in row.items() if cell is not None} for row in rows]}"
            )
    assert found == {}
