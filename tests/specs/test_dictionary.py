"""The catalogue against the KPI dictionary: every code declared, each in its perspective."""

from __future__ import annotations

import re

import pytest

from biaogan.config.documents import documents
from biaogan.engine.facts.checking.vocabulary import metric_slugs, metrics_in_percent
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.measure import Nowhere
from biaogan.engine.metrics.metric import Metric, Unit

CODES = {
    *(f"F{number:02}" for number in range(1, 20)), "F01a", "F01b", "F01c", "F01d", "F06y",
    *(f"C{number:02}" for number in range(1, 19)),
    *(f"P{number:02}" for number in range(1, 20)),
    *(f"L{number:02}" for number in range(1, 10)),
}  # fmt: skip
# Counted here, without a line of their own in the dictionary.
BESIDES = {"F01i": "internal-revenue", "P01o": "ro-count"}
PERSPECTIVES = {"F": "finance", "C": "customer", "P": "process", "L": "learning"}
# What no file of today brings; the page names the file that would.
AWAITED = {"bay-utilisation"}
INDUSTRY = re.compile("行业标准|行业标杆|industry standard", re.IGNORECASE)


def test_the_dictionary_has_sixty_five_codes_and_five_parts():
    assert len({code[:3] for code in CODES}) == 65


def test_every_code_of_the_dictionary_is_declared():
    declared = {metric.code for metric in CATALOGUE.values()}
    assert declared - set(BESIDES) == CODES


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=CATALOGUE)
def test_the_perspective_is_that_of_the_code(metric: Metric):
    assert metric.perspective.value == PERSPECTIVES[metric.code[0]]


def test_only_figures_that_await_a_file_are_never_read():
    never = {slug for slug, metric in CATALOGUE.items() if isinstance(metric.numerator, Nowhere)}
    assert never == AWAITED
    assert {slug for slug, metric in CATALOGUE.items() if metric.awaits} == AWAITED


def test_every_metric_names_kinds_of_files_that_exist():
    unknown = {kind for metric in CATALOGUE.values() for kind in metric.needs} - set(KINDS)
    assert unknown == set()


def test_a_file_of_targets_can_name_every_metric_by_its_slug_or_chinese_name():
    known = set(metric_slugs().values())
    assert [slug for slug in CATALOGUE if slug not in known] == []


def test_targets_of_shares_are_read_in_percent():
    shares = {slug for slug, metric in CATALOGUE.items() if metric.unit is Unit.PERCENT}
    assert metrics_in_percent() == shares


def test_a_benchmark_of_grade_c_says_that_it_is_unconfirmed_and_no_industry_standard():
    pages = documents()
    for slug, metric in CATALOGUE.items():
        if metric.benchmark and metric.benchmark.grade == "C":
            chinese, english = pages[f"metrics/{slug}.zh-CN.md"], pages[f"metrics/{slug}.md"]
            assert "待确认" in chinese
            assert "unconfirmed" in english
            assert not INDUSTRY.search(chinese + english)


def test_a_page_names_the_file_that_is_still_missing():
    pages = documents()
    for slug in AWAITED:
        metric = CATALOGUE[slug]
        assert metric.awaits is not None
        assert metric.awaits.zh in pages[f"metrics/{slug}.zh-CN.md"]
        assert metric.awaits.en in pages[f"metrics/{slug}.md"]
