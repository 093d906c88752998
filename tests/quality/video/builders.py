"""Draws in any step and clips in any state."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.quality.shops.items import BEIJING

from biaogan.engine.methods.business_calendar import china
from biaogan.org import actions as org
from biaogan.org.permissions import Role
from biaogan.org.setting import declared
from biaogan.quality.video import actions, checks
from biaogan.quality.video.frames import of_calendar

SECRET, NUMBER = "沉默的港湾 42", "3412.87"
COMMITTED = datetime(2026, 11, 20, 9, 0, tzinfo=BEIJING)
FROZEN = datetime(2026, 11, 20, 10, 0, tzinfo=BEIJING)
OUT = date(2026, 11, 23)
DRAWN = datetime(2026, 11, 23, 18, 0, tzinfo=BEIJING)
SCORED = datetime(2026, 11, 24, 9, 0, tzinfo=BEIJING)
STORES = ("T-own", "T-sister")
STEPS = ("welcome", "delivery")


def manager(world):
    return world.people["regional_manager"]


def second(world):
    """Another regional manager of the same region, for blind second scorings."""

    def make():
        return org.create_person(
            username="second", display_name="复核人", role=Role.REGIONAL_MANAGER, password="quiet-harbour-42",
            regions=[world.regions["own"]], stores=[], by=None,
        )  # fmt: skip

    return world.once("second", make)


def set_to(name, value):
    from biaogan.org.models import Setting

    Setting.objects.update_or_create(name=name, defaults={"value": declared(name).checked(value)})


def keeping_footage():
    set_to("keep-footage", True)  # noqa: FBT003 - the value of the setting


def committed(world, *, region="own", **changes):
    given = {"month": "2026-11", "strata": "store", "per_stratum": 2, "secret": SECRET,
             "public_from": "上证指数收盘", "public_on": OUT, "at": COMMITTED, **changes}  # fmt: skip
    return actions.commit_draw(region=world.regions[region], by=manager(world), **given)


def clips(stores=STORES):
    until = date(2026, 11, 19)
    return {code: of_calendar(code, "2026-11", STEPS, china(), until=until) for code in stores}


def frozen(world, *, stores=STORES, **changes):
    draw = committed(world, **changes)
    return actions.freeze_draw(draw=draw, clips=clips(stores), by=manager(world), at=FROZEN)


def drawn(world, **changes):
    draw = frozen(world, **changes)
    made = actions.reveal_draw(draw=draw, secret=SECRET, public_number=NUMBER, by=manager(world), at=DRAWN)
    draw.refresh_from_db()
    return draw, made


def window(check):
    start = datetime.combine(check.day, datetime.min.time(), BEIJING) + timedelta(hours=10)
    return {"camera": "接待区 2 号", "starts": start, "ends": start + timedelta(minutes=6)}


BEST = "whatever is full"


def score(check, *, by, points=BEST, at=SCORED, **changes):
    scores = {one.pk: one.full_points if points == BEST else points for one in checks.versions_of(check)}
    given = {"scores": scores, "note": "", **window(check), **changes}
    return checks.score_check(check=check, by=by, at=at, **given)
