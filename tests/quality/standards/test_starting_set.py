"""The starting set: complete, in both languages, within the law, and loaded once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.metric import Unit
from biaogan.org.models import AuditEvent
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import CheckItem, CheckItemVersion, Sop, SopVersion
from biaogan.quality.standards.items.scores import checked
from biaogan.quality.standards.loading import load_starting_set
from biaogan.quality.standards.starting import starting_set
from config.command_line import biaogan

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CHINESE = re.compile(r"[\u3400-\u9fff]")
ITEMS = [item for sop in starting_set() for item in sop.items]


def test_every_service_step_has_an_instruction_and_items_on_all_four_levels():
    assert [sop.step for sop in starting_set()] == list(Step.values)
    for sop in starting_set():
        assert 6 <= len(sop.steps) <= 10, sop.code
        assert {item.level for item in sop.items} == set(Level.values), sop.code
    assert 80 <= len(ITEMS) <= 110
    levels = Counter(item.level for item in ITEMS)
    assert levels[Level.BASIC] >= 20


def test_codes_are_unique_and_every_item_stands_at_a_step_of_its_instruction():
    assert len({item.code for item in ITEMS}) == len(ITEMS)
    for sop in starting_set():
        codes = [step.code for step in sop.steps]
        assert len(set(codes)) == len(codes)
        assert {item.at for item in sop.items} <= set(codes), sop.code


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_every_score_is_described_in_both_languages(item):
    assert CHINESE.search(item.text[0])
    assert item.text[1]
    assert not CHINESE.search(item.text[1])
    assert list(item.scores) == checked(item.scores, item.pass_points), "best first, and whole"
    for score in item.scores:
        assert CHINESE.search(score.zh), score
        assert len(score.en) >= 3, score
        assert not CHINESE.search(score.en), score


def test_every_step_is_written_in_both_languages():
    for sop in starting_set():
        for step in sop.steps:
            assert CHINESE.search(step.title_zh)
            assert CHINESE.search(step.text_zh)
            assert step.title_en
            assert step.text_en
            assert not CHINESE.search(step.title_en + step.text_en), (sop.code, step.code)
            assert len(step.text_zh.split("\n")) == len(step.text_en.split("\n")), (sop.code, step.code)


def test_the_metric_of_an_item_is_a_share_so_that_it_can_stand_beside_other_witnesses():
    slugs = {item.metric for item in ITEMS if item.metric}
    assert len(slugs) >= 5
    assert {CATALOGUE[slug].unit for slug in slugs} == {Unit.PERCENT}


def test_no_childs_data_is_asked_for_and_no_footage():
    words = [text for item in ITEMS for text in (item.text[0], *(score.zh for score in item.scores))]
    words += [step.text_zh for sop in starting_set() for step in sop.steps]
    assert [text for text in words if re.search(r"孩子|宝宝|儿子|女儿|监控录像|人脸识别", text)] == []


def test_loading_again_adds_nothing(db):
    first = load_starting_set(by=None, at=NOW)
    assert (first.sops, first.items) == (len(starting_set()), len(ITEMS))
    assert load_starting_set(by=None, at=NOW).sops == 0
    assert CheckItem.objects.in_use().count() == CheckItemVersion.objects.count() == len(ITEMS)
    assert AuditEvent.objects.filter(action="starting-set-loaded").count() == 1


def test_what_was_changed_stays_when_the_set_is_loaded_again(db):
    load_starting_set(by=None, at=NOW)
    Sop.objects.filter(code="welcome").update(title_zh="我们的接待规范")
    Sop.objects.filter(code="complaint").update(code="own-complaint")
    found = load_starting_set(by=None, at=NOW)
    assert (found.sops, found.items) == (1, 0), "the instruction is missing, its items are there"
    assert Sop.objects.get(code="welcome").title_zh == "我们的接待规范"
    assert SopVersion.objects.filter(state="in-force").count() == 10


def test_the_command_loads_once(tmp_path):
    first = biaogan(tmp_path, "standards", "load")
    assert (first.returncode, first.stdout) == (0, f"9 instructions and {len(ITEMS)} check items loaded\n")
    again = biaogan(tmp_path, "standards", "load", "--json")
    assert (again.returncode, again.stdout) == (0, '{"sops": 0, "items": 0}\n')
