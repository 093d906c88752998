"""From what people did in this room to a metric's reading, and back to the file and its line.

The room's rows are made and published once; the tests only read.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from tests.quality.complaints import cases
from tests.quality.inspections import builders as visits
from tests.quality.shops import builders as shops
from tests.quality.shops.items import BEIJING, some_items
from tests.quality.video.builders import manager
from tests.targets.conftest import region  # noqa: F401 - fifteen months of orders, made once
from tests.targets.region import NOW

from biaogan.intake.actions import original
from biaogan.intake.models import Batch
from biaogan.quality.complaints.actions import withdraw_complaint
from biaogan.quality.complaints.published import number_of
from biaogan.quality.complaints.taking_over import waiting
from biaogan.quality.datasets import datasets
from biaogan.quality.models import InspectionKind, VideoAnswer, VideoCheck, VideoDraw, VideoScoring
from biaogan.quality.publishing.publishing import publish
from biaogan.targets.numbers import figures, rows_behind

pytestmark = pytest.mark.django_db
MAY, AS_OF = "2026-05", date(2026, 6, 20)
VISIT = datetime(2026, 5, 12, 9, 0, tzinfo=BEIJING)


def inspected(world, place, *, kind=InspectionKind.ANNOUNCED, sign=True):
    by = world.people["regional_manager"]
    one = visits.inspection(world, place, kind=kind, at=VISIT)
    visits.answer_all(one, by=by, failing=(2,), at=VISIT)
    return visits.signed(one, by=by, at=VISIT) if sign else one


def shopped(world):
    """Two of a store: one with full points, one with none, and what a store must not know of yet."""
    shops.shoppers(world)
    plan = shops.wave(
        world, quarter="2026Q2", starts=date(2026, 5, 6), ends=date(2026, 5, 29), release_on=date(2026, 6, 1),
        at=datetime(2026, 5, 4, 9, 0, tzinfo=BEIJING),
    )  # fmt: skip
    own = list(plan.shops.filter(store__code="T-own"))
    for shop, points in zip(own, (2, 0), strict=True):
        shops.released(world, shop, points=points)
    shops.scored(world, shops.first(plan, "sister"))
    return own


def filmed(world, item_versions, *, place="own", closed=True):
    """A clip of May that two people saw, who differ about the second item."""
    by = manager(world)
    draw = VideoDraw.objects.create(
        region=world.regions["own"], month=MAY, strata="store", per_stratum=1, commitment="c",
        public_from="上证指数收盘", public_on=AS_OF, committed_by=by, committed_at=VISIT,
    )  # fmt: skip
    clip = VideoCheck.objects.create(
        draw=draw, store=world.stores[place], candidate="c1", stratum="T-own", ticket="t", twice=True,
        state="closed" if closed else "scored", closed_at=NOW if closed else None,
    )  # fmt: skip
    for number, by_item in ((1, (2, 2)), (2, (2, 0))):
        person = by if number == 1 else world.people["store_manager"]
        scoring = VideoScoring.objects.create(
            check_of=clip, place=number, camera="接待区", starts=VISIT, ends=VISIT + timedelta(minutes=5),
            by=person, at=NOW,
        )  # fmt: skip
        VideoAnswer.objects.bulk_create(
            VideoAnswer(scoring=scoring, version=version, points=points)
            for version, points in zip(item_versions, by_item, strict=True)
        )
    return clip


def complained(world):
    """In time; opened again, first spoken with in time; never answered; withdrawn; a repeat."""
    fast = cases.closed(world, cases.recorded(world, vehicle="", text="交车比约定晚了两小时"))
    again = cases.closed(world, cases.recorded(world, vehicle="", text="空调修了还是不冷"), when=cases.NOW)
    again = cases.actions.reopen_complaint(
        complaint=again, reason="又不冷了", by=world.people["manager-own"], at=cases.NOW
    )
    cases.contacted(world, again, when=cases.NOW + timedelta(days=3))
    car = cases.recorded(world, text="底盘一直有异响")
    cases.recorded(world, text="底盘还是有异响")
    gone = cases.recorded(world, vehicle="", text="后来说明是误会")
    withdraw_complaint(complaint=gone, reason="客户说明是误会", by=world.people["manager-own"])
    return SimpleNamespace(fast=fast, again=again, car=car, gone=gone)


@pytest.fixture(scope="module")
def told(region):  # noqa: F811
    versions = [one.versions.get() for one in some_items()[:2]]
    made = SimpleNamespace(
        world=region,
        signed=inspected(region, "own"),
        unsigned=inspected(region, "sister", kind=InspectionKind.SURPRISE, sign=False),
        shops=shopped(region),
        clips=[filmed(region, versions), filmed(region, versions, place="sister", closed=False)],
        complaints=complained(region),
    )
    done = publish(datasets=datasets(), at=NOW)
    assert done == {"written": 4, "withdrawn": 0, "same": 0}, "a file each, and none of the sister store"
    return made


def read(slugs, month=MAY):
    found = figures(slugs, months=[month], stores=["T-own", "T-sister"], as_of=AS_OF, by="store")
    asked = [(slug, store) for slug in slugs for store in ("T-own", "T-sister")]
    return {(slug, store): found.at(slug, store, month).value for slug, store in asked}


def opened(slug, named, *, store="T-own", month=MAY):
    """The lines of the published file that a reading rests on."""
    rows = rows_behind(slug, store=store, month=month, as_of=AS_OF).to_dicts()
    lines = []
    for row in rows:
        batch = Batch.objects.select_related("file").get(code=row["batch"])
        if batch.file.name.startswith(f"标杆·{named}"):
            lines.append(original(batch.file.sha256).read_text("utf-8-sig").splitlines()[row["line"] - 1])
    return lines


def test_signed_inspections_are_site_checks_and_a_surprise_under_way_is_not(told):
    found = read(["site-check-completion"])
    assert found == {
        ("site-check-completion", "T-own"): Decimal(100),
        ("site-check-completion", "T-sister"): Decimal(0),
    }
    lines = opened("site-check-completion", "检查")
    assert lines
    assert f"BG-IN-{told.signed.pk:05d},巡店检查,2026-05-12" in lines[0]


def test_released_shops_are_scored_and_counted_and_a_scored_one_is_not(told):
    found = read(["mystery-shop-count", "mystery-shop-score"])
    assert (found["mystery-shop-count", "T-own"], found["mystery-shop-score", "T-own"]) == (2, 50)
    assert (found["mystery-shop-count", "T-sister"], found["mystery-shop-score", "T-sister"]) == (0, None)
    lines = opened("mystery-shop-score", "神秘客")
    assert {line.split(",")[1] for line in lines} == {f"BG-MS-{shop.pk:05d}" for shop in told.shops}


def test_a_closed_clip_is_a_video_check_and_what_two_people_saw_differently_does_not_apply(told):
    found = read(["video-check-completion"])
    assert list(found.values()) == [100, 0], "the sister store's clip waits for its second scoring"
    [first] = opened("video-check-completion", "视频抽查")
    [batch] = Batch.objects.filter(file__name__startswith="标杆·视频抽查").select_related("file")
    lines = original(batch.file.sha256).read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[5:] for line in lines] == [["2", "2", "是"], ["", "2", "否"]]
    assert first in lines


def test_complaints_are_counted_once_and_the_first_contact_counts(told):
    found = read(["complaint-rate", "complaint-response-24h", "complaint-closure-72h"])
    assert round(found["complaint-rate", "T-own"], 2) == Decimal("83.33"), "3 of 36 visits"
    assert round(found["complaint-response-24h", "T-own"]) == 67, (
        "again was first answered in time, car never"
    )
    assert round(found["complaint-closure-72h", "T-own"]) == 33
    lines = opened("complaint-response-24h", "投诉")
    kept = {number_of(one.pk) for one in (told.complaints.fast, told.complaints.again, told.complaints.car)}
    assert {line.split(",")[1] for line in lines} == kept
    assert not any("底盘一直有异响" in line or "云A" in line for line in lines), "no words, no vehicle"


def test_what_this_room_published_is_not_offered_to_it_as_a_complaint_of_a_file(told):
    assert waiting(["T-own"], at=NOW).is_empty()
