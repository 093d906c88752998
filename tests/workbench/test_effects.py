"""What a task has done: measured against the other stores, and proven only beyond chance."""

from __future__ import annotations

import numpy as np
import pytest
from tests.targets.signals.quiet import MONTHS, amount, share

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.followup.states import TaskState
from biaogan.targets.numbers import Figures
from biaogan.workbench.effects import change_of, course_of, judged

STORES = ["A", "B", "C"]
BEFORE, AFTER, PAST = MONTHS[-10:-4], MONTHS[-3:], MONTHS[-22:-4]


def figures(slug, make, values):
    """values: store -> month number -> value."""
    found = {}
    for store in STORES:
        for at, month in enumerate(MONTHS):
            found[slug, store, month] = make(slug, store, month, values(store, at))
    return Figures(found)


def percent(slug, store, month, value):
    return share(slug, store, month, round(value * 10), 1000)


def measured(slug, make, values):
    metric = metric_of(slug)
    course = course_of(metric, figures(slug, make, values), "A", STORES, MONTHS)
    change, error = change_of(course.gap, BEFORE, AFTER, PAST)
    return change, error, judged(metric, change, error)


def noise(seed):
    chance = np.random.default_rng(seed).normal(0, 1, (len(STORES), len(MONTHS)))
    return lambda store, at: chance[STORES.index(store), at]


def test_a_store_that_alone_gets_better_has_kept_its_effect():
    wobble = noise(3)
    change, _, verdict = measured(
        "on-time-delivery", percent,
        lambda store, at: 80 + wobble(store, at) + (12 if store == "A" and at >= len(MONTHS) - 4 else 0),
    )  # fmt: skip
    assert verdict == TaskState.KEPT
    assert change == pytest.approx(12, abs=2)


def test_what_happens_to_all_stores_is_no_effect():
    wobble = noise(4)
    change, _, verdict = measured(
        "on-time-delivery", percent,
        lambda store, at: 80 + wobble(store, at) + (12 if at >= len(MONTHS) - 4 else 0),
    )  # fmt: skip
    assert verdict == TaskState.UNPROVEN
    assert abs(change) < 3


def test_a_store_that_gets_worse_has_relapsed():
    wobble = noise(5)
    _, _, verdict = measured(
        "comeback-rate", percent,
        lambda store, at: 6 + wobble(store, at) / 5 + (6 if store == "A" and at >= len(MONTHS) - 4 else 0),
    )  # fmt: skip
    assert verdict == TaskState.RELAPSED


def test_sums_are_compared_in_percent_of_themselves():
    wobble = noise(6)
    change, _, verdict = measured(
        "revenue", amount,
        lambda store, at: 1e6 * (3 if store == "B" else 1) * (1 + wobble(store, at) / 100)
        * (1.2 if store == "A" and at >= len(MONTHS) - 4 else 1),
    )  # fmt: skip
    assert verdict == TaskState.KEPT
    assert change == pytest.approx(100 * np.log(1.2), abs=3)


def test_chance_alone_is_seldom_called_an_effect():
    """At most 8 of 100 stores at which nothing was done; 5 are expected, and the spread is only estimated."""
    called = 0
    for seed in range(200):
        wobble = noise(100 + seed)
        *_, verdict = measured("on-time-delivery", percent, lambda s, at, w=wobble: 80 + w(s, at))
        called += verdict != TaskState.UNPROVEN
    assert called <= 16


def test_one_store_alone_is_measured_against_its_own_past():
    metric = metric_of("on-time-delivery")
    wobble = noise(8)
    read = figures("on-time-delivery", percent, lambda store, at: 80 + wobble(store, at))
    course = course_of(metric, read, "A", ["A"], MONTHS)
    assert course.others == {}
    assert course.gap[MONTHS[-1]] == pytest.approx(course.own[MONTHS[-1]])


def test_months_without_a_reading_are_left_out():
    metric = metric_of("on-time-delivery")
    read = figures("on-time-delivery", percent, noise(9))
    read.found["on-time-delivery", "A", MONTHS[-1]] = share("on-time-delivery", "A", MONTHS[-1], 0, 0)
    assert MONTHS[-1] not in course_of(metric, read, "A", STORES, MONTHS).gap
