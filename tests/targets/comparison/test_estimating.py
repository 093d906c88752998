"""Stores are ranked only where chance does not explain the gap; checked with published and naive numbers."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from tests.targets.comparison.simulated import a_year

from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.targets.comparison.estimating import (
    Answers,
    Kind,
    Point,
    figures_of,
    kind_of,
    monthly_spread,
    spans_of,
)
from biaogan.targets.comparison.queries import ranked

TEN = [f"S{number:02d}" for number in range(10)]
RUNS = 20


def comebacks(draw, rates):
    return a_year(
        metric_of("comeback-rate"), TEN, lambda store, _: (int(draw.binomial(300, rates[store])), 300)
    )


def money(draw, levels, *, season=0.2):
    """Revenue of a month: visits of differing size, a ticket each, and a season that all stores share."""

    def sides(store, month):
        visits = int(draw.integers(80, 400))
        tickets = draw.gamma(1.2, levels[store] / 1.2, visits) * (1 + season * np.sin(month / 2))
        return Decimal(round(float(tickets.sum()) * 100)).scaleb(-2), visits

    return a_year(metric_of("revenue-per-visit"), TEN, sides)


def false_differences(runs) -> int:
    return sum(bool(one.comparison.apart) for one in runs)


@pytest.mark.parametrize("span", [1, 3, 12])
def test_ten_identical_stores_raise_at_most_one_false_difference_in_twenty_runs(span):
    draw, same = np.random.default_rng(7), dict.fromkeys(TEN, 0.04)
    metric = metric_of("comeback-rate")
    assert false_differences(ranked(metric, comebacks(draw, same), span=span) for _ in range(RUNS)) <= 1


@pytest.mark.parametrize("span", [1, 3, 12])
def test_ten_identical_stores_of_any_size_earn_the_same_per_visit(span):
    draw, same = np.random.default_rng(11), dict.fromkeys(TEN, 2500.0)
    metric = metric_of("revenue-per-visit")
    assert false_differences(ranked(metric, money(draw, same), span=span) for _ in range(RUNS)) <= 1


def test_ten_identical_stores_have_the_same_recommendation():
    draw, metric = np.random.default_rng(3), metric_of("nps")
    empty = a_year(metric, TEN, lambda *_: (0, 1))

    def run():
        answers = {store: Answers(*map(int, draw.multinomial(60, [0.6, 0.25, 0.15]))) for store in TEN}
        return ranked(metric, empty, answers=answers)

    assert false_differences(run() for _ in range(RUNS)) <= 1


def test_a_store_that_truly_differs_is_named_and_the_others_stay_together():
    draw = np.random.default_rng(5)
    rates = {**dict.fromkeys(TEN, 0.03), "S04": 0.09}
    found = ranked(metric_of("comeback-rate"), comebacks(draw, rates), span=12)
    assert set(found.worse_than("S04")) == set(TEN) - {"S04"}
    assert (found.band("S04").best, found.band("S04").worst) == (10, 10)
    assert {found.band(store).best for store in TEN if store != "S04"} == {1}
    earning = ranked(
        metric_of("revenue-per-visit"), money(draw, {**dict.fromkeys(TEN, 2500.0), "S04": 3500.0}), span=12
    )
    assert set(earning.better_than("S04")) == set(TEN) - {"S04"}


def test_the_shrunken_figure_stands_between_the_raw_one_and_the_mean():
    draw = np.random.default_rng(9)
    found = ranked(metric_of("comeback-rate"), comebacks(draw, dict.fromkeys(TEN, 0.04)))
    mean = sum(one.counts[0] for one in found.figures.values()) / 3000 * 100
    for store in TEN:
        raw, drawn = found.figures[store].value, found.shrunken[store]
        assert drawn.raw == pytest.approx(raw)
        assert min(raw, mean) - 1e-9 <= drawn.value <= max(raw, mean) + 1e-9


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(8, 200, 2.04, 7.69), (180, 200, 85.06, 93.43), (0, 30, 0.0, 11.57)],  # Wilson twice, then exact
)
def test_intervals_are_wilsons_and_exact_where_events_are_few(k, n, low, high):
    metric = metric_of("comeback-rate")
    found = figures_of(metric, a_year(metric, ["A"], lambda *_: (k, n)), 1, {})["A"]
    assert (round(found.interval.low, 2), round(found.interval.high, 2)) == (low, high)


def test_a_score_is_that_of_the_dictionary():
    metric = metric_of("nps")
    found = figures_of(metric, {"A": []}, 1, {"A": Answers(30, 12, 8)})["A"]
    assert found.value == pytest.approx(44)
    assert found.interval.high - found.value == pytest.approx(20.9, abs=0.1)


def test_the_spread_of_months_against_plain_loops():
    draw = np.random.default_rng(1)
    shops = [
        [Point(float(draw.normal(100, 9)), float(draw.integers(10, 90))) for _ in range(12)] for _ in range(4)
    ]
    shops[2][3] = None
    own, others = shops[0], shops[1:]
    gaps, weights = [], []
    for month in range(12):
        known = [shop[month] for shop in others if shop[month]]
        level = sum(p.value * p.weight for p in known) / sum(p.weight for p in known)
        gaps.append(own[month].value - level)
        weights.append(own[month].weight)
    middle = np.average(gaps, weights=weights)
    expected = sum(w * (gap - middle) ** 2 for gap, w in zip(gaps, weights, strict=True)) / 11
    assert monthly_spread(own, others).variance == pytest.approx(expected)


def test_what_all_stores_share_is_no_spread():
    season = [Point(100.0 + 10 * month, 50.0) for month in range(12)]
    assert monthly_spread(season, [season, season]).variance == pytest.approx(0)


def test_a_store_opened_last_month_has_a_figure_and_no_rank():
    metric = metric_of("revenue-per-visit")
    series = dict(
        a_year(metric, TEN, lambda store, month: (Decimal(2000 + month * 7 + int(store[1:])) * 90, 90))
    )
    series["new"] = a_year(metric, ["new"], lambda _, month: (Decimal(180000), 90 if month == 11 else 0))[
        "new"
    ]
    found = ranked(metric, series)
    assert found.figures["new"].value == 2000
    assert (found.figures["new"].estimate, found.band("new")) == (None, None)
    assert found.ranked == 10


def test_few_cases_are_shown_and_not_ranked():
    metric = metric_of("comeback-rate")
    series = a_year(metric, ["A", "B", "C"], lambda store, _: (1, 10) if store == "A" else (3, 90))
    found = ranked(metric, series)
    assert found.figures["A"].few
    assert found.band("A") is None
    assert found.ranked == 2


def test_no_data_is_none_and_takes_no_rank():
    metric = metric_of("comeback-rate")
    series = a_year(metric, ["A", "B", "C"], lambda store, _: (0, 0) if store == "A" else (3, 90))
    found = ranked(metric, series)
    assert found.figures["A"] is None
    assert found.band("B").worst == 2


def test_sums_levels_and_rolling_money_are_never_ranked():
    kinds = {slug: kind_of(metric) for slug, metric in CATALOGUE.items()}
    assert kinds["revenue"] is kinds["visits"] is kinds["wip-orders"] is Kind.SUM
    assert (
        kinds["turnover"]
        is kinds["revenue-per-customer-year"]
        is kinds["technicians-per-advisor"]
        is Kind.LEVEL
    )
    assert kinds["complaint-rate"] is kinds["retention"] is Kind.SHARE
    assert kinds["gross-margin"] is kinds["csi"] is kinds["cycle-time-median"] is Kind.MEAN
    assert {slug for slug, kind in kinds.items() if kind is Kind.SCORE} == {"nps"}
    assert all(spans_of(CATALOGUE[slug]) == (1,) for slug in ("nps", "retention", "cycle-time-median"))
