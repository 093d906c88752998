"""Who is drawn for which store: repeatable, within the lock-out, in rotation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.business_calendar import china
from biaogan.quality.shops.assigning import Offer, Past, TooFewShoppers, assign
from biaogan.quality.shops.clock import days_of, quarter_after, quarter_of, working_days_after

STARTS = date(2026, 10, 12)
DAYS = {part: [STARTS + timedelta(days=7 * week + at) for week in range(4)]
        for at, part in enumerate(("weekday-am", "weekday-pm", "weekend-am", "weekend-pm"))}  # fmt: skip
OFFER = Offer(
    ("A", "B", "C"), 2, ("s1", "s2", "s3", "s4"), ("call", "noise", "bill"), DAYS, (), 180, STARTS, "seed"
)


def past(store, shopper, *, days_ago, last_wave=False, scenario="call", part="weekday-am"):
    return Past(store, shopper, scenario, part, STARTS - timedelta(days=days_ago), last_wave)


def test_the_same_seed_gives_the_same_plan_and_another_one_another():
    assert assign(OFFER) == assign(replace(OFFER, stores=("C", "B", "A")))
    assert assign(OFFER) != assign(replace(OFFER, seed="other"))


def test_every_store_gets_its_number_by_different_shoppers_on_different_parts():
    plan = assign(OFFER)
    assert [(one.store, one.place) for one in plan] == [(s, n) for s in "ABC" for n in (1, 2)]
    for store in "ABC":
        here = [one for one in plan if one.store == store]
        assert len({one.shopper for one in here}) == 2
        assert len({one.part for one in here}) == 2
        assert len({one.scenario for one in here}) == 2
        assert all(one.day in DAYS[one.part] for one in here)


def test_work_is_shared_evenly():
    counts = {}
    for one in assign(replace(OFFER, stores=tuple("ABCDEF"))):
        counts[one.shopper] = counts.get(one.shopper, 0) + 1
    assert set(counts.values()) == {3}


@pytest.mark.parametrize(("days_ago", "free"), [(179, False), (180, True), (400, True)])
def test_the_lock_out_ends_on_its_day(days_ago, free):
    offer = replace(
        OFFER, stores=("A",), shoppers=("s1", "s2"), per_store=2, past=(past("A", "s1", days_ago=days_ago),)
    )
    if free:
        assert {one.shopper for one in assign(offer)} == {"s1", "s2"}
    else:
        with pytest.raises(TooFewShoppers) as fault:
            assign(offer)
        assert (fault.value.store, fault.value.found, fault.value.needed) == ("A", 1, 2)


def test_nobody_comes_two_waves_in_a_row_whatever_the_lock_out():
    offer = replace(
        OFFER, stores=("A",), shoppers=("s1", "s2"), per_store=1, lock_out_days=0,
        past=(past("A", "s1", days_ago=100, last_wave=True),),
    )  # fmt: skip
    assert [one.shopper for one in assign(offer)] == ["s2"]


def test_another_store_does_not_lock_a_shopper_out():
    offer = replace(OFFER, stores=("B",), shoppers=("s1",), per_store=1, past=(past("A", "s1", days_ago=1),))
    assert [one.shopper for one in assign(offer)] == ["s1"]


def test_scenarios_and_parts_a_store_has_had_come_last():
    had = tuple(
        past("A", "s9", days_ago=500, scenario=scenario, part=part)
        for scenario, part in (("call", "weekday-am"), ("noise", "weekday-pm"))
    )
    one = assign(replace(OFFER, stores=("A",), per_store=1, past=had))[0]
    assert one.scenario == "bill"
    assert one.part in {"weekend-am", "weekend-pm"}


def test_a_wave_without_weekends_draws_weekdays():
    days = {**DAYS, "weekend-am": [], "weekend-pm": []}
    assert {one.part for one in assign(replace(OFFER, days=days))} == {"weekday-am", "weekday-pm"}


@given(
    st.text(max_size=12),
    st.integers(1, 4),
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from(("s1", "s2", "s3", "s4")), st.integers(0, 400)),
        max_size=8,
    ),
)
def test_no_plan_breaks_the_lock_out(seed, per_store, visits):
    rows = tuple(past(store, shopper, days_ago=days) for store, shopper, days in visits)
    offer = replace(OFFER, seed=seed.encode("utf-8", "ignore").decode(), per_store=per_store, past=rows)
    free = {
        store: {"s1", "s2", "s3", "s4"} - {s for at, s, days in visits if at == store and days < 180}
        for store in "ABC"
    }
    if min(len(names) for names in free.values()) < per_store:
        with pytest.raises(TooFewShoppers):
            assign(offer)
    else:
        plan = assign(offer)
        assert len({(one.store, one.shopper) for one in plan}) == 3 * per_store
        assert all(one.shopper in free[one.store] for one in plan)


def test_the_clock_of_an_appeal_counts_working_days_of_the_calendar():
    assert working_days_after(date(2026, 11, 23), 5, china()) == date(2026, 11, 30)  # over a weekend
    assert working_days_after(date(2026, 9, 30), 1, china()) == date(2026, 10, 8)  # over the National Day
    assert working_days_after(date(2026, 11, 23), 0, china()) == date(2026, 11, 23)


def test_quarters_are_spans_of_days():
    assert quarter_of(date(2026, 11, 30)) == "2026Q4"
    assert days_of("2026Q4") == (date(2026, 10, 1), date(2026, 12, 31))
    assert days_of("2026Q1") == (date(2026, 1, 1), date(2026, 3, 31))
    assert quarter_after("2026Q4") == "2027Q1"
    with pytest.raises(ValueError, match="no quarter"):
        days_of("2026-11")
