"""The rules as data: of metrics there are, in both languages, each known by one code."""

from __future__ import annotations

from decimal import Decimal

import pytest

from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.engine.metrics.metric import Better
from biaogan.engine.metrics.reading import Reading
from biaogan.targets.rules import rules
from biaogan.targets.signals.contradictions import slugs
from biaogan.targets.signals.thresholds import THRESHOLDS

MONTH = "2026-05"


def share(slug: str, percent: int | None, cases: int = 100) -> Reading:
    if percent is None:
        return Reading(slug, "A", MONTH, {}, None, None, None, None, "v")
    return Reading(slug, "A", MONTH, {}, percent, cases, Decimal(percent), cases, "v")


def test_every_rule_speaks_in_both_languages_of_a_metric_there_is():
    found = rules()
    assert len({rule.code for rule in found}) == len(found) > len(CATALOGUE) / 2
    for rule in found:
        assert rule.says.zh
        assert rule.says.en
        assert 0 < rule.weight <= 100
        assert not rule.slug or metric_of(rule.slug)


def test_every_metric_with_a_wrong_way_has_its_signal():
    signals = {rule.slug for rule in rules() if rule.code.endswith("-signal")}
    assert signals == {slug for slug, metric in CATALOGUE.items() if metric.better is not Better.BAND}


def test_contradictions_speak_of_metrics_there_are():
    assert set(slugs()) <= set(CATALOGUE)


@pytest.mark.parametrize(
    ("slug", "beyond", "within", "few"),
    [
        ("complaint-response-24h", share("x", 60), share("x", 95), share("x", 0, 2)),
        ("survey-response", share("x", 10), share("x", 40), share("x", 0, 20)),
        ("key-vacancy", share("x", 30), share("x", 10), share("x", None)),
    ],
)
def test_a_threshold_is_crossed_or_not_and_silent_about_few_cases(slug, beyond, within, few):
    one = next(one for one in THRESHOLDS if one.rule.slug == slug)
    assert one.holds(beyond).zh
    assert one.holds(within) is None
    assert one.holds(few) is None
    assert one.holds(share(slug, None)) is None
