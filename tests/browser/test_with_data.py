"""The product over a home with data: every kind of page, and an errand without scripts.

The region is grown by the real intake, as `biaogan demo` grows it, only smaller.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from browser.chromium import Look, axe, chromium, picture, sideways, small_targets, visit
from browser.product import product

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]  # the region is grown first
PHONE, DESK = Look(360, "light", "zh-hans"), Look(1440, "dark", "en")
PICTURES = os.environ.get("BIAOGAN_TEST_PICTURES", "")
USERNAME, PASSWORD = "luyuanhang", "hongqiao-bridge-77"
GROWING = f"""
from datetime import timedelta
from django.utils import timezone
from biaogan.intake.demo import grow_region
from biaogan.intake.demonstration import Size
from biaogan.org.actions import begin, open_region
from biaogan.targets import warming

now = timezone.now()
today = timezone.localdate(now)
owner = begin(region_name="青岚区域", display_name="陆远航", username="{USERNAME}", password="{PASSWORD}")
open_region(name="云岭区域", managers=[owner], by=owner)
size = Size(stores=2, months=6, orders_per_store_month=25, monthly_files=1)
grow_region(size=size, until=today - timedelta(days=1), by=owner, at=now)
warming.warm(today)
"""
HEADER = "门店,工单号,车牌号,VIN,开单日期,预交车时间,交车时间,结算日期,维修类型,工单状态,工时费,随车物品"
CONFIRM = "form[action$='/confirm']"
# One of each kind of page, found by following links: where it is linked, and what its address looks like.
FOLLOWED = {
    "metric": ("/metrics", r"/metrics/first-time-fix\?[^#]*"),
    "money": ("/metrics", r"/metrics/revenue\?[^#]*"),
    "order": ("/orders", r"/orders/[^/?]+/[^?]+"),
    "row": ("/orders", r"/imports/B[^/]+/rows/\d+"),
    "batch": ("/imports/", r"/imports/B[^/]+/"),
}


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with product(tmp_path_factory.mktemp("grown"), first=GROWING) as where:
        yield where


@pytest.fixture(scope="module")
def session(browser, address):
    with visit(browser, f"{address}/login", PHONE, scripts=False) as seen:
        seen.page.fill("[name=username]", USERNAME)
        seen.page.fill("[name=password]", PASSWORD)
        seen.page.click("button.primary")
        kept = [cookie for cookie in seen.page.context.cookies() if "session" in cookie["name"]]
    assert kept
    return [{"name": one["name"], "value": one["value"], "url": address} for one in kept]


def orders_file(folder: Path, name: str, number: int) -> Path:
    """One good order, one with an impossible day, a column nobody knows."""
    line = "S01,{},云A1234{},LBV0000000000000{},{},,,2026-05-04 16:00:00,一般维修,已结算,800,雨伞"
    lines = [
        line.format(f"{name}{at}", number, number, day) for at, day in enumerate(["2026-05-04", "2026-13-45"])
    ]
    path = folder / f"{name}.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8-sig")
    return path


def give(page, address: str, path: Path) -> None:
    page.goto(f"{address}/imports/new")
    page.set_input_files("input[type=file]", path)
    page.click("form.form button.primary")


def reloaded_until(page, wanted: str, seconds: float = 60) -> None:
    """The page a person would see who looks again and again."""
    end = time.monotonic() + seconds
    while not page.locator(wanted).count():
        assert time.monotonic() < end, f"no {wanted} on {page.url}:\n{page.inner_text('main')}"
        page.wait_for_timeout(300)
        page.reload()


@pytest.fixture(scope="module")
def checked(browser, address, session, tmp_path_factory):
    """An upload that waits for its confirmation."""
    path = orders_file(tmp_path_factory.mktemp("given"), "等待", 1)
    with visit(browser, f"{address}/imports/new", DESK, scripts=False, cookies=session) as seen:
        give(seen.page, address, path)
        reloaded_until(seen.page, CONFIRM)
        return re.search(r"/imports/uploads/\d+/", seen.page.url)[0]


@pytest.fixture(scope="module")
def pages(browser, address, session, checked):
    """Every page of the menu, one of each other kind, and the steps of an import."""
    with visit(browser, f"{address}/account", DESK, cookies=session) as seen:
        found = seen.page.evaluate("[...document.querySelectorAll('.side a')].map((link) => link.href)")
        found = [url.removeprefix(address) for url in found]
        followed = {name: linked(seen.page, address, *where) for name, where in FOLLOWED.items()}
        followed["store"] = "/stores/S01"
        followed["rows"] = linked(seen.page, address, followed["store"], r"/metrics/[^/]+/rows\?[^#]*")
    steps = [f"{checked}{step}" for step in ("columns/", "columns/0", "check")]
    more = ["/imports/new", "/search?q=S01", "/regions/add", f"{followed['order']}?counts=1"]
    return [*found, *followed.values(), *steps, *more]


def linked(page, address: str, place: str, pattern: str) -> str:
    page.goto(address + place)
    links = page.evaluate("[...document.querySelectorAll('main a')].map((link) => link.href)")
    shape = re.compile(pattern)
    return next(link.removeprefix(address) for link in links if shape.fullmatch(link.removeprefix(address)))


@pytest.mark.parametrize("look", [PHONE, DESK], ids=str)
def test_every_kind_of_page_with_data_is_accessible_fits_and_stays_at_home(
    browser, address, session, pages, look
):
    assert len(pages) > 20
    faults = {}
    with visit(browser, f"{address}/account", look, cookies=session) as seen:
        for url in pages:
            seen.complaints.clear()
            seen.page.goto(address + url, wait_until="networkidle")
            if PICTURES:
                name = re.sub(r"[^\w]+", "-", url).strip("-")[:60]
                picture(seen.page, Path(PICTURES), f"data-{name}-{look}")
            if found := faults_of(seen, look):
                faults[url] = found
        assert seen.strangers(address) == []
    assert faults == {}


def faults_of(seen, look) -> list[str]:
    found = [*axe(seen.page), *seen.complaints]
    if wide := sideways(seen.page):
        found.append(f"{wide} pixels wider than the window")
    return found + (small_targets(seen.page) if look == PHONE else [])


def test_the_pages_really_show_data(browser, address, session, pages):
    with visit(browser, f"{address}/cockpit", DESK, cookies=session) as seen:
        assert seen.page.locator(".kpi").count() == 8
        assert seen.page.locator("table tbody tr").count() >= 2
        seen.page.goto(f"{address}/metrics/revenue")
        assert seen.page.locator("[data-chart] svg").count() >= 1


def test_hits_are_shown_as_one_types_and_go_with_escape(browser, address, session):
    for look in (PHONE, DESK):
        with visit(browser, f"{address}/stores", look, cookies=session) as seen:
            seen.page.keyboard.press("Control+k")
            seen.page.keyboard.type("S01")
            seen.page.wait_for_selector("#search-found a[href='/stores/S01']")
            assert axe(seen.page) == []
            assert sideways(seen.page) == 0
            seen.page.keyboard.press("Escape")
            assert seen.page.locator("#search-found a").count() == 0


def test_a_list_is_filtered_and_a_file_imported_without_scripts(browser, address, session, tmp_path):
    with visit(browser, f"{address}/imports/", PHONE, scripts=False, cookies=session) as seen:
        page = seen.page
        page.select_option("[name=kind]", "survey")
        page.click(".filter button[type=submit]")
        assert "kind=survey" in page.url
        give(page, address, orders_file(tmp_path, "新单", 2))
        reloaded_until(page, CONFIRM)
        page.click(f"{CONFIRM} button")
        reloaded_until(page, "main a[href*='/imports/B']")
        page.goto(f"{address}/imports/?kind=repair_order")
        assert "新单.csv" in page.locator("main table").inner_text()
        page.goto(f"{address}/orders/S01/新单0")
        assert "800.00" in page.locator("main").inner_text()


def test_one_region_is_chosen_and_all_again_without_scripts(browser, address, session):
    with visit(browser, f"{address}/stores", PHONE, scripts=False, cookies=session) as seen:
        page = seen.page
        rows = page.locator("main tbody tr").count()
        page.click(".region summary")
        page.click(".region button:has-text('云岭区域')")
        assert page.locator("main tbody tr").count() == 0 < rows
        page.click(".region summary")
        page.click(".region button >> nth=0")
        assert page.locator("main tbody tr").count() == rows
