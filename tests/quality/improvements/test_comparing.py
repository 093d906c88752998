"""What a measurement says: shown, short, not yet provable, faded, worse; drawn series with a known effect."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from biaogan.engine.periods import months_between, rolling, shifted
from biaogan.org.models import Store
from biaogan.quality.improvements.chances import said
from biaogan.quality.improvements.comparing import PAST, baseline, gap, look, window
from biaogan.quality.models import Improvement

OPENED = date(2026, 5, 20)
BEFORE = baseline(OPENED)
FIRST = "2026-07"
MONTHS = [*rolling(BEFORE[-1], PAST), *months_between(FIRST, shifted(FIRST, 11))]
STORES = [f"S{number}" for number in range(10)]


def improvement(**more) -> Improvement:
    given = {"metric": "on-time-delivery", "direction": "up", "size": Decimal(5), "opened_on": OPENED}
    return Improvement(**(given | more), store=Store(code="S0", name="一店"))


def values(effect, *, seed=1, stores=STORES, noise=1.0):
    """effect: months after the work -> points; every store has its own level and noise, all one shock."""
    chance = np.random.default_rng(seed)
    common = {month: chance.normal(0, 2) for month in MONTHS}
    found = {store: {} for store in stores}
    for at, store in enumerate(stores):
        for month in MONTHS:
            after = month >= FIRST
            own = effect(1 + MONTHS.index(month) - MONTHS.index(FIRST)) if store == "S0" and after else 0
            found[store][month] = 80 + at + common[month] + chance.normal(0, noise) + own
    return found


def verdict(effect, months, *, level=0.1, shown=None, seed=1, **more):
    found = look(
        improvement(**more), values(effect, seed=seed), window(FIRST, months), level=level, shown=shown
    )
    return found.verdict


def test_an_effect_as_large_as_promised_is_shown():
    found = look(improvement(), values(lambda _at: 8), window(FIRST, 3), level=0.1)
    assert found.verdict == "shown"
    assert found.effect == pytest.approx(8, abs=2)
    assert (found.comparison.as_large, found.comparison.assignments) == (1, 10)
    assert "1/10" in found.says.en
    assert "90 % range" in [fact.name.en for fact in found.facts]


def test_with_one_store_of_ten_the_95_percent_range_has_no_bound():
    found = look(improvement(), values(lambda _at: 8), window(FIRST, 3), level=0.1)
    ranges = {fact.name.en: fact.value.en for fact in found.facts}
    assert ranges["95 % range"] == "no bound: too few stores"


def test_a_real_effect_below_the_promise_does_not_close():
    assert verdict(lambda _at: 8, 3, size=Decimal(20)) == "short"


def test_nothing_done_is_not_yet_provable():
    assert verdict(lambda _at: 0, 3) == "unproven"


def test_what_happens_to_all_stores_is_no_effect():
    same = values(lambda _at: 0)
    for store in STORES:
        for month in window(FIRST, 3):
            same[store][month] += 15
    assert look(improvement(), same, window(FIRST, 3), level=0.1).verdict == "unproven"


def test_worse_is_worse_in_the_direction_promised():
    assert verdict(lambda _at: -8, 3) == "worse"
    assert verdict(lambda _at: 8, 3, direction="down") == "worse"
    assert verdict(lambda _at: -8, 3, direction="down") == "shown"


def test_an_effect_that_goes_away_has_faded():
    course = lambda at: 10 if at <= 3 else 0  # noqa: E731 - one line says it
    assert verdict(course, 3) == "shown"
    assert verdict(course, 6, shown=10.0) == "faded"
    assert verdict(lambda _at: 10, 6, shown=10.0) == "shown"


def test_where_the_level_cannot_be_reached_nothing_is_proven():
    five = values(lambda _at: 30, stores=STORES[:5])
    assert look(improvement(), five, window(FIRST, 3), level=0.1).verdict == "unproven"
    assert look(improvement(), five, window(FIRST, 3), level=0.2).verdict == "shown"


def test_one_store_alone_proves_nothing():
    alone = look(improvement(), values(lambda _at: 30, stores=["S0"]), window(FIRST, 3), level=0.5)
    assert (alone.verdict, alone.comparison) == ("unproven", None)


def test_too_few_months_before_say_nothing():
    few = values(lambda _at: 8)
    few["S0"] = {month: value for month, value in few["S0"].items() if month > BEFORE[3]}
    assert look(improvement(), few, window(FIRST, 3), level=0.1) is None


def test_chance_alone_is_seldom_called_an_effect():
    """One store of ten where nothing was done: at most 5 of 100 either way, of 200 drawn regions."""
    called = sum(
        verdict(lambda _at: 0, 3, seed=seed, size=Decimal("0.1")) != "unproven" for seed in range(200)
    )
    assert called <= 12


def test_the_months_after_are_the_last_three():
    assert window(FIRST, 1) == ["2026-07"]
    assert window(FIRST, 3) == ["2026-07", "2026-08", "2026-09"]
    assert window(FIRST, 5) == ["2026-09", "2026-10", "2026-11"]


def test_the_gap_leaves_out_months_that_are_missing():
    some = {"S0": {"a": 3.0}, "S1": {"a": 1.0, "b": 1.0}, "S2": {"a": 2.0}}
    assert gap(some, "S0", ["a", "b"]) == [1.5, None]


def test_before_it_begins_it_says_what_can_be_proven():
    kept = {"stores": 10, "level": 0.1, "p": 0.1, "spread": 2.0, "effect": 4.4}
    sentences = [one.en for one in said(kept, "on-time-delivery", 3)]
    assert sentences[0] == "With one store of 10, p can never be below 0.10."
    assert "4.4 pp or more" in sentences[1]
    assert "not yet provable" in sentences[2]
    five = [one.en for one in said(kept | {"stores": 5, "p": 0.2}, "on-time-delivery", 6)]
    assert "can never be proven" in five[0]
    assert len(five) == 2
