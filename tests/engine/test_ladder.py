"""The ladder of quality: by hand, against a naive second implementation, and its rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.ladder import Answer, climb, together

BY_HAND = [
    *[Answer(1, 2, 2)] * 4, Answer(1, 0, 2),  # basic 8 of 10
    *[Answer(2, 3, 5)] * 4,  # process 12 of 20
    *[Answer(3, 3, 3)] * 2, Answer(3, 3, 4),  # experience 9 of 10
    *[Answer(4, 2, 2)] * 5,  # surprise 10 of 10
]  # fmt: skip


def test_scores_by_hand():
    ladder = climb(BY_HAND, breaches=0)
    assert [rung.score for rung in ladder.rungs] == [80, 60, 90, 100]
    assert ladder.raw == ladder.counted == pytest.approx(100 * 39 / 50)


def test_while_a_basic_breach_is_open_only_basic_points_count_and_the_full_points_stay():
    ladder = climb(BY_HAND, breaches=1)
    assert ladder.raw == pytest.approx(78)
    assert ladder.counted == pytest.approx(100 * 8 / 50)
    assert [rung.score for rung in ladder.rungs] == [80, 60, 90, 100], "the levels keep their own scores"


def test_strong_surprise_weak_basics():
    assert climb(BY_HAND, breaches=1).top_heavy == 4
    assert climb(BY_HAND, breaches=0).top_heavy == 4, "80 % of basic points is weak without a breach too"


def test_sound_basics_are_not_called_weak():
    sound = [Answer(1, 9, 10)] * 3 + [Answer(4, 1, 1)] * 3
    assert climb(sound, breaches=0).top_heavy is None
    assert climb(sound, breaches=1).top_heavy == 4, "an open breach makes them weak"


def test_two_answers_say_nothing_of_a_level():
    weak = [Answer(1, 0, 1)] * 3
    assert climb([*weak, *[Answer(4, 1, 1)] * 2], breaches=0).top_heavy is None
    assert climb([*weak, *[Answer(4, 1, 1)] * 3], breaches=0).top_heavy == 4
    assert climb([*weak[:2], *[Answer(4, 1, 1)] * 3], breaches=0).top_heavy is None


def test_a_level_no_better_than_weak_basics_is_not_named():
    even = [Answer(1, 8, 10)] * 3 + [Answer(2, 8, 10)] * 3
    assert climb(even, breaches=0).top_heavy is None


def test_without_answers_there_is_no_score():
    ladder = climb([], breaches=2)
    assert (ladder.raw, ladder.counted, ladder.top_heavy) == (None, None, None)
    assert [rung.score for rung in ladder.rungs] == [None] * 4


@pytest.mark.parametrize(
    ("level", "points", "full"), [(0, 1, 1), (5, 1, 1), (1, 2, 1), (1, -1, 1), (1, 0, 0)]
)
def test_what_is_no_answer_is_refused(level, points, full):
    with pytest.raises(ValueError, match=r"no answer|no level"):
        Answer(level, points, full)


def test_fewer_than_no_breaches_are_refused():
    with pytest.raises(ValueError, match="breaches"):
        climb([], breaches=-1)


def naive(answers: list[tuple[int, int, int]], breaches: int) -> tuple:
    """The same in loops and ifs, from the words of the rule."""
    by_level = {}
    for level in range(1, 5):
        mine = [(points, full) for at, points, full in answers if at == level]
        top = sum(points for points, _ in mine)
        by_level[level] = (len(mine), 100 * top / sum(f for _, f in mine) if mine else None)
    everything = sum(full for _, _, full in answers)
    counted = 0
    for level, points, _ in answers:
        if level == 1 or breaches == 0:
            counted += points
    few, basic = by_level[1][0] < 3, by_level[1][1]
    weak = breaches > 0 or (not few and basic < 90)
    named = None
    for level in (2, 3, 4):
        n, score = by_level[level]
        if weak and n >= 3 and score >= 80 and (breaches > 0 or score > basic):
            named = level
    scores = [by_level[level][1] for level in range(1, 5)]
    return scores, 100 * counted / everything if answers else None, named


ANSWERS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 5)).flatmap(
        lambda one: st.tuples(st.just(one[0]), st.integers(0, one[1]), st.just(one[1]))
    ),
    max_size=40,
)


@given(ANSWERS, st.integers(0, 3))
def test_the_ladder_agrees_with_a_naive_second_implementation(answers, breaches):
    ladder = climb([Answer(*one) for one in answers], breaches=breaches)
    scores, counted, named = naive(answers, breaches)
    assert [rung.score for rung in ladder.rungs] == [
        None if score is None else pytest.approx(score) for score in scores
    ]
    assert ladder.counted == (None if counted is None else pytest.approx(counted))
    assert ladder.top_heavy == named


@given(ANSWERS, st.integers(1, 3))
def test_a_breach_never_adds_points(answers, breaches):
    given_answers = [Answer(*one) for one in answers]
    broken, whole = climb(given_answers, breaches=breaches), climb(given_answers, breaches=0)
    assert broken.raw == whole.raw
    if answers:
        assert broken.counted <= whole.counted


def test_a_breach_costs_only_the_points_of_its_own_place():
    whole, broken = climb(BY_HAND, breaches=0), climb(BY_HAND, breaches=1)
    assert together([whole, broken]) == pytest.approx(100 * (39 + 8) / 100)
    assert together([whole]) == pytest.approx(whole.counted)
    assert together([climb([], breaches=1)]) is None
