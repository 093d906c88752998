"""Targets as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.targets.goals.policies import CannotSet, check_value
from biaogan.targets.goals.values import editable, typed
from biaogan.ui.formats import Language

ZH, EN = Language.ZH, Language.EN


@pytest.mark.parametrize(
    ("slug", "text", "language", "value"),
    [
        ("revenue", "500", ZH, 5_000_000), ("revenue", "500", EN, 500_000),
        ("revenue", "500万", EN, 5_000_000), ("revenue", "５００万元", ZH, 5_000_000),
        ("revenue", "5,000,000元", ZH, 5_000_000), ("revenue", "¥ 1.2亿", ZH, 120_000_000),
        ("revenue", "0.000001", ZH, "0.01"), ("revenue-per-visit", "2,800", ZH, 2800),
        ("on-time-delivery", "95%", ZH, 95), ("on-time-delivery", "95.5", ZH, "95.5"),
        ("nps", "62分", ZH, 62), ("visits", "420台次", ZH, 420), ("complaint-rate", "1.5‰", ZH, "1.5"),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_unit(slug, text, language, value):
    assert typed(text, metric_of(slug), language) == Decimal(value)


def test_an_empty_cell_is_no_target():
    assert typed(" 　", metric_of("revenue"), ZH) is None


@pytest.mark.parametrize(
    ("slug", "text", "says"),
    [
        ("revenue", "五百", "“五百” is not a number."),
        ("revenue", "95%", "not counted in “%”"),
        ("nps", "50万", "not counted in “万”"),
        ("visits", "#N/A", "is not a number"),
        ("revenue", "9" * 60, "is not a number"),
        ("revenue", "1.2.3", "not counted in “.3”"),
        ("revenue", "1e9", "not counted in “e9”"),
    ],
)
def test_what_is_no_target_is_refused_with_a_sentence(slug, text, says):
    with translation.override("en"), pytest.raises(CannotSet, match=says):
        typed(text, metric_of(slug), ZH)


@pytest.mark.parametrize(
    ("slug", "value", "says"),
    [
        ("revenue", 0, "0 only works where less is better"), ("revenue", -1, "cannot be negative"),
        ("nps", 101, "above 100"), ("discount-ratio", 130, "above 100"), ("visits", "12.5", "whole numbers"),
        ("on-time-delivery", "0.95", "Write 95 or 95%"),
    ],
)  # fmt: skip
def test_a_target_has_its_bounds(slug, value, says):
    with translation.override("en"), pytest.raises(CannotSet, match=says):
        check_value(metric_of(slug), Decimal(value))


def test_none_at_all_is_an_aim_where_less_is_better():
    check_value(metric_of("comeback-rate"), Decimal(0))
    check_value(metric_of("complaint-rate"), Decimal(0))
    check_value(metric_of("technician-efficiency"), Decimal(115))


@pytest.mark.parametrize("slug", ["revenue", "visits", "on-time-delivery", "revenue-per-visit"])
def test_what_stands_in_a_field_means_the_same_when_it_comes_back(slug):
    metric = metric_of(slug)
    for language in Language:
        for value in ("1234567", "100", "20"):
            assert typed(editable(Decimal(value), metric, language), metric, language) == Decimal(value)
    assert editable(None, metric, ZH) == ""
