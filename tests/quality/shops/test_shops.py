"""Mystery shops from the plan to the decided appeal: every state and every move."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.quality.shops.builders import (
    ENDS,
    RELEASE,
    RELEASED,
    SEED,
    STARTS,
    all_points,
    first,
    manager,
    released,
    scored,
    shoppers,
    visited,
    wave,
)
from tests.quality.shops.items import BEIJING, item, some_items

from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of
from biaogan.quality.models import CheckItemVersion, Finding, Photo, Shop, ShopScenario, ShopWave
from biaogan.quality.photos.drawing import BadPhoto
from biaogan.quality.shops import actions, queries
from biaogan.quality.shops.actions import Scored
from biaogan.quality.shops.scenarios import bring_scenarios, starting_set, versions_of, write_scenario
from biaogan.quality.shops.touched import touched
from biaogan.quality.states.moving import check_move
from biaogan.quality.states.shops import SHOP_MOVES, ShopState

YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


@pytest.mark.parametrize("before", ShopState.values)
@pytest.mark.parametrize("after", ShopState.values)
def test_only_the_moves_of_the_table_are_possible(before, after):
    if after in SHOP_MOVES[before]:
        check_move(SHOP_MOVES, ShopState, before, after)
    else:
        with pytest.raises(NotAllowed):
            check_move(SHOP_MOVES, ShopState, before, after)


def test_a_wave_draws_two_shops_for_every_store_of_the_region_and_says_by_which_seed(world, plan):
    shops = list(plan.shops.select_related("store"))
    assert [one.store.code for one in shops] == ["T-own", "T-own", "T-sister", "T-sister"]
    assert all(STARTS <= one.planned_on <= ENDS for one in shops)
    event = AuditEvent.objects.get(action="shop-wave-planned")
    assert event.details["seed"] == SEED
    assert event.store_code == ""  # no store finds its name beside a plan


def test_ten_scenarios_come_in_both_languages_and_once(world):
    assert bring_scenarios(by=None) == len(starting_set()) == 10
    assert bring_scenarios(by=None) == 0
    for one in starting_set():
        assert all(one[f"{name}_{at}"] for name in ("title", "text", "persona") for at in ("zh", "en"))
        assert one["steps"]
        assert len(one["items"]) >= 8 or one["code"] in {"after-care", "small-complaint", "waiting-guest"}


def test_a_region_has_one_wave_a_quarter(world, plan):
    with pytest.raises(NotAllowed, match="2026Q4"):
        wave(world)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends": STARTS - timedelta(days=1)}, "最后一天早于第一天"),
        ({"release_on": ENDS - timedelta(days=1)}, "公布不能早于最后一次到店"),
        ({"starts": date(2026, 9, 1), "ends": date(2026, 9, 20)}, "所选日期已过"),
    ],
)
def test_days_that_make_no_wave_are_refused(world, changes, said):
    shoppers(world)
    with pytest.raises(NotAllowed, match=said):
        wave(world, **changes)
    assert not ShopWave.objects.exists()


def test_too_few_shoppers_are_named_and_nothing_is_planned(world):
    some_items()
    shoppers(world, "青松")
    with pytest.raises(NotAllowed, match="需要 2 位"):
        wave(world)
    assert not ShopWave.objects.exists()
    assert not Shop.objects.exists()


def test_a_shopper_of_the_wave_before_is_not_drawn_for_the_same_store(world):
    some_items()
    shoppers(world, "青松", "白鹭", "远山", "明月")
    one = wave(world)
    two = wave(
        world, quarter="2027Q1", starts=date(2027, 1, 4), ends=date(2027, 2, 1),
        release_on=date(2027, 2, 2), at=datetime(2027, 1, 2, 9, 0, tzinfo=BEIJING),
    )  # fmt: skip
    for code in ("T-own", "T-sister"):
        before = set(one.shops.filter(store__code=code).values_list("shopper", flat=True))
        assert not before & set(two.shops.filter(store__code=code).values_list("shopper", flat=True))


def test_a_shop_that_is_not_released_does_not_exist_for_its_store(world, plan):
    store, region = (scope_of(world.people[name]) for name in ("store_manager", "regional_manager"))
    shop = scored(world, first(plan))
    assert Shop.objects.within(region).count() == 4
    assert not Shop.objects.within(store).exists()
    assert queries.shops(scope=store) == []
    assert queries.item_rates(scope=store, since=YEAR["since"]) == []
    assert list(shop.photos.values_list("hidden", flat=True)) == [True]
    actions.release_shop(shop=shop, by=manager(world), at=RELEASED)
    assert [one.pk for one in Shop.objects.within(store)] == [shop.pk]
    assert not Photo.objects.filter(hidden=True).exists()
    assert not Shop.objects.within(scope_of(world.people["manager-sister"])).exists()


def test_a_shop_cannot_be_released_before_it_is_scored(world, plan):
    shop = first(plan)
    for one in (shop, visited(world, shop)):
        with pytest.raises(NotAllowed, match="尚未评分"):
            actions.release_shop(shop=one, by=manager(world), at=RELEASED)
    assert not Finding.objects.exists()


def test_nothing_is_released_before_its_day(world, plan):
    shop = scored(world, first(plan))
    early = RELEASED - timedelta(days=1)
    with pytest.raises(NotAllowed, match=RELEASE.isoformat()):
        actions.release_shop(shop=shop, by=manager(world), at=early)


def test_a_wave_names_the_stores_without_a_visit_and_those_without_scores(world, plan):
    own = list(plan.shops.filter(store__code="T-own"))
    for one in own:
        scored(world, one)
    with pytest.raises(NotAllowed, match="尚未到店：sister店"):
        actions.release_wave(wave=plan, by=manager(world), at=RELEASED)
    sister = list(plan.shops.filter(store__code="T-sister"))
    visited(world, sister[0])
    actions.cancel_shop(shop=sister[1], because="神秘客生病", by=manager(world))
    with pytest.raises(NotAllowed, match="尚未评分：sister店"):
        actions.release_wave(wave=plan, by=manager(world), at=RELEASED)
    actions.score_shop(shop=sister[0], scores=all_points(sister[0]), by=manager(world), at=RELEASED)
    assert actions.release_wave(wave=plan, by=manager(world), at=RELEASED) == 3
    assert actions.release_wave(wave=plan, by=manager(world), at=RELEASED) == 0


def test_a_wave_whose_shops_are_all_cancelled_has_nothing_to_release(world, plan):
    for one in plan.shops.all():
        actions.cancel_shop(shop=one, because="停业装修", by=manager(world))
    with pytest.raises(NotAllowed, match="没有"):
        actions.release_wave(wave=plan, by=manager(world), at=RELEASED)


def test_a_visit_must_make_sense(world, plan):
    shop, day = first(plan), datetime(2026, 11, 3, 10, 0, tzinfo=BEIJING)
    hour = timedelta(hours=1)
    for came, left, said in (
        (day, day, "离开早于到店"),
        (day, day + 13 * hour, "12 小时"),
        (RELEASED, RELEASED + hour, "晚于现在"),
        (datetime(2026, 10, 1, 10, 0, tzinfo=BEIJING), datetime(2026, 10, 1, 11, 0, tzinfo=BEIJING), "不在"),
    ):
        with pytest.raises(NotAllowed, match=said):
            actions.record_visit(
                shop=shop, came_at=came, left_at=left, receipt="R", told="x", photos={}, by=manager(world),
                at=RELEASED,
            )  # fmt: skip
    assert first(plan).state == ShopState.PLANNED


def test_the_lock_out_counts_the_day_of_the_real_visit(world, plan):
    one = first(plan)
    visited(world, one)
    other = wave(
        world, quarter="2027Q1", starts=date(2027, 1, 4), ends=date(2027, 2, 1),
        release_on=date(2027, 2, 2), at=datetime(2027, 1, 2, 9, 0, tzinfo=BEIJING),
    )  # fmt: skip
    shop = other.shops.filter(store__code="T-own").first()
    Shop.objects.filter(pk=shop.pk).update(shopper=one.shopper)  # as if somebody swapped shoppers
    shop.refresh_from_db()
    came = datetime(2027, 1, 20, 10, 0, tzinfo=BEIJING)
    with pytest.raises(NotAllowed, match="180 天"):
        actions.record_visit(
            shop=shop, came_at=came, left_at=came + timedelta(hours=1), receipt="R", told="x", photos={},
            by=manager(world), at=datetime(2027, 2, 3, 9, 0, tzinfo=BEIJING),
        )  # fmt: skip


def test_what_a_shopper_tells_is_masked(world, plan):
    shop = visited(world, first(plan), told="车牌沪A12345，顾问手机 13812345678")
    assert "13812345678" not in shop.told
    assert "12345" not in shop.told


def test_a_bad_photo_refuses_the_visit_as_a_whole(world, plan):
    with pytest.raises(BadPhoto):
        visited(world, first(plan), photos={uuid4(): b"PK\x03\x04 a zip"})
    assert first(plan).state == ShopState.PLANNED
    with pytest.raises(NotAllowed, match="10"):
        visited(world, first(plan), photos={uuid4(): b"x" for _ in range(11)})


def test_every_item_is_scored_by_its_written_scores(world, plan):
    shop = visited(world, first(plan))
    scores = all_points(shop)
    version = next(iter(scores))
    for wrong, said in (
        ({**scores, version: Scored(7)}, "7 分"),
        ({pk: one for pk, one in scores.items() if pk != version}, "还没有"),
        (dict.fromkeys(scores, Scored(None)), "至少"),
    ):
        with pytest.raises(NotAllowed, match=said):
            actions.score_shop(shop=shop, scores=wrong, by=manager(world), at=RELEASED)
    assert not Shop.objects.get(pk=shop.pk).answers.exists()


def test_a_score_is_corrected_until_the_release_and_not_after(world, plan):
    shop = scored(world, first(plan), points=0)
    shop = actions.score_shop(shop=shop, scores=all_points(shop, 2), by=manager(world), at=RELEASED)
    assert set(shop.answers.values_list("points", flat=True)) == {2}
    shop = actions.release_shop(shop=shop, by=manager(world), at=RELEASED)
    with pytest.raises(NotAllowed):
        actions.score_shop(shop=shop, scores=all_points(shop, 0), by=manager(world), at=RELEASED)


def test_failed_items_become_findings_at_the_release_with_their_wording(world, plan):
    shop = released(world, first(plan), points=0, note="等了三分钟")
    found = Finding.objects.all()
    assert len(found) == shop.answers.count() >= 1
    assert {one.source for one in found} == {"shop"}
    assert all("等了三分钟" in one.text for one in found)
    assert found[0].found_on == shop.planned_on


def test_a_later_wording_leaves_the_score_as_it_was(world, plan):
    shop = released(world, first(plan), points=1)
    answer = shop.answers.first()
    CheckItemVersion.objects.filter(pk=answer.version_id).update(is_current=False)
    CheckItemVersion.objects.create(
        item=answer.version.item, number=2, text_zh="新说法", scores=answer.version.scores, pass_points=2,
        written_at=RELEASED, in_force_from=RELEASE,
    )  # fmt: skip
    assert shop.answers.first().passes is True


def test_a_scenario_scores_its_named_items_or_those_of_its_steps(world):
    some_items()
    by_step = write_scenario(
        title="周末", text="看迎接", persona="车主", steps=["welcome"], items=[], by=manager(world)
    )
    assert [one.item.code for one in versions_of(by_step)] == ["greeted", "umbrella"]
    named = item("named", text="报店名")
    own = write_scenario(
        title="x", text="y", persona="z", steps=["welcome"], items=[named], by=manager(world)
    )
    assert [one.item.code for one in versions_of(own)] == ["named"]
    with pytest.raises(NotAllowed, match="至少"):
        write_scenario(title="x", text="y", persona="z", steps=[], items=[], by=manager(world))


def test_a_changed_instruction_names_the_scenarios_it_touches(world):
    made = item("greeted")
    made.sop_step = "arrive"
    made.save()
    write_scenario(title="周末迎接", text="y", persona="z", steps=["welcome"], items=[], by=manager(world))
    write_scenario(title="只看交车", text="y", persona="z", steps=["delivery"], items=[], by=manager(world))
    assert [one.label for one in touched(sop=made.sop, steps=["arrive"])] == ["周末迎接"]
    assert touched(sop=made.sop, steps=["other"]) == []


def test_without_standards_nothing_is_scored(world):
    shoppers(world)
    shop = visited(world, wave(world).shops.first())
    with pytest.raises(NotAllowed, match="检查项"):
        actions.score_shop(shop=shop, scores={}, by=manager(world), at=RELEASED)


def test_the_database_itself_refuses_what_cannot_be(world, plan):
    shop = first(plan)
    for changes in (
        {"state": "visited"},
        {"state": "scored"},
        {"state": "released"},
        {"state": "cancelled"},
        {"state": "x"},
        {"part": "night"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Shop.objects.filter(pk=shop.pk).update(**changes)


def test_code_names_are_unique_in_a_region_and_hold_no_phone(world):
    made = actions.add_shopper(region=world.regions["own"], code_name="青松 13812345678", by=manager(world))
    assert made.code_name == "青松 ***"
    with pytest.raises(NotAllowed, match="已有"):
        actions.add_shopper(region=world.regions["own"], code_name="青松 ***", by=manager(world))
    with pytest.raises(NotAllowed, match="代号"):
        actions.add_shopper(region=world.regions["own"], code_name=" ", by=manager(world))
    actions.change_shopper(shopper=made, active=False, by=manager(world))
    assert ShopScenario.objects.count() == 0
