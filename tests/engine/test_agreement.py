"""Cohen's kappa against published tables and a count by loops."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.agreement import cohen_kappa


def pairs(both, first, second, neither):
    table = ((True, True), both), ((True, False), first), ((False, True), second), ((False, False), neither)
    return [pair for pair, count in table for _ in range(count)]


@pytest.mark.parametrize(
    ("counts", "published"),
    [((20, 5, 10, 15), 0.40), ((45, 15, 25, 15), 0.1304), ((25, 35, 5, 35), 0.2593)],
)
def test_the_published_tables_come_out(counts, published):
    found = cohen_kappa(pairs(*counts))
    assert found.kappa == pytest.approx(published, abs=5e-5)
    assert found.interval.holds(found.kappa)


def test_the_range_is_that_of_cohens_error():
    found = cohen_kappa(pairs(20, 5, 10, 15))
    assert (found.n, found.agreed) == (50, 35)
    assert found.interval.high - found.kappa == pytest.approx(1.959964 * 0.1296148, abs=1e-5)


def test_nothing_is_said_where_chance_explains_everything():
    assert cohen_kappa([]).kappa is None
    only = cohen_kappa([(True, True)] * 9)
    assert (only.agreed, only.kappa, only.interval) == (9, None, None)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_kappa_is_that_of_a_count_over_all_pairs_of_answers(rows):
    """Naive: chance is how often a first answer meets any second one."""
    n = len(rows)
    chance = sum(one == other for one, _ in rows for _, other in rows) / n**2
    agreed = sum(one == other for one, other in rows) / n
    found = cohen_kappa(rows).kappa
    if found is None:
        assert chance == 1
    else:
        assert found == pytest.approx((agreed - chance) / (1 - chance))
