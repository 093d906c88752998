"""Appeals against mystery shops, and what released shops amount to."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.quality.shops.builders import (
    RELEASED,
    appealed,
    first,
    manager,
    released,
    scored,
)
from tests.quality.shops.items import BEIJING

from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of
from biaogan.quality.models import Finding, Shop
from biaogan.quality.shops import actions, appeals, queries
from biaogan.quality.shops.witnessed import witnessed
from biaogan.quality.states.shops import ShopState

YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


def test_an_appeal_keeps_the_old_score_and_takes_its_finding_back(world, plan):
    store = world.people["store_manager"]
    shop = appealed(world, first(plan), store)
    assert shop.state == ShopState.APPEALED
    contested = shop.answers.get(appealed=True)
    before = Finding.objects.standing().count()
    appeals.decide_appeal(
        shop=shop, points={contested.pk: 2}, answer="监控属实，改判", by=manager(world), at=RELEASED
    )
    contested.refresh_from_db()
    assert (contested.points, contested.decided_points, contested.passes) == (0, 2, True)
    assert Finding.objects.standing().count() == before - 1
    assert Finding.objects.get(state="dismissed").closed_because
    event = AuditEvent.objects.get(action="shop-decided")
    assert {"before": 0, "after": 2} in event.details["scores"].values()


def test_an_appeal_that_is_turned_down_changes_no_score(world, plan):
    shop = appealed(world, first(plan), world.people["store_manager"])
    standing = Finding.objects.standing().count()
    appeals.decide_appeal(shop=shop, points={}, answer="录像显示两分钟", by=manager(world), at=RELEASED)
    answer = shop.answers.get(appealed=True)
    assert (answer.points, answer.decided_points) == (0, 0)
    assert Finding.objects.standing().count() == standing
    with pytest.raises(NotAllowed):
        appeals.decide_appeal(shop=shop, points={}, answer="再来", by=manager(world), at=RELEASED)


def test_the_appeal_has_a_clock_of_five_working_days(world, plan):
    shop, store = released(world, first(plan), points=0), world.people["store_manager"]
    assert shop.appeal_until == date(2026, 11, 30)
    given = {
        "shop": shop,
        "answers": list(shop.answers.all()),
        "reason": "不同意",
        "photo": None,
        "by": store,
    }
    with pytest.raises(NotAllowed, match="2026-11-30"):
        appeals.appeal_shop(**given, at=datetime(2026, 12, 1, 0, 1, tzinfo=BEIJING))
    appeals.appeal_shop(**given, at=datetime(2026, 11, 30, 23, 59, tzinfo=BEIJING))
    with pytest.raises(NotAllowed):
        appeals.appeal_shop(**given, at=RELEASED)


def test_an_appeal_needs_a_reason_a_score_of_this_shop_and_another_person(world, plan):
    shop, store = released(world, first(plan), points=0), world.people["store_manager"]
    other = released(world, first(plan, "sister"), points=0)
    answers = list(shop.answers.all())
    for changes, said in (
        ({"reason": " "}, "原因"),
        ({"answers": []}, "选择"),
        ({"answers": list(other.answers.all())}, "选择"),
        ({"by": manager(world)}, "您自己"),
    ):
        given = {"answers": answers, "reason": "不同意", "by": store, **changes}
        with pytest.raises(NotAllowed, match=said):
            appeals.appeal_shop(shop=shop, photo=None, at=RELEASED, **given)
    assert Shop.objects.get(pk=shop.pk).state == ShopState.RELEASED


def test_items_are_pooled_over_the_stores_and_counted_by_visits(world, plan):
    for one in plan.shops.all():
        released(world, one, points=2 if one.store.code == "T-own" else 0)
    rates = queries.item_rates(scope=scope_of(manager(world)), since=YEAR["since"])
    assert sum(one.visits for one in rates) == sum(one.answers.count() for one in plan.shops.all())
    for rate in rates:  # naive: walk over all answers
        seen = [
            answer.passes
            for shop in plan.shops.all()
            for answer in shop.answers.all()
            if answer.version.item_id == rate.version.item_id
        ]
        assert (rate.passed, rate.visits) == (sum(seen), len(seen))
        assert rate.interval.holds(rate.passed / rate.visits)


def test_a_store_sees_its_own_items_alone(world, plan):
    for one in plan.shops.all():
        released(world, one, points=0)
    own = queries.item_rates(scope=scope_of(world.people["store_manager"]), since=YEAR["since"])
    assert sum(one.visits for one in own) == sum(
        one.answers.count() for one in plan.shops.filter(store__code="T-own")
    )


def test_only_released_shops_are_witnesses_and_an_appeal_counts(world, plan):
    stores = list(world.stores.values())
    shop = scored(world, first(plan), points=0)
    assert witnessed(stores=stores, **YEAR) == []
    actions.release_shop(shop=shop, by=manager(world), at=RELEASED)
    seen = witnessed(stores=stores, **YEAR)
    assert {(one.witness, one.passed, one.total) for one in seen} == {("shop", 0, 1)}
    assert witnessed(stores=[world.stores["sister"]], **YEAR) == []
    answer = shop.answers.first()
    shop.answers.filter(pk=answer.pk).update(appealed=True, decided_points=2)
    assert sum(one.passed for one in witnessed(stores=stores, **YEAR)) == 1
