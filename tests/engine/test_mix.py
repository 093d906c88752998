"""A gap in a ratio: Berkeley, a paradox, and a second calculation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.mix import of_ratio

# Applicants and admitted to the six largest departments, autumn 1973 (Bickel, Hammel and O'Connell 1975).
MEN = {"A": (512, 825), "B": (353, 560), "C": (120, 325), "D": (138, 417), "E": (53, 191), "F": (22, 373)}
WOMEN = {"A": (89, 108), "B": (17, 25), "C": (202, 593), "D": (131, 375), "E": (94, 393), "F": (24, 341)}


def test_berkeley_is_a_matter_of_mix():
    found = of_ratio(MEN, WOMEN)
    assert (round(found.before, 3), round(found.after, 3)) == (0.445, 0.304)
    assert found.mix < -0.17
    assert found.within > 0.03
    assert found.paradox is False  # in two departments women were admitted less often


def test_berkeleys_rates_as_they_were_published():
    men = {"A": 0.62, "B": 0.63, "C": 0.37, "D": 0.33, "E": 0.28, "F": 0.06}
    women = {"A": 0.82, "B": 0.68, "C": 0.34, "D": 0.35, "E": 0.24, "F": 0.07}
    found = of_ratio(
        {name: (rate * MEN[name][1], MEN[name][1]) for name, rate in men.items()},
        {name: (rate * WOMEN[name][1], WOMEN[name][1]) for name, rate in women.items()},
    )
    assert (round(found.before, 3), round(found.after, 3)) == (0.445, 0.303)
    assert (round(found.mix, 3), round(found.within, 3)) == (-0.177, 0.035)


def test_every_line_rises_and_the_margin_falls():
    before = {"maintenance": (25.0, 50), "repair": (12.0, 30), "accident": (4.0, 20)}
    after = {"maintenance": (18.2, 35), "repair": (12.6, 30), "accident": (7.35, 35)}
    found = of_ratio(before, after)
    assert (round(found.before, 4), round(found.after, 4)) == (0.41, 0.3815)
    assert (found.mix, found.within) == pytest.approx((-0.04575, 0.01725))
    mixes = [each.mix for each in found.segments.values()]
    assert mixes == pytest.approx([-0.0171, 0, -0.0286], abs=1e-4)
    assert found.paradox is True


def test_a_whole_that_moves_with_its_parts_is_no_paradox():
    assert of_ratio({"a": (1, 2), "b": (1, 4)}, {"a": (2, 2), "b": (2, 4)}).paradox is False
    assert of_ratio({"a": (1, 2)}, {"a": (1, 2)}).paradox is False


CELLS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, 500), st.just(n)))
SIDES = st.dictionaries(st.sampled_from("abcdef"), CELLS, min_size=1)


@given(SIDES, SIDES)
def test_mix_and_within_sum_to_the_gap_and_segments_to_both(before, after):
    found = of_ratio(before, after)
    assert found.mix + found.within == pytest.approx(found.gap, abs=1e-9)
    assert sum(each.mix for each in found.segments.values()) == pytest.approx(found.mix, abs=1e-9)
    assert sum(each.within for each in found.segments.values()) == pytest.approx(found.within, abs=1e-9)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_the_parts_are_those_of_kitagawas_formula(cells):
    before = {str(i): old for i, (old, _) in enumerate(cells)}
    after = {str(i): new for i, (_, new) in enumerate(cells)}
    sizes = [sum(n for _, n in side.values()) for side in (before, after)]
    mix = within = 0.0
    for (top0, n0), (top1, n1) in cells:
        mix += (n1 / sizes[1] - n0 / sizes[0]) * (top0 / n0 + top1 / n1) / 2
        within += (top1 / n1 - top0 / n0) * (n0 / sizes[0] + n1 / sizes[1]) / 2
    found = of_ratio(before, after)
    assert (found.mix, found.within) == pytest.approx((mix, within), abs=1e-9)


@given(SIDES, SIDES)
def test_back_again_is_the_opposite(before, after):
    forth, back = of_ratio(before, after), of_ratio(after, before)
    assert (forth.mix, forth.within, forth.paradox) == pytest.approx((-back.mix, -back.within, back.paradox))


def test_a_new_segment_has_only_a_mix_effect():
    found = of_ratio({"a": (5, 10)}, {"a": (5, 10), "new": (1, 10)})
    assert (found.segments["new"].within, found.segments["a"].within) == (0, 0)
    assert found.mix == pytest.approx(0.3 - 0.5)


def test_without_cases_there_is_no_gap():
    assert of_ratio({"a": (0, 0)}, {"a": (1, 2)}) is None
    assert of_ratio({}, {}) is None


@pytest.mark.parametrize("side", [{"a": (1, -2)}, {"a": (1, 0), "b": (1, 2)}])
def test_what_is_no_ratio_is_refused(side):
    with pytest.raises(ValueError, match=r"negative denominator|a: 1 over nothing"):
        of_ratio(side, {"a": (1, 2)})
