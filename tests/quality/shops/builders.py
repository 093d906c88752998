"""A region with shoppers and a wave, and shops in any state."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from tests.quality.shops.items import BEIJING

from biaogan.quality.models import Shopper
from biaogan.quality.shops import actions, appeals
from biaogan.quality.shops.actions import Scored
from biaogan.quality.shops.scenarios import versions_of
from house_samples.quality import jpeg

PLANNED = datetime(2026, 10, 9, 9, 0, tzinfo=BEIJING)
STARTS, ENDS, RELEASE = date(2026, 10, 12), date(2026, 11, 20), date(2026, 11, 23)
RELEASED = datetime(2026, 11, 23, 9, 0, tzinfo=BEIJING)
SEED = "0123456789abcdef"


def manager(world):
    return world.people["regional_manager"]


def shoppers(world, *names, region="own"):
    names = names or ("青松", "白鹭", "远山", "明月", "晨雾")
    return [Shopper.objects.create(region=world.regions[region], code_name=name) for name in names]


def wave(world, *, region="own", quarter="2026Q4", seed=SEED, **changes):
    given = {"per_store": 2, "starts": STARTS, "ends": ENDS, "release_on": RELEASE, "at": PLANNED, **changes}
    return actions.plan_wave(
        region=world.regions[region], quarter=quarter, seed=seed, by=manager(world), **given
    )


def first(plan, place="own"):
    return plan.shops.filter(store__code=f"T-{place}").first()


def visited(world, shop, *, photos=None, told="门口无人，三分钟后顾问出来迎接"):
    came = datetime.combine(shop.planned_on, datetime.min.time(), BEIJING) + timedelta(hours=10)
    return actions.record_visit(
        shop=shop, came_at=came, left_at=came + timedelta(hours=1), receipt="R-1024", told=told,
        photos={uuid4(): jpeg()} if photos is None else photos, by=manager(world), at=RELEASED,
    )  # fmt: skip


def all_points(shop, points=2, note=""):
    return {one.pk: Scored(min(points, one.full_points), note) for one in versions_of(shop.scenario)}


def scored(world, shop, *, points=2, note=""):
    shop = visited(world, shop)
    return actions.score_shop(
        shop=shop, scores=all_points(shop, points, note), by=manager(world), at=RELEASED
    )


def released(world, shop, **more):
    return actions.release_shop(shop=scored(world, shop, **more), by=manager(world), at=RELEASED)


def appealed(world, shop, who, **more):
    shop = released(world, shop, points=0, **more)
    return appeals.appeal_shop(
        shop=shop, answers=list(shop.answers.all()[:1]), reason="监控显示 40 秒内已迎接", photo=None,
        by=who, at=RELEASED + timedelta(days=1),
    ).shop  # fmt: skip
