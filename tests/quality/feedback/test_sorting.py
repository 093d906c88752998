"""Themes: what ships, what a manager changes, what people confirm, and what is learned of it."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from biaogan.engine.methods.themes import learning as machine
from biaogan.engine.methods.themes.scoring import rules_score, score
from biaogan.jobs.models import Job
from biaogan.org.policies import NotAllowed
from biaogan.quality.feedback import learning, sorting
from biaogan.quality.feedback.actions import (
    LEARN,
    Said,
    bring_texts,
    confirm_theme,
    make_finding,
    restore_theme,
    save_theme,
    type_in,
)
from biaogan.quality.feedback.themes import every_theme, shipped, themes
from biaogan.quality.feedback.witnessed import witnessed
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import CheckItem, Feedback, Finding, Sop, ThemeLabel, ThemeLearning
from biaogan.quality.states.feedback import FEEDBACK_MOVES, FeedbackState
from house_world import build

AT = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2026, 6, 10)
LABELLED = Path(__file__).with_name("labelled.csv")


@pytest.fixture
def world(db):
    return build()


def labelled() -> list[tuple[str, str]]:
    codes = {theme.name_zh: theme.code for theme in shipped().values()}
    with LABELLED.open(encoding="utf-8") as file:
        return [(row["文本"], codes[row["标签"]]) for row in csv.DictReader(file)]


def typed(world, text, *, place="own", day=DAY):
    return type_in(
        store=world.stores[place], said_on=day, text=text, by=world.people["regional_manager"], at=AT
    )  # fmt: skip


def confirmed(world, text, theme, **more):
    return confirm_theme(
        feedback=typed(world, text, **more), theme=theme, by=world.people["regional_manager"], at=AT
    )  # fmt: skip


def test_about_twenty_themes_ship_with_level_step_and_words_in_both_languages():
    found = shipped()
    assert 15 <= len(found) <= 25
    for theme in found.values():
        assert theme.level in Level.values, theme.code
        assert theme.step in Step.values, theme.code
        assert any(word.isascii() for word in theme.words), theme.code
        assert any(not word.isascii() for word in theme.words), theme.code
        assert len(theme.words) == len(set(theme.words)), theme.code
    assert not found["praise"].counts
    with translation.override("en"):
        assert found["waiting"].name == "Waiting and repair time"
    with translation.override("zh-hans"):
        assert found["waiting"].name == "等待时间"


def test_rules_find_most_of_the_invented_sample_and_learning_with_them_no_less():
    texts, labels = zip(*labelled(), strict=True)
    found = score(texts, labels, [theme.keywords for theme in shipped().values()])
    assert found.rules.micro > 0.85
    assert found.learned.micro > 0.85
    assert rules_score(texts, [{one} for one in labels], [shipped()["price"].keywords]).micro < 0.3


def test_changed_words_hold_from_then_on_and_can_be_taken_back(world):
    by = world.people["regional_manager"]
    given = {
        "name_zh": "充电", "name_en": "Charging", "level": 2, "step": "delivery", "words": ["充电桩*坏"],
        "counts": True, "item": None, "retired_on": None,
    }  # fmt: skip
    save_theme(code="charging", given=given, by=by, at=AT)
    assert typed(world, "充电桩又是坏的").theme == "charging"
    save_theme(code="price", given={**given, "name_zh": "价格", "words": ["离谱"]}, by=by, at=AT)
    assert typed(world, "太贵了").theme == ""
    restore_theme(code="price", by=by)
    assert themes()["price"] == shipped()["price"]
    with pytest.raises(NotAllowed):
        restore_theme(code="charging", by=by)
    save_theme(code="charging", given={**given, "retired_on": DAY}, by=by, at=AT)
    assert "charging" not in themes()
    assert "charging" in every_theme(), "texts of the past keep their theme's name"


@pytest.mark.parametrize("words", [[], ["贵"], ["*"], ["太贵", "慢"]])
def test_a_word_that_is_found_everywhere_is_refused(world, words):
    given = {"name_zh": "价", "name_en": "P", "level": 2, "step": "quotation", "words": words, "counts": True}
    with pytest.raises(NotAllowed):
        save_theme(code="price", given=given, by=world.people["regional_manager"], at=AT)


def test_what_words_do_not_settle_waits_for_a_person(world):
    assert typed(world, "总之体验一言难尽").state == FeedbackState.WAITING
    assert typed(world, "太贵，态度差").state == FeedbackState.WAITING
    assert typed(world, "价格太贵").state == FeedbackState.SORTED


def test_a_confirmation_is_kept_with_what_was_guessed_who_and_when(world):
    by = world.people["regional_manager"]
    found = confirmed(world, "价格太贵，态度冷淡", "attitude")
    label = ThemeLabel.objects.get()
    assert (label.theme, label.guessed_by, label.confirmed_by, label.confirmed_at) == (
        "attitude",
        "rules",
        by,
        AT,
    )
    assert (found.state, found.level, found.step, found.sorted_by) == ("confirmed", 3, "welcome", "person")
    again = confirm_theme(feedback=found, theme="price", level=1, step="delivery", by=by, at=AT)
    assert (again.theme, again.level, again.step) == ("price", 1, "delivery")
    assert sorting.labelled() == (["价格太贵，态度冷淡"], ["price"]), "the newest label counts"
    none = confirm_theme(feedback=found, theme="", by=by, at=AT)
    assert (none.theme, none.level, none.step) == ("", None, "")
    with pytest.raises(NotAllowed):
        confirm_theme(feedback=found, theme="no-such-theme", by=by, at=AT)


def test_the_machine_never_moves_what_a_person_confirmed(world):
    found = confirmed(world, "价格太贵", "waiting")
    learning.sort_again()
    assert Feedback.objects.get(pk=found.pk).theme == "waiting"
    assert FEEDBACK_MOVES[FeedbackState.CONFIRMED] == [FeedbackState.CONFIRMED]


def test_a_hundred_confirmed_texts_are_learned_from_and_the_rest_is_sorted_by_it(world):
    rows = labelled()
    by = world.people["regional_manager"]
    said = [Said(world.stores["own"], DAY, text) for text, _ in rows]
    bring_texts(name="样本", said=said, refused=[], ignored=0, by=by, at=AT)
    theme_of = dict(rows)
    texts = list(Feedback.objects.order_by("pk"))
    labels = [
        ThemeLabel(
            feedback=one, theme=theme_of[one.text], guessed_by="rules", confirmed_by=by, confirmed_at=AT
        )
        for one in texts[:98]
    ]
    ThemeLabel.objects.bulk_create(labels)
    Feedback.objects.filter(pk__in=[one.pk for one in texts[:98]]).update(state="confirmed")
    confirm_theme(feedback=texts[98], theme=theme_of[texts[98].text], by=by, at=AT)
    assert not Job.objects.filter(kind=LEARN).exists(), "99 are not enough"
    with pytest.raises(learning.CannotLearn):
        learning.learn(by=by, at=AT)
    for found in texts[99:]:
        confirm_theme(feedback=found, theme=theme_of[found.text], by=by, at=AT)
    assert Job.objects.filter(kind=LEARN).count() == 1, "asked for once"
    new = typed(world, "说好六点半能交，到九点还没弄好")
    outcome = learning.learn(by=by, at=AT)
    assert outcome.learning.labels == 125
    assert outcome.learning.micro > 0.85
    assert outcome.sorted_again == 1
    again = Feedback.objects.get(pk=new.pk)
    used = outcome.learning.used
    assert again.sorted_by == ("learned" if used else "rules")
    assert used == (outcome.learning.micro >= outcome.learning.rules_micro)


def test_what_is_learned_is_used_only_where_it_beats_the_rules(world, monkeypatch):
    by = world.people["regional_manager"]
    for text in ("价格太贵", "等了三个小时"):
        confirmed(world, text, "price")
    last = ThemeLabel.objects.first().pk
    figures = {"labels": 2, "macro": 0.5, "sure_share": 0, "at": AT, "by": by, "last_label": last}
    ThemeLearning.objects.create(micro=0.5, rules_micro=0.9, used=False, **figures)
    assert sorting.sorter().by == "rules"
    ThemeLearning.objects.create(micro=0.9, rules_micro=0.5, used=True, **figures)
    monkeypatch.setattr(sorting, "can_learn", lambda: False)
    assert sorting.sorter().by == "rules", "without the library the rules go on"


def test_without_the_library_learning_says_so(world, monkeypatch):
    monkeypatch.setattr(learning, "can_learn", lambda: False)
    with pytest.raises(learning.CannotLearn) as refusal:
        learning.learn(by=None, at=AT)
    assert "scikit-learn" in refusal.value.said.zh
    assert machine.can_learn()


def item(world):
    sop = Sop.objects.create(code="quote", step="quotation", title_zh="报价", reviewed_on=DAY)
    return CheckItem.objects.create(code="quote-first", sop=sop, step="quotation", level=1)


def about_billing(world):
    one = item(world)
    billing = shipped()["billing"]
    given = {
        "name_zh": billing.name_zh, "name_en": billing.name_en, "level": 1, "step": "quotation",
        "words": list(billing.words), "counts": True, "item": one, "retired_on": None,
    }  # fmt: skip
    save_theme(code="billing", given=given, by=world.people["regional_manager"], at=AT)
    return one


def test_a_confirmed_text_becomes_a_finding_once_and_an_unconfirmed_one_does_not(world):
    one, by = about_billing(world), world.people["regional_manager"]
    found = typed(world, "账单比报价高，没经过我同意")
    with pytest.raises(NotAllowed):
        make_finding(feedback=found, by=by, at=AT)
    found = confirm_theme(feedback=found, theme="billing", by=by, at=AT)
    first, again = (make_finding(feedback=found, by=by, at=AT) for _ in range(2))
    assert first == again
    assert Finding.objects.count() == 1
    assert (first.source, first.item, first.level, first.step) == ("feedback", one, 1, "quotation")


def test_customers_are_witnesses_of_the_items_of_the_step_they_speak_of_and_of_no_other(world):
    one = about_billing(world)
    said = (
        ("账单不对", "billing"), ("太贵", "price"), ("等了半天", "waiting"), ("很满意", "praise"),
        ("还行吧", ""),
    )  # fmt: skip
    for text, theme in said:
        confirmed(world, text, theme)
    typed(world, "账单多收，还没有人确认")
    confirmed(world, "很专业", "praise", place="sister")
    found = witnessed(stores=list(world.stores.values()), since=DAY, until=DAY)
    shown = {(row.item_id, row.store_id): (row.witness, row.passed, row.total) for row in found}
    assert shown == {(one.pk, world.stores["own"].pk): ("customer", 1, 2)}, "billing and price: the estimate"
