"""The product itself in a browser: the first start without scripts, then every page of the menu."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from browser.chromium import Look, axe, chromium, picture, sideways, small_targets, visit
from browser.product import product

pytestmark = pytest.mark.browser
PHONE, DESK = Look(360, "light", "zh-hans"), Look(1440, "dark", "en")
PICTURES = os.environ.get("BIAOGAN_TEST_PICTURES", "")
MANAGER = {
    "region_name": "青岚区域",
    "display_name": "陆远航",
    "username": "luyuanhang",
    "password": "hongqiao-bridge-77",
}
LIST_BUDGET = 120_000
LOADED = "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with product(tmp_path_factory.mktemp("home")) as where:
        yield where


@pytest.fixture(scope="module")
def session(browser, address):
    """The first manager's session, won by filling in the first page without scripts."""
    with visit(browser, f"{address}/", PHONE, scripts=False) as seen:
        page = seen.page
        for name, value in MANAGER.items():
            page.fill(f"[name={name}]", value)
        page.click("button.primary")
        assert page.locator(".errors").all_inner_texts() == []
        kept = [cookie for cookie in page.context.cookies() if "session" in cookie["name"]]
    assert kept, "nobody is logged in after the first start"
    return [{"name": one["name"], "value": one["value"], "url": address} for one in kept]


def menu(seen):
    return seen.page.evaluate("[...document.querySelectorAll('.side a')].map((link) => link.href)")


@pytest.mark.parametrize("look", [PHONE, DESK], ids=str)
def test_every_page_of_the_menu_is_accessible_fits_and_stays_at_home(browser, address, session, look):
    with visit(browser, f"{address}/account", look, cookies=session) as seen:
        pages = [f"{address}/account", *menu(seen)]
    assert len(pages) > 3
    for url in pages:
        with visit(browser, url, look, cookies=session) as seen:
            name = url.removeprefix(address).strip("/").replace("/", "-")
            if PICTURES:
                picture(seen.page, Path(PICTURES), f"product-{name}-{look}")
            assert axe(seen.page) == [], url
            assert sideways(seen.page) == 0, url
            assert seen.complaints == [], url
            assert seen.strangers(address) == [], url
            if look == PHONE:
                assert small_targets(seen.page) == [], url


def test_a_first_visit_to_a_list_is_within_its_budget(browser, address, session):
    with visit(browser, f"{address}/stores", PHONE, cookies=session) as seen:
        weight = seen.page.evaluate(f"{LOADED}.reduce((sum, one) => sum + one.transferSize, 0)")
    assert 10_000 < weight < LIST_BUDGET


def test_one_can_log_in_without_scripts(browser, address, session):
    with visit(browser, f"{address}/login", PHONE, scripts=False) as seen:
        page = seen.page
        page.fill("[name=username]", MANAGER["username"])
        page.fill("[name=password]", "not this one")
        page.click("button.primary")
        page.locator(".notice-bad").wait_for()
        page.fill("[name=password]", MANAGER["password"])
        page.click("button.primary")
        page.wait_for_url(lambda url: "/login" not in url)


def test_a_missing_page_is_accessible(browser, address):
    with visit(browser, f"{address}/no-such-page", PHONE) as seen:
        assert axe(seen.page) == []
        assert seen.page.locator("h1").inner_text() == "找不到页面"
