"""What is raised: the published shapes, and next to nothing where nothing happens."""

from __future__ import annotations

import numpy as np
import pytest
from tests.targets.signals import quiet
from tests.targets.signals.quiet import MONTHS, amount, reading, share

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.targets.signals.charted import charted
from biaogan.targets.signals.findings import Region, found
from biaogan.targets.signals.judging import judge

STORES = [f"S{number:02d}" for number in range(1, 11)]
EVEN = dict.fromkeys(MONTHS, 1.0)
LAST = MONTHS[-1]


def looked(figures, month=LAST, stores=STORES, *, running=False):
    months = [one for one in MONTHS if one <= month]
    charts = {
        (store, slug): charted(CATALOGUE[slug], figures.series(slug, store, months), weights=EVEN)
        for store in stores
        for slug in CATALOGUE
    }
    return found(Region(stores, month, running, figures, EVEN, charts, judge(charts, month=month)))


def codes(findings, store):
    return [one.rule.code for one in findings if one.store == store]


def course(slug, store, values, make):
    """The last months of a metric, evenly from the first value to the last."""
    return [
        make(slug, store, month, value) for month, value in zip(MONTHS[-len(values) :], values, strict=True)
    ]


def percent(slug, store, month, value):
    return share(slug, store, month, round(value * 3), 300)


@pytest.fixture(scope="module")
def calm():
    return quiet.region(STORES, seed=11)


def test_ten_quiet_stores_raise_about_nothing_over_a_year(calm):
    """Measured over six other seeds: 3.3 findings a year, of 10 stores × 81 metrics × 12 months looked at."""
    raised = [one for month in MONTHS[-12:] for one in looked(calm, month)]
    assert len(raised) <= 5, [(one.rule.code, one.store, one.month) for one in raised]


def test_stores_of_few_cases_raise_no_more_signals():
    """Eight such regions of 12 and of 25 cases raise none to five a year; with 30 asked for, none to two."""
    small = quiet.region(STORES, seed=11, cases=25)
    raised = [one for month in MONTHS[-12:] for one in looked(small, month)]
    signals = [one for one in raised if one.rule.code.endswith("-signal")]
    assert len(signals) <= 5, [(one.rule.code, one.store, one.month) for one in signals]


def test_a_store_that_sinks_lastingly_is_found(calm):
    sunk = [percent("on-time-delivery", "S03", month, 82) for month in MONTHS[-4:]]
    told = looked(quiet.changed(calm, sunk))
    one = next(one for one in told if one.store == "S03" and one.rule.slug == "on-time-delivery")
    assert one.rule.code == "on-time-delivery-signal"
    assert "低于下控制限" in one.reason.zh
    assert "Below the lower limit" in one.reason.en
    assert [fact.name.en for fact in one.evidence][:3] == ["On-time delivery", "Cases", "Centre"]


def test_eight_months_a_little_below_the_centre_say_how_many(calm):
    low = [
        amount("visits", "S02", month, value)
        for month, value in zip(MONTHS[-8:], [880, 890] * 4, strict=True)
    ]
    before = [amount("visits", "S02", month, 1000 + 30 * (-1) ** at) for at, month in enumerate(MONTHS[:-8])]
    money = quiet.changed(calm, [*before, *low])
    told = [one for one in looked(money) if (one.store, one.rule.slug) == ("S02", "visits")]
    assert "连续" in told[0].reason.zh
    assert "个月在中线" in told[0].reason.zh
    assert told[0].stake_fen > 0


def test_a_rise_of_what_should_rise_is_no_finding(calm):
    better = [percent("on-time-delivery", "S03", month, 100) for month in MONTHS[-4:]]
    assert "on-time-delivery-signal" not in codes(looked(quiet.changed(calm, better)), "S03")


def test_money_that_rises_while_quality_falls_is_borrowed_from_the_future(calm):
    """Shape 1: revenue 576 to 624 thousand, first-time fix 88 to 75, comebacks 9 to 21, NPS 52 to 32."""
    steps = np.linspace(0, 1, 6)
    shape = [
        *course("revenue", "S05", 576_000 + 48_000 * steps, amount),
        *course("first-time-fix", "S05", 88 - 13 * steps, percent),
        *course("comeback-rate", "S05", 9 + 12 * steps, percent),
        *course("nps", "S05", 52 - 20 * steps, reading),
    ]
    told = looked(quiet.changed(calm, shape))
    assert "borrowed-revenue" in codes(told, "S05")
    one = next(one for one in told if one.rule.code == "borrowed-revenue")
    assert told[0].store == "S05"
    assert {fact.name.en for fact in one.evidence} >= {
        "After-sales revenue",
        "First-time fix",
        "Comeback rate",
    }
    assert "57.6 万元 → 62.4 万元" in [fact.value.zh for fact in one.evidence]
    assert codes(told, "S06") == []


def test_a_new_store_that_outgrows_its_bays_shows_its_turning_point(calm):
    """Shape 2: six months, volume 320 to 620, NPS 72 up to 78 and down to 65, waits 3.2 to 4.8 h."""
    steps = np.linspace(0, 1, 6)
    shape = [
        *course("visits", "S07", 320 + 300 * steps, amount),
        *course("first-time-fix", "S07", 94 - 8 * steps, percent),
        *course("cycle-time-p90", "S07", 3.2 + 1.6 * steps, reading),
        *course("nps", "S07", [72, 75, 78, 74, 70, 65], reading),
    ]
    told = looked(quiet.changed(calm, shape))
    one = next(one for one in told if one.rule.code == "borrowed-capacity")
    assert one.store == "S07"
    assert "工位或人手" in one.reason.zh
    turned = {fact.name.en: fact.value.en for fact in one.evidence}["Net promoter score turned"]
    assert turned in {"Mar 2026", "Apr 2026"}, "the third or the fourth of the six months"


def test_a_store_without_visits_has_no_reading_and_no_finding(calm):
    """Shape 9: nothing happened, so nothing is scored."""
    none = [reading(slug, "S04", LAST, None) for slug in CATALOGUE]
    assert codes(looked(quiet.changed(calm, none)), "S04") == []


def test_one_store_alone_is_judged_by_its_own_past(calm):
    sunk = [percent("first-time-fix", "S01", month, 70) for month in MONTHS[-2:]]
    told = looked(quiet.changed(calm, sunk), stores=["S01"])
    assert codes(told, "S01") == ["first-time-fix-signal"]


def test_part_of_a_month_is_judged_by_its_shares_only(calm):
    half = [amount("revenue", "S01", LAST, 400_000), percent("first-time-fix", "S01", LAST, 60)]
    figures = quiet.changed(calm, half)
    months = MONTHS
    charts = {
        ("S01", slug): charted(CATALOGUE[slug], figures.series(slug, "S01", months), weights=EVEN)
        for slug in ("revenue", "first-time-fix")
    }
    shares = {place: one for place, one in charts.items() if one.basis == "share"}
    judged = judge(shares, month=LAST)
    told = found(Region(["S01"], LAST, True, figures, EVEN, charts, judged))  # noqa: FBT003
    assert [one.rule.slug for one in told] == ["first-time-fix"]
