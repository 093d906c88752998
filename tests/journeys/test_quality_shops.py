"""Mystery shopping through its pages: the manager plans, the store sees nothing, then appeals."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.quality.shops.builders import ENDS, PLANNED, RELEASE, RELEASED, STARTS
from tests.quality.shops.items import some_items
from tests.targets.conftest import world

from biaogan.quality.models import Finding, Photo, Shop, ShopWave
from house_samples.quality import jpeg
from house_world import BACKEND

__all__ = ["world"]
ROLES = ("regional_manager", "store_manager", "manager-sister")
SHOPPERS = ("青松", "白鹭", "远山", "明月")


@pytest.fixture
def people(world, time_machine):
    """The region's manager, the store's manager, another store's manager; all read English."""
    time_machine.move_to(PLANNED, tick=False)
    some_items()
    clients = [world.client(name) for name in ROLES]
    for client in clients:
        client.cookies["django_language"] = "en"
    return clients


@pytest.fixture
def later(world, people, time_machine):
    """Weeks later everybody has logged in anew."""

    def move(moment):
        time_machine.move_to(moment, tick=False)
        for name, client in zip(ROLES, people, strict=True):
            client.cookies.pop(settings.SESSION_COOKIE_NAME)
            client.force_login(world.people[name], backend=BACKEND)

    return move


def said(client, address, **data):
    answer = client.post(address, data, follow=True) if data else client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def planned(world, region):
    for name in SHOPPERS:
        said(region, "/quality/shops/shoppers", region=world.regions["own"].pk, code_name=name)
    plan = {
        "region": world.regions["own"].pk, "quarter": "2026Q4", "per_store": 2, "starts": STARTS,
        "ends": ENDS, "release_on": RELEASE,
    }  # fmt: skip
    assert "The wave is planned" in said(region, "/quality/shops/plan", **plan)
    return ShopWave.objects.get()


def visit_and_score(region, shop, points):
    day = shop.planned_on.isoformat()
    photo = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    told = "三分钟无人迎接，顾问手机 13812345678"
    said(
        region, f"/quality/shops/{shop.pk}/visit", came_at=f"{day}T10:00", left_at=f"{day}T11:20",
        receipt="R-77", told=told, photos=photo,
    )  # fmt: skip
    page = said(region, f"/quality/shops/{shop.pk}/score")
    versions = re.findall(r'name="note-(\d+)"', page)
    scores = {f"score-{one}": points for one in versions} | {f"note-{one}": "等了三分钟" for one in versions}
    assert "The scores are kept" in said(region, f"/quality/shops/{shop.pk}/score", **scores)


def test_before_money_is_spent_the_page_says_what_shops_can_prove(people):
    page = said(people[0], "/quality/shops/plan")
    two = re.search(r"9–91 % \(1 of 2\).*?</tr>", page, re.DOTALL).group()
    assert re.findall(r">\s*(\d+)\s*<", two) == ["19", "51", "75"]
    four = re.search(r"15–85 % \(2 of 4\).*?</tr>", page, re.DOTALL).group()
    assert re.findall(r">\s*(\d+)\s*<", four) == ["34", "76", "94"]
    needed = page[page.index("How many visits it takes") :]
    assert re.findall(r">\s*(59|29|14|9)\s*<", needed) == ["59", "29", "14", "9"]
    assert "stores are not ranked" in page


def test_from_plan_to_decided_appeal(world, people, later):
    region, store, sister = people
    wave = planned(world, region)
    own = list(wave.shops.filter(store__code="T-own"))

    # Nothing of it exists for a store, nor for another one.
    for client in (store, sister):
        page = said(client, "/quality/shops")
        assert "Nothing has been released yet" in page
        assert not any(name in page for name in ("2026Q4", *SHOPPERS))
        assert client.get(f"/quality/shops/{own[0].pk}").status_code == 404
        assert client.get(f"/quality/shops/waves/{wave.pk}").status_code == 403

    later(RELEASED - timedelta(days=1))
    visit_and_score(region, own[0], points=0)
    shop = Shop.objects.get(pk=own[0].pk)
    photo = Photo.objects.get()
    assert "13812345678" not in shop.told
    assert region.get(f"/quality/photos/{photo.pk}").status_code == 200
    assert store.get(f"/quality/photos/{photo.pk}").status_code == 404
    assert "Until then stores see nothing" in said(region, f"/quality/shops/{shop.pk}/release", now="1")

    # A shop that was not scored, and stores without a visit, hold the wave back by name.
    later(RELEASED)
    assert "is not scored yet" in said(region, f"/quality/shops/{own[1].pk}/release", now="1")
    page = said(region, f"/quality/shops/waves/{wave.pk}/release", now="1")
    assert "Not visited yet: own店, sister店" in page
    for one in wave.shops.exclude(pk=shop.pk):
        said(region, f"/quality/shops/{one.pk}/cancel", reason="神秘客生病")
    assert "1 shops are released" in said(region, f"/quality/shops/waves/{wave.pk}/release", now="1")

    # The store sees what was seen, not who saw it, and appeals within its clock.
    page = said(store, f"/quality/shops/{shop.pk}")
    assert "2026-11-30" in page
    assert shop.shopper.code_name not in page
    assert "R-77" not in page
    assert store.get(f"/quality/photos/{photo.pk}").status_code == 200
    assert sister.get(f"/quality/shops/{shop.pk}").status_code == 404
    assert Finding.objects.filter(source="shop", state="open").count() == shop.answers.count()
    answer = shop.answers.first()
    evidence = SimpleUploadedFile("b.jpg", jpeg(), content_type="image/jpeg")
    page = said(
        store,
        f"/quality/shops/{shop.pk}/appeal",
        answers=answer.pk,
        reason="监控 40 秒已迎接",
        photo=evidence,
    )
    assert "The appeal is with the region" in page
    assert sister.post(f"/quality/shops/{shop.pk}/appeal", {"reason": "x"}).status_code == 404

    # The region decides; both scores stand side by side, the finding goes.
    assert "own店 has appealed" in said(region, "/quality/shops")
    decision = {f"points-{answer.pk}": 2, "answer": "监控属实"}
    page = said(region, f"/quality/shops/{shop.pk}/decide", **decision)
    assert "The former scores stay visible" in page
    assert "Nobody came within two minutes" in page
    assert "Met within a minute and guided to park" in page
    assert Finding.objects.filter(state="dismissed").count() == 1

    # Pooled by item, without a rank; as a file as seen.
    page = said(region, "/quality/shops")
    assert "Items over all shops" in page
    assert "there is no rank" in said(store, "/quality/shops/stores/T-own")
    assert sister.get("/quality/shops/stores/T-own").status_code == 404
    book = openpyxl.load_workbook(BytesIO(store.post("/quality/shops/export").content))
    assert "Mystery shops" in book.sheetnames
    assert not any(name in str(row) for row in book["Mystery shops"].values for name in SHOPPERS)


def test_bad_input_is_said_and_nothing_is_lost(world, people):
    region = people[0]
    planned(world, region)
    shop = Shop.objects.first()
    wrong = {
        "came_at": "2026-10-13T11:00", "left_at": "2026-10-13T10:00", "receipt": "R-77", "told": "等了很久",
        "photos": SimpleUploadedFile("a.jpg", b"PK\x03\x04", content_type="image/jpeg"),
    }  # fmt: skip
    page = said(region, f"/quality/shops/{shop.pk}/visit", **wrong)
    assert "The shopper left before coming" in page
    assert "等了很久" in page
    assert Shop.objects.get(pk=shop.pk).state == "planned"
    large = SimpleUploadedFile("b.jpg", jpeg() + b"0" * (12 * 2**20), content_type="image/jpeg")
    right = {**wrong, "left_at": "2026-10-13T12:00", "photos": large}
    assert "larger than 12 MB" in said(region, f"/quality/shops/{shop.pk}/visit", **right)
    again = {"region": world.regions["own"].pk, "quarter": "2026Q4", "per_store": 9, "starts": STARTS,
             "ends": ENDS, "release_on": STARTS}  # fmt: skip
    assert "stores would know what is still to come" in said(region, "/quality/shops/plan", **again)
    assert "Choose at least one service step" in said(
        region, "/quality/shops/scenarios", title="x", persona="y", text="z"
    )


def test_lists_ask_no_more_with_more_shops(world, people, later):
    region = people[0]
    wave = planned(world, region)
    later(RELEASED)
    counts = []
    for shop in wave.shops.all()[:3]:
        visit_and_score(region, shop, points=0)
        said(region, f"/quality/shops/{shop.pk}/release", now="1")
        with CaptureQueriesContext(connection) as asked:
            said(region, "/quality/shops")
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
