"""What brought a visit back: by hand, and against the second implementation's pairs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.engine.test_metrics_against_naive import EXAMPLES

from biaogan.engine.metrics.returning import Return, returns_of
from naive.cases import FIRST, labour, orders, returning, visit
from naive.frames import snapshot_of
from naive.process import came_back
from naive.world import World
from naive.worlds import Question, questions

NUMBER = FIRST["ro_no"]


def found(facts: dict[str, list[Any]], ro_no: str = NUMBER) -> list[Return]:
    return returns_of(snapshot_of(facts), store="A", ro_no=ro_no)


NOISE = {"complaint_text": " noise "}
AGAIN = visit("2025-03-20", ro_no="later")


@pytest.mark.parametrize(
    ("why", "facts"),
    [
        (("parent",), orders(FIRST, returning("2025-03-20"))),
        (("latest",), orders(FIRST, returning("2025-03-20", parent_ro_no=None))),
        (("complaint",), orders(FIRST | {"complaint_text": "noise"}, AGAIN | NOISE)),
        (
            ("operation",),
            orders(FIRST, AGAIN, ro_labour=[labour(row, 100, op_code="B10") for row in (FIRST, AGAIN)]),
        ),
        (
            ("parent", "complaint"),
            orders(FIRST | NOISE, returning("2025-03-20", complaint_text="noise")),
        ),
    ],
)
def test_a_return_names_both_sides_the_days_and_every_relation(why, facts):
    expected = [Return((NUMBER,), ("later",), 10, why, repair=True)]
    assert found(facts) == expected
    assert found(facts, "later") == expected


def test_a_visit_for_something_else_and_one_too_late_are_no_returns():
    assert found(orders(FIRST, AGAIN)) == []
    without_code = [labour(row, 100, op_code="") for row in (FIRST, AGAIN)]
    assert found(orders(FIRST, AGAIN, ro_labour=without_code)) == []
    assert found(orders(FIRST, returning("2025-04-10"))) == []
    assert found(orders(FIRST), "nobody") == []


def test_a_first_visit_that_was_no_repair_is_told_apart():
    [one] = found(orders(FIRST | {"biz_type": "maintenance"}, returning("2025-03-20")))
    assert not one.repair


def pairs_by_hand(question: Question) -> set[tuple[str, frozenset[str], frozenset[str]]]:
    world = World(question.facts, question.stores, date(2100, 1, 1))
    numbers = {id(visit): frozenset(order.number for order in visit.orders) for visit in world.visits}
    base = [one for one in world.visits if one.repair]
    return {
        (first.store, numbers[id(first)], numbers[id(again)])
        for first in base
        for again in world.visits
        if came_back(world, first, again)
    }


def pairs_of_the_engine(question: Question) -> set[tuple[str, frozenset[str], frozenset[str]]]:
    snapshot = snapshot_of(question.facts)
    named = {(row["store"], row["ro_no"]) for row in question.facts["repair_order"]}
    return {
        (store, frozenset(one.first), frozenset(one.again))
        for store, ro_no in named
        for one in returns_of(snapshot, store=store, ro_no=ro_no)
        if one.repair
    }


@given(questions())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_pairs_are_those_of_the_second_implementation(question):
    assert pairs_of_the_engine(question) == pairs_by_hand(question)
