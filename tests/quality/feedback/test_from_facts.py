"""Texts out of imported complaints and surveys: once each, as the facts say now."""

from __future__ import annotations

from datetime import date

import pytest
from tests.quality import voices
from tests.quality.voices import AT, COMPLAINTS, SURVEYS, bring, complaint, survey
from tests.targets.conftest import own_home

from biaogan.intake.actions import undo_batch
from biaogan.intake.models import Batch
from biaogan.quality.feedback.actions import confirm_theme
from biaogan.quality.feedback.from_facts import Taken, take_from_facts
from biaogan.quality.models import Feedback, ThemeLabel
from house_world import build

TODAY = date(2026, 6, 20)


@pytest.fixture
def home(db, tmp_path):
    with own_home(tmp_path) as folder:
        yield folder


@pytest.fixture
def world(home):
    return build()


def take():
    return take_from_facts(today=TODAY, at=AT)


def both(home):
    bring(
        home, "投诉.csv", COMPLAINTS, [complaint(1, "等了三个小时，电话13800138000没人接"), complaint(2, "")]
    )
    answered = "2026-06-05 12:00:00"
    lines = [
        survey(1, answered=answered, nps="10", words="讲解清楚"),
        survey(2, answered=answered, nps="2", words="总之一言难尽"),
        survey(3, answered=answered, nps="10", words="就那样吧"),
        survey(4, answered=answered, nps="3", words="😀"),
        survey(5),
    ]
    bring(home, "回访.csv", SURVEYS, lines)


def test_texts_are_taken_once_masked_and_with_the_row_they_came_from(world, home):
    both(home)
    assert take() == Taken(4, 0, 0)
    assert take() == Taken(0, 0, 0), "running it twice changes nothing"
    found = Feedback.objects.get(origin="complaint")
    assert (found.store.code, found.said_on, found.channel) == ("T-own", date(2026, 6, 8), "400热线")
    assert "13800138000" not in found.text
    assert (found.batch, found.line) == (Batch.objects.get(kind="complaint").code, 2)


def test_an_unhappy_answer_without_a_theme_waits_and_a_happy_one_does_not(world, home):
    both(home)
    take()
    states = dict(Feedback.objects.filter(origin="survey").values_list("text", "state"))
    assert states == {"讲解清楚": "sorted", "总之一言难尽": "waiting", "就那样吧": "sorted"}
    assert Feedback.objects.get(text="讲解清楚").score == 100


def test_a_corrected_text_is_sorted_anew_and_a_confirmed_one_keeps_its_theme(world, home):
    both(home)
    take()
    one = Feedback.objects.get(origin="complaint")
    bring(home, "更正.csv", COMPLAINTS, [complaint(1, "价格太贵")])
    assert take() == Taken(0, 1, 0)
    assert Feedback.objects.get(pk=one.pk).theme == "price"
    confirm_theme(feedback=one, theme="waiting", by=world.people["regional_manager"], at=AT)
    bring(home, "再更正.csv", COMPLAINTS, [complaint(1, "洗车不干净")])
    assert take() == Taken(0, 1, 0)
    again = Feedback.objects.get(pk=one.pk)
    assert (again.text, again.theme, again.state) == ("洗车不干净", "waiting", "confirmed")


def test_texts_of_a_file_taken_back_count_no_more_and_come_back_with_it(world, home):
    both(home)
    take()
    one = Feedback.objects.get(origin="complaint")
    confirm_theme(feedback=one, theme="waiting", by=world.people["regional_manager"], at=AT)
    for batch in Batch.objects.order_by("-pk"):
        undo_batch(batch=batch, by=None, at=AT)
    assert take() == Taken(0, 0, 4)
    assert list(Feedback.objects.values_list("pk", "withdrawn")) == [(one.pk, True)]
    assert Feedback.objects.said().count() == 0
    bring(home, "又来.csv", COMPLAINTS, [complaint(1, one.text)])
    assert take() == Taken(0, 1, 0)
    assert Feedback.objects.said().get().pk == one.pk
    assert ThemeLabel.objects.count() == 1


def test_a_home_without_facts_has_no_texts(world):
    assert take() == Taken(0, 0, 0)
    assert voices.AT == AT
