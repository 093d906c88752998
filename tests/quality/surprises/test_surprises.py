"""Surprise moments: consent, never twice, withdrawing, sharing, children, photos."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from tests.quality.surprises.moments import NOW, PLATE, idea, preferred, surprised
from tests.targets.conftest import own_home

from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of
from biaogan.quality.models import Card, Idea, Moment, Photo, Preference
from biaogan.quality.surprises import actions, queries
from house_samples.quality import jpeg
from house_world import build


@pytest.fixture
def world(db, tmp_path):
    with own_home(tmp_path):
        yield build()


@pytest.mark.parametrize(
    "without",
    [{"consent_version": ""}, {"consent_given": ""}, {"consent_given": "guessed"}, {"customer": ""}],
)
def test_the_database_keeps_no_preference_without_consent(world, without):
    kept = preferred(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.filter(pk=kept.pk).update(**without)
    for name in ("consent_by", "consent_at"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Preference.objects.filter(pk=kept.pk).update(**{name: None})


def test_consent_is_kept_with_who_when_which_wording_and_how(world):
    kept = preferred(world)
    assert (kept.consent_by, kept.consent_at, kept.consent_version, kept.consent_given) == (
        world.people["manager-own"], NOW, "2026-11", "spoken",
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        preferred(world, agreed_at=NOW + timedelta(hours=1))


def test_the_same_idea_never_twice_for_one_customer_at_any_store(world):
    surprised(world)
    for place in ("own", "sister"):
        with pytest.raises(NotAllowed, match="2026-05-19"):
            surprised(world, place=place)
    surprised(world, idea=idea("weather-warm"))
    surprised(world, plate="云A99999")
    assert Moment.objects.count() == 3


def test_the_database_too_refuses_the_same_idea_twice(world):
    one, other = surprised(world), surprised(world, idea=idea("weather-warm"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Moment.objects.filter(pk=other.pk).update(idea=one.idea)


def test_a_moment_needs_an_occasion_or_the_customers_own_preference(world):
    with pytest.raises(NotAllowed):
        surprised(world, occasion="")
    foreign = preferred(world, plate="云A99999")
    with pytest.raises(NotAllowed):
        surprised(world, occasion="", preference=foreign)
    assert surprised(world, occasion="", preference=preferred(world)).preference is not None


@pytest.mark.parametrize(
    "wrong", [{"cost_yuan": 51}, {"happened_on": date(2026, 5, 21)}, {"done": "😊😊"}, {"said": "儿子三岁了"}]
)
def test_what_is_too_dear_in_the_future_empty_or_tells_of_a_child_is_refused(world, wrong):
    with pytest.raises(NotAllowed):
        surprised(world, **wrong)
    assert not Moment.objects.exists()


def test_phones_and_plates_in_the_words_are_masked(world):
    made = surprised(world, done="送伞到云A12345车旁，电话13812345678")
    assert made.done == "送伞到***车旁，电话***"
    assert made.customer_shown == "云A·**345"
    assert preferred(world, text="请打13812345678联系").text == "请打***联系"


def test_withdrawing_deletes_the_preference_and_masks_what_rests_on_it(
    world, django_capture_on_commit_callbacks
):
    preference = preferred(world)
    with_it = surprised(world, preference=preference, photo=jpeg())
    without = surprised(world, idea=idea("weather-warm"))
    file = Path(settings.BIAOGAN_FILES) / with_it.photo.file
    assert file.exists()
    with django_capture_on_commit_callbacks(execute=True):
        count = actions.withdraw_consent(preference=preference, by=world.people["manager-own"], at=NOW)
    with_it.refresh_from_db()
    without.refresh_from_db()
    assert count == 1
    assert (with_it.customer, with_it.customer_shown, with_it.done, with_it.said) == ("", "", "", "")
    assert (with_it.photo, with_it.preference, with_it.masked_at) == (None, None, NOW)
    assert without.customer
    assert not Preference.objects.exists()
    assert not Photo.objects.exists()
    assert not file.exists()
    told = AuditEvent.objects.get(action="consent-withdrawn")
    assert told.details == {"masked": 1}
    with pytest.raises(NotAllowed):
        actions.share_moment(moment=with_it, how="撑伞送到车旁", by=world.people["manager-own"], at=NOW)


def test_the_trail_does_not_keep_what_was_deleted(world):
    preferred(world, text="喜欢靠窗的座位")
    assert not AuditEvent.objects.filter(details__icontains="靠窗").exists()


def shared(world, **more) -> Card:
    return actions.share_moment(
        moment=surprised(world, **more), how="雨天交车时撑伞送到车旁，伞留给客户",
        by=world.people["manager-own"], at=NOW,
    )  # fmt: skip


def test_a_card_tells_the_other_stores_without_the_customer_and_they_take_it_up(world):
    card = shared(world)
    assert {field.name for field in Card._meta.get_fields()} & {"customer", "customer_shown", "said"} == set()
    sister = world.people["manager-sister"]
    shown = queries.cards(scope=scope_of(sister))
    assert [(one.card, one.can_take_up) for one in shown] == [(card, True)]
    actions.take_up(card=card, store=world.stores["sister"], by=sister, at=NOW)
    surprised(world, place="sister", plate="云A55555", happened_on=date(2026, 5, 20))
    (one,) = queries.cards(scope=scope_of(sister))
    assert (one.stores, one.moments_since, one.can_take_up) == (["sister店"], 1, False)
    assert queries.cards(scope=scope_of(world.people["manager-far"])) == []
    for place in ("sister", "own", "far"):
        with pytest.raises(NotAllowed):
            actions.take_up(card=card, store=world.stores[place], by=sister, at=NOW)
    with pytest.raises(NotAllowed):
        actions.share_moment(moment=card.moment, how="再说一遍这个做法", by=sister, at=NOW)


def test_an_own_idea_is_written_down_for_the_region(world):
    moment = {
        "store": world.stores["own"], "occasion": "weather", "preference": None, "done": "把车移到阴凉处",
        "cost_yuan": 0, "said": "", "reaction": "pleased", "happened_on": date(2026, 5, 19),
        "by": world.people["manager-own"], "at": NOW,
    }  # fmt: skip
    from biaogan.quality.vehicles import vehicle_of

    made = actions.record_with_idea(
        idea=None, own_idea="夏天把车移到阴凉处", customer=vehicle_of(PLATE), **moment
    )
    assert made.idea.store == world.stores["own"]
    own, far = (scope_of(world.people[name]) for name in ("manager-own", "manager-far"))
    assert made.idea in queries.ideas(scope=own)
    assert made.idea not in queries.ideas(scope=far)
    assert Idea.objects.exclude(code="").count() >= 25


def test_there_is_no_field_for_a_child():
    names = {field.name for model in (Preference, Moment, Card, Idea) for field in model._meta.get_fields()}
    assert not {name for name in names if "child" in name or name in {"age", "birthday", "name"}}
