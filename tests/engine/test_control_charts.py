"""Control charts: NIST, Montgomery, chance, frozen limits, and every rule with its reason."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.chart_rules import Rule
from biaogan.engine.methods.control_charts import Baseline, laney_chart, p_chart, u_chart, xmr

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: ten batches.
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# Montgomery, Introduction to Statistical Quality Control, table 7.1: 30 samples of 50 cans.
CANS = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]
# NIST 6.3.3.1: defects on 25 wafers.
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]


def whole(series):
    return [Baseline(0, len(series) - 1)]


def beyond(chart):
    return [signal.at for signal in chart.signals if signal.rule is Rule.BEYOND_LIMIT]


def test_the_flow_rates_of_nist():
    chart = xmr(FLOW, whole(FLOW))
    point = chart.points[0]
    assert (round(point.centre, 2), round(point.upper, 4), round(point.lower, 4)) == (50.81, 55.8041, 45.8159)
    assert chart.frozen[0].range_limit == pytest.approx(3.267 * 1.8778, abs=1e-3)
    assert beyond(chart) == []


def test_the_orange_juice_cans_of_montgomery():
    cans = [(each, 50) for each in CANS]
    chart = p_chart(cans, whole(cans), exact=False)
    point = chart.points[0]
    assert [round(each, 4) for each in (point.centre, point.upper, point.lower)] == [0.2313, 0.4102, 0.0524]
    assert [at + 1 for at in beyond(chart)] == [15, 23]
    kept = [each for at, each in enumerate(cans) if at + 1 not in {15, 23}]
    point = p_chart(kept, whole(kept), exact=False).points[0]
    assert [round(each, 4) for each in (point.centre, point.upper, point.lower)] == [0.2150, 0.3893, 0.0407]


def test_the_wafers_of_nist():
    wafers = [(each, 1) for each in WAFERS]
    chart = u_chart(wafers, whole(wafers), exact=False)
    point = chart.points[0]
    assert (point.centre, point.upper, point.lower) == (16, 28, 4)
    assert [at + 1 for at in beyond(chart)] == [24]


def test_exact_limits_are_left_by_chance_more_rarely_than_the_textbooks():
    random = np.random.default_rng(8)
    rates = {}
    for exact in (True, False):
        series = [(int(each), 1) for each in random.poisson(4, 6000)]
        rates[exact] = len(beyond(u_chart(series, whole(series), exact=exact))) / 6000
    assert rates[True] < 0.0035
    assert rates[True] < rates[False]


def test_one_wild_month_hardly_widens_the_median_form():
    quiet = [100, 102, 99, 101, 98, 100, 103, 99, 101, 100, 98, 102]
    wild = [*quiet[:6], 180, *quiet[6:]]
    mean, middle = xmr(wild, whole(wild)), xmr(wild, whole(wild), by_median=True)
    point = middle.points[0]
    assert point.centre == 100
    assert point.upper == pytest.approx(100 + 3 * 2.5 / 0.954)  # ranges 2 3 2 3 2 80 77 4 2 1 2 4: median 2.5
    assert point.upper - point.lower < (mean.points[0].upper - mean.points[0].lower) / 3
    assert 6 in beyond(middle)


def test_limits_stay_frozen_whatever_comes_after_their_baseline():
    early = [10.0, 11, 9, 10, 12, 9, 10, 11]
    for later in ([10.0, 10], [50.0, 80, 90]):
        chart = xmr([*early, *later], [Baseline(0, 7)])
        assert chart.points[0].upper == chart.points[-1].upper == xmr(early, [Baseline(0, 7)]).points[0].upper
    assert beyond(chart) == [8, 9, 10]


def test_re_based_limits_judge_from_their_month_on_and_keep_the_cause():
    values = [10.0, 11, 9, 10, 12, 9, 10, 11, 30, 31, 29, 30, 32, 29, 30, 31]
    once = xmr(values, [Baseline(0, 7)])
    twice = xmr(values, [Baseline(0, 7), Baseline(8, 15, since=8, cause="second body shop opened")])
    assert len(beyond(once)) == 8
    assert twice.signals == ()
    assert twice.points[:8] == once.points[:8]
    assert twice.frozen[1].baseline.cause == "second body shop opened"


def test_a_run_does_not_reach_across_a_re_basing():
    values = [10.0, 11, 9, 10, 12, 9, 11, 11, 11, 11, 11, 11, 11, 12]
    spans = [Baseline(0, 5), Baseline(0, 5, since=10, cause="price list")]
    assert [each.at for each in xmr(values, [Baseline(0, 5)]).signals] == [13]
    assert xmr(values, spans).signals == ()


def test_every_signal_says_its_reason():
    values = [10.0, 11, 9, 10, 11, 9, 10, 11, 9, 10, 14.5, 15.5, 10, 9]
    chart = xmr(values, [Baseline(0, 9)])
    first, second = [each for each in chart.signals if each.at == 11]
    centre, sigma = 10, fmean([1, 2, 1, 1, 2, 1, 1, 2, 1]) / 1.128
    assert (first.rule, first.side, first.value) == (Rule.BEYOND_LIMIT, 1, 15.5)
    assert first.limit == pytest.approx(centre + 3 * sigma)
    assert (second.rule, second.points) == (Rule.TWO_OF_THREE, (10, 11))
    assert second.limit == pytest.approx(centre + 2 * sigma)


def test_the_eighth_point_on_a_side_is_a_signal_and_the_seventh_is_not():
    values = [10.0, 12, 8, 10, 12, 8, 10, 8, 12, *[9.5] * 8]
    (signal,) = xmr(values, [Baseline(0, 8)]).signals
    assert (signal.rule, signal.side, signal.at, len(signal.points)) == (Rule.RUN_OF_EIGHT, -1, 16, 8)


def naive_rules(z):
    """All three rules on distances in standard deviations, one point at a time."""
    found = set()
    for i, each in enumerate(z):
        if abs(each) > 3:
            found.add((i, Rule.BEYOND_LIMIT))
        for side in (1, -1):
            if each * side > 2 and sum(side * other > 2 for other in z[max(0, i - 2) : i + 1]) >= 2:
                found.add((i, Rule.TWO_OF_THREE))
            if i >= 7 and all(side * other > 0 for other in z[i - 7 : i + 1]):
                found.add((i, Rule.RUN_OF_EIGHT))
    return found


@given(st.lists(st.sampled_from([-3.5, -2.5, -1.0, 0.0, 1.0, 2.5, 3.5]), max_size=30))
def test_the_rules_are_those_of_the_naive_implementation(z):
    quiet = [-1.0, 1.0] * 4  # mean 0, moving range 2
    sigma = 2 / 1.128
    chart = xmr([*quiet, 0.0, *[each * sigma for each in z]], [Baseline(0, 7)])
    late = {(each.at - 9, each.rule) for each in chart.signals if each.at >= 9}
    assert late == naive_rules(z)


@given(st.lists(st.floats(-1e6, 1e6), min_size=6, max_size=40), st.booleans())
def test_limits_stand_in_order(values, by_median):
    for point in xmr(values, whole(values), by_median=by_median).points:
        assert point is None or point.lower <= point.low <= point.centre <= point.high <= point.upper


def test_quiet_stores_raise_few_alarms_a_year():
    random = np.random.default_rng(4)
    series = random.normal(100, 5, (500, 36))
    false = [len([at for at in beyond(xmr(list(row), [Baseline(0, 23)])) if at >= 24]) for row in series]
    assert np.mean(false) < 0.15  # twelve months each


def test_laneys_chart_widens_where_months_differ_by_more_than_their_cases():
    random = np.random.default_rng(6)
    months = [(int(random.binomial(20_000, rate)), 20_000) for rate in random.normal(0.3, 0.02, 24)]
    plain, laney = p_chart(months, whole(months), exact=False), laney_chart(months, whole(months))
    assert len(beyond(plain)) > 10
    assert beyond(laney) == []
    z = [(k / n - laney.points[0].centre) / (0.21 / n) ** 0.5 for k, n in months]
    expected = fmean(abs(b - a) for a, b in pairwise(z)) / 1.128
    assert laney.frozen[0].sigma == pytest.approx(expected, rel=0.01)


def test_a_month_without_data_has_no_point_and_ends_a_run():
    values = [10.0, 12, 8, 10, 12, 8, 10, 12, 8, 9.5, 9.5, 9.5, 9.5, None, 9.5, 9.5, 9.5, 9.5]
    chart = xmr(values, [Baseline(0, 8)])
    assert (chart.points[13], chart.signals) == (None, ())
    assert p_chart([(1, 9)] * 6 + [(0, 0), None], [Baseline(0, 7)]).points[6:] == (None, None)


def test_too_short_or_too_even_a_baseline_gives_no_limits():
    for values in ([1.0, 2, 3, 4, 5], [7.0] * 12, [0.1] * 7 + [0.1 + 1e-16], [None] * 8):
        chart = xmr(values, whole(values))
        assert (set(chart.points), chart.signals, chart.frozen) == ({None}, (), (None,))
    assert laney_chart([(0, 10)] * 8, [Baseline(0, 7)]).frozen == (None,)
    assert p_chart([(1, 10)] * 5, [Baseline(0, 4)]).frozen == (None,)
    assert p_chart([(0, 10)] * 8, [Baseline(0, 7)]).frozen == (None,)
    assert u_chart([(0, 10)] * 8, [Baseline(0, 7)]).frozen == (None,)


def test_a_new_centre_is_noticed_after_its_peak():
    """Six months of a new centre are too few for limits; its older neighbours give them."""
    nps = [72, 75, 78, 74, 69, 65]
    region = [70.0, 73, 71, 74, 72, 75, 73, 71]
    chart = xmr([*region, *nps], [Baseline(0, 7)])
    turned = [each for each in chart.signals if each.side < 0]
    assert [each.at - len(region) + 1 for each in turned] == [6]


@pytest.mark.parametrize(
    ("baselines", "said"),
    [
        ([], "first baseline"),
        ([Baseline(0, 9, since=2)], "first baseline"),
        ([Baseline(0, 10)], "does not lie"),
        ([Baseline(0, 7), Baseline(2, 9, since=8)], "need a cause"),
        (
            [Baseline(0, 7), Baseline(2, 9, since=8, cause="a"), Baseline(2, 9, since=8, cause="b")],
            "follow one",
        ),
    ],
)
def test_a_baseline_that_cannot_be_is_refused(baselines, said):
    with pytest.raises(ValueError, match=said):
        xmr(FLOW, baselines)


@pytest.mark.parametrize("case", [(3, 2), (-1, 2), (1, 0)])
def test_what_is_no_share_is_refused(case):
    with pytest.raises(ValueError, match="is no figure"):
        p_chart([case], [Baseline(0, 0)])
