"""The scorecard against the dictionary's rules, the published mistake, and plain loops."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.scorecard import (
    Line,
    Standing,
    card,
    higher_is_better,
    lower_is_better,
    ranks,
    steadiness,
    within_band,
)

FOUR = {"finance": 30, "customer": 30, "process": 20, "learning": 20}


def whole(**scores: float | None) -> list[Line]:
    return [Line(name, name, weight, scores[name]) for name, weight in FOUR.items()]


def test_a_figure_that_should_be_high_scores_its_share_of_the_target_up_to_120():
    assert [higher_is_better(actual, 50) for actual in (-5, 0, 25, 50, 60, 90)] == [0, 0, 50, 100, 120, 120]


def test_a_figure_that_should_be_low_is_no_negative_score():
    # A published formula gives -25 here, cut to 0; the right answer is 75.
    assert lower_is_better(5, 4) == 75
    assert [lower_is_better(actual, 4) for actual in (0, 2, 4, 8, 9)] == [120, 120, 100, 0, 0]
    assert [lower_is_better(actual, 0) for actual in (0, 1)] == [100, 0]


def test_a_band_costs_points_for_each_unit_outside():
    assert [within_band(at, 1, 2, per_unit=20) for at in (1, 1.5, 2, 2.5, 0, 30)] == [
        100,
        100,
        100,
        90,
        80,
        0,
    ]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda: higher_is_better(1, 0), "divided"),
        (lambda: lower_is_better(1, -1), "below 0"),
        (lambda: within_band(1, 3, 2, per_unit=1), "no band"),
        (lambda: card([Line("a", "finance", -1, 50)]), "negative"),
    ],
)
def test_what_cannot_be_scored_is_refused(wrong, why):
    with pytest.raises(ValueError, match=why):
        wrong()


def test_what_is_missing_gives_its_weight_away_and_is_named():
    lines = [
        Line("revenue", "finance", 20, 110), Line("margin", "finance", 10, None),
        Line("nps", "customer", 30, 80), Line("training", "learning", 20, None),
    ]  # fmt: skip
    seen = card(lines)
    assert seen.missing == ("margin", "training")
    assert seen.used == {"revenue": 50, "nps": 50}
    assert seen.total == pytest.approx(95)
    assert [(part.weight, part.used, part.score) for part in seen.parts] == [
        (30, 50, 110), (30, 50, 80), (20, 0, None),
    ]  # fmt: skip


def test_no_score_at_all_is_no_total():
    seen = card(whole(finance=None, customer=None, process=None, learning=None))
    assert (seen.total, seen.standing, seen.imbalance, seen.used) == (None, None, None, {})
    assert ranks({"A": seen}) == {}


def test_a_red_line_holds_a_store_at_amber_and_behind_the_others():
    good, fair = (
        whole(finance=110, customer=110, process=110, learning=110),
        whole(finance=85, customer=85, process=85, learning=85),
    )
    held = card(good, breached=["complaint-response-24h"])
    assert (held.total, held.standing, held.held_back) == (pytest.approx(110), Standing.AMBER, True)
    assert card(good).standing is Standing.GREEN
    assert ranks({"A": held, "B": card(fair), "C": card(good)}) == {"C": 1, "B": 2, "A": 3}
    low = whole(finance=50, customer=50, process=50, learning=50)
    assert card(low, breached=["x"]).standing is Standing.RED


def test_money_cannot_hide_the_customer():
    seen = card(whole(finance=118, customer=70, process=100, learning=100))
    assert seen.imbalance == pytest.approx(48)


SCORES = st.none() | st.floats(0, 120)
CARDS = st.lists(
    st.tuples(st.sampled_from(list(FOUR)), st.floats(0.5, 40), SCORES), min_size=1, max_size=9
).map(lambda rows: [Line(f"m{at}", *row) for at, row in enumerate(rows)])


def by_loops(lines: list[Line]) -> float | None:
    """The total as one would do it on paper: perspective by perspective."""
    top = bottom = 0.0
    for name in FOUR:
        points = weight = held = 0.0
        for line in lines:
            if line.perspective == name:
                held += line.weight
                if line.score is not None:
                    points += line.weight * line.score
                    weight += line.weight
        if weight:
            top += held * points / weight
            bottom += held
    return top / bottom if bottom else None


@given(CARDS)
def test_the_card_is_what_loops_make_of_it(lines):
    seen = card(lines)
    assert seen.total == (None if by_loops(lines) is None else pytest.approx(by_loops(lines)))
    if seen.total is not None:
        assert sum(seen.used.values()) == pytest.approx(100)
        known = [line.score for line in lines if line.score is not None]
        assert min(known) - 1e-6 <= seen.total <= max(known) + 1e-6


def ranked(stores, breached):
    return ranks({place: card(lines, breached=breached.get(place, ())) for place, lines in stores.items()})


def test_ranks_under_drawn_weights_are_those_of_loops():
    source, breached = random.Random(4), {"B": ["x"]}
    choices = [None, *range(60, 121, 7)]
    stores = {place: whole(**{name: source.choice(choices) for name in FOUR}) for place in "ABCDE"}
    seen, now = steadiness(stores, breached=breached, seed=1, draws=4_000), ranked(stores, breached)
    kept = dict.fromkeys(stores, 0)
    for _ in range(4_000):
        drawn = {name: weight * source.uniform(0.5, 1.5) for name, weight in FOUR.items()}
        anew = {
            place: [Line(one.key, one.perspective, drawn[one.key], one.score) for one in lines]
            for place, lines in stores.items()
        }
        for place, rank in ranked(anew, breached).items():
            kept[place] += rank == now[place]
    assert {place: one.rank for place, one in seen.items()} == now
    for place, one in seen.items():
        assert one.kept == pytest.approx(kept[place] / 4_000, abs=0.04)
        assert one.best <= one.worst


def test_a_store_best_everywhere_is_first_under_any_weights():
    stores = {
        "A": whole(finance=100, customer=100, process=100, learning=100),
        "B": whole(finance=90, customer=80, process=99, learning=20),
        "C": whole(finance=90, customer=None, process=99, learning=None),
    }
    seen = steadiness(stores, breached={}, seed=7)
    assert (seen["A"].rank, seen["A"].kept, seen["A"].best, seen["A"].worst) == (1, 1.0, 1, 1)
    assert steadiness(stores, breached={}, seed=7) == seen
    assert steadiness({}, breached={}, seed=7) == {}


def test_cards_of_different_lines_cannot_be_ranked():
    stores = {"A": [Line("a", "finance", 100, 50)], "B": [Line("b", "finance", 100, 50)]}
    with pytest.raises(ValueError, match="differ"):
        steadiness(stores, breached={}, seed=1)
