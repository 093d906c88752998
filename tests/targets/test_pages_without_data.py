"""The pages before the first file: definitions are there, figures are said to be missing."""

from __future__ import annotations

import html
import re

import pytest
from django.utils.translation import override

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.metric import Benchmark, Text
from biaogan.targets import words

MANAGER = "regional_manager"


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_every_metric_has_a_page_with_its_formula(world, text):
    client = world.client(MANAGER)
    for slug, metric in CATALOGUE.items():
        shown = plain(text(client, f"/metrics/{slug}"))
        assert "No figures yet" in shown
        assert " ".join(metric.formula.en.split()) in shown


def test_a_benchmark_of_grade_c_is_never_an_industry_standard():
    with override("zh-hans"):
        said = words.benchmark(Benchmark(Text("九成", "90 %"), "C"))
    assert "待确认" in said
    assert "并非行业标准" in said


def test_an_unknown_metric_is_not_found(world):
    assert world.client(MANAGER).get("/metrics/nonsense").status_code == 404


@pytest.mark.parametrize("address", ["/metrics/revenue/rows", "/stores/T-own"])
def test_pages_of_figures_say_what_is_missing(world, text, address):
    assert "No figures yet" in text(world.client(MANAGER), address)


def test_the_list_shows_every_metric(world, text):
    shown = plain(text(world.client(MANAGER), "/metrics"))
    assert [metric.slug for metric in CATALOGUE.values() if metric.name.en not in shown] == []
