"""One field finds what a person may open, and nothing else."""

from __future__ import annotations

import re

import pytest
from tests.targets.region import LAST

from biaogan.targets.search import Candidate, best, spellings
from biaogan.ui.links import Link

pytestmark = pytest.mark.django_db


def links(region, person, text, **headers) -> list[str]:
    client = region.client(person)
    answer = client.get("/search", {"q": text}, headers=headers)
    assert answer.status_code == 200
    page = answer.content.decode()
    return re.findall(r'<li><a href="([^"]+)">', "".join(re.findall(r'class="search-hits">.*?</ul>', page)))


def test_chinese_is_found_by_pinyin_initials_and_in_full():
    assert spellings("售后产值") == ("售后产值", "shouhouchanzhi", "shcz")
    assert spellings("S01") == ("s01",)


def test_what_begins_with_the_text_comes_first():
    candidates = [Candidate(Link(name), (name,)) for name in ("北城店", "城北店", "南湖店")]
    assert [link.label for link in best("城", candidates)] == ["城北店", "北城店"]
    assert [link.label for link in best("cb", candidates)] == ["城北店"]


@pytest.mark.parametrize("text", ["shcz", "售后产值", "F01", "revenue", "ＲＥＶＥＮＵＥ"])
def test_a_metric_is_found_by_every_name_it_has(region, text):
    assert "/metrics/revenue" in links(region, "regional_manager", text)


def test_stores_and_their_other_spellings_of_the_own_region_only(region):
    assert links(region, "regional_manager", "sister别名") == ["/stores/T-sister"]
    assert links(region, "store_manager", "sister") == []
    assert links(region, "regional_manager", "far店") == []


def test_orders_are_found_by_the_beginning_of_their_number(region):
    number = f"OWN{LAST.replace('-', '')}007"
    assert links(region, "store_manager", number) == [f"/orders/T-own/{number}"]
    assert links(region, "store_manager", number.replace("OWN", "TER")) == []
    assert links(region, "viewer", number) == []


def test_people_are_found_by_whoever_may_see_them(region):
    assert any("/people/" in link for link in links(region, "regional_manager", "advisor"))
    assert not any("/people/" in link for link in links(region, "viewer", "advisor"))


def test_a_part_of_a_page_gets_the_hits_alone(region):
    page = region.client("viewer").get("/search", {"q": "revenue"}, headers={"HX-Request": "true"})
    assert "<html" not in page.content.decode()
    assert "/metrics/revenue" in page.content.decode()


def test_nothing_found_is_said(region, text):
    assert "Nothing found" in text(region.client("viewer"), "/search?q=zzzzzz")
