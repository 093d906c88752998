"""A whole divided into parts: exact, fair, and as a naive second implementation does it."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from biaogan.targets.goals.spreading import NothingToDivideBy, parts, path


def one_by_one(whole: int, weights: list[int]) -> list[int]:
    """Hand every unit out alone: round down first, then each to whoever is owed most."""
    total = sum(weights)
    given = [whole * weight // total for weight in weights]
    for _ in range(whole - sum(given)):
        owed = [Fraction(whole * weight, total) - had for weight, had in zip(weights, given, strict=True)]
        given[owed.index(max(owed))] += 1
    return given


def test_the_seats_of_a_published_example():
    """Wikipedia, 'Quota method', Hare quota: 100,000 votes, ten seats."""
    assert parts(10, [47_000, 16_000, 15_800, 12_000, 6_100, 3_100]) == [5, 2, 1, 1, 1, 0]


def test_the_parts_sum_to_the_whole_and_agree_with_handing_out_one_by_one():
    chance = random.Random(7)
    for _ in range(300):
        weights = [chance.randrange(0, 50) for _ in range(chance.randrange(1, 13))]
        if not any(weights):
            continue
        whole = chance.randrange(0, 10_000)
        found = parts(whole, weights)
        assert sum(found) == whole
        assert found == one_by_one(whole, weights)


def test_a_part_without_weight_gets_nothing():
    assert parts(100, [1, 0, 1]) == [50, 0, 50]


def test_nothing_can_be_divided_by_nothing():
    with pytest.raises(NothingToDivideBy):
        parts(100, [0, 0])
    with pytest.raises(ValueError, match="negative"):
        parts(100, [3, -1])


def test_a_level_moves_in_equal_steps():
    assert path(Decimal(90), Decimal(95), 6) == [Decimal(value) for value in (90, 91, 92, 93, 94, 95)]
    assert path(Decimal(90), Decimal(95), 1) == [Decimal(95)]
