"""Every component, looked at by a browser in every size, light and language."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest

from browser.chromium import LOOKS, Look, axe, chromium, picture, sideways, small_targets, visit
from browser.product import gallery

pytestmark = [pytest.mark.browser, pytest.mark.only_on("sqlite")]  # components ask no database
PAGES = ("cockpit", "metric", "list", "import", "form", "states", "login")
PHONE, DESK = Look(360, "light", "zh-hans"), Look(1440, "light", "zh-hans")
PICTURES = os.environ.get("BIAOGAN_TEST_PICTURES", "")  # a folder, for people who want to look


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with gallery(tmp_path_factory.mktemp("gallery")) as where:
        yield where


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_is_accessible_and_fits_and_stays_at_home(browser, address, name, look):
    with visit(browser, f"{address}/{name}", look) as seen:
        if PICTURES:
            picture(seen.page, Path(PICTURES), f"{name}-{look}")
        assert axe(seen.page) == []
        assert sideways(seen.page) == 0
        assert seen.complaints == []
        assert seen.strangers(address) == []
        if look.width == PHONE.width:
            assert small_targets(seen.page) == []


@pytest.mark.parametrize("code", [403, 404, 500])
def test_an_error_page_is_accessible(browser, address, code):
    with visit(browser, f"{address}/error-{code}", PHONE) as seen:
        assert axe(seen.page) == []


def test_axe_would_find_a_fault(browser, address):
    with visit(browser, f"{address}/states", DESK) as seen:
        seen.page.evaluate("document.querySelector('main').append(document.createElement('button'))")
        assert any(line.startswith("button-name") for line in axe(seen.page))


def test_a_chosen_theme_is_kept_and_charts_follow_it(browser, address):
    with visit(browser, f"{address}/cockpit", DESK) as seen:
        page = seen.page
        line = (
            "() => document.querySelector('[data-chart] svg path[stroke-width=\"2\"]').getAttribute('stroke')"
        )
        before = page.evaluate(line)
        page.click(".person summary")
        page.click("[data-theme-choice=dark]")
        assert page.evaluate(line) != before
        page.reload(wait_until="load")
        assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_language_is_switched_without_leaving_the_page(browser, address):
    with visit(browser, f"{address}/list?store=S01", DESK, scripts=False) as seen:
        seen.page.click(".person summary")
        seen.page.click("text=English")
        assert seen.page.url == f"{address}/list?store=S01"
        assert seen.page.locator("html").get_attribute("lang") == "en"


def test_the_search_field_is_one_key_away(browser, address):
    with visit(browser, f"{address}/list", DESK) as seen:
        seen.page.keyboard.press("Control+k")
        assert seen.page.evaluate("document.activeElement.id") == "search"


def test_an_open_menu_closes_with_escape_and_gives_the_focus_back(browser, address):
    with visit(browser, f"{address}/metric", DESK) as seen:
        page = seen.page
        page.click(".definition summary")
        page.focus(".definition a")
        page.keyboard.press("Escape")
        assert page.locator("details[data-closes][open]").count() == 0
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_first_tab_stop_skips_to_the_content(browser, address):
    with visit(browser, f"{address}/list", DESK) as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.hash") == "#content"


def test_a_chart_is_drawn_with_its_gap_and_its_tooltip_obeys_the_policy(browser, address):
    with visit(browser, f"{address}/metric", DESK) as seen:
        seen.page.hover("[data-chart] >> nth=0")
        seen.page.wait_for_timeout(200)
        assert seen.page.locator("[data-chart] svg").count() == 2
        assert seen.complaints == []


def test_a_chart_is_saved_as_a_picture_of_itself(browser, address, tmp_path):
    with visit(browser, f"{address}/metric", DESK) as seen:
        page, saved = seen.page, tmp_path / "chart.png"
        with page.expect_download() as download:
            page.click(".chart-save >> nth=0")
        download.value.save_as(saved)
        drawn = page.locator("[data-chart]").first.evaluate("(one) => [one.clientWidth, one.clientHeight]")
        assert download.value.suggested_filename == f"{page.locator('figcaption').first.inner_text()}.png"
        size, tones = png(saved.read_bytes())
        assert size == tuple(2 * side for side in drawn)
        assert tones > 20, "lines, letters and their edges, not an empty sheet"
        assert seen.complaints == []


def png(content: bytes) -> tuple[tuple[int, int], int]:
    """Width and height of a picture, and how many different bytes it is made of."""
    assert content.startswith(b"\x89PNG")
    data, at = b"", 8
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        data += content[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    return struct.unpack(">II", content[16:24]), len(set(zlib.decompress(data)))


def test_without_scripts_the_chart_leaves_its_table_and_forms_work(browser, address):
    with visit(browser, f"{address}/metric", PHONE, scripts=False) as seen:
        assert not seen.page.locator("[data-chart]").first.is_visible()
        seen.page.locator(".chart-table summary").first.click()
        assert seen.page.locator(".chart-table table").first.is_visible()
        assert not seen.page.locator("[data-theme-choice]").first.is_visible()
    with visit(browser, f"{address}/import", PHONE, scripts=False) as seen:
        assert seen.page.locator("input[type=file]").is_visible()


def test_chosen_files_are_named(browser, address, tmp_path):
    orders = tmp_path / "orders.csv"
    orders.write_text("a" * 3000)
    with visit(browser, f"{address}/import", PHONE) as seen:
        seen.page.set_input_files("input[type=file]", orders)
        assert seen.page.locator("[data-drop-files] li").inner_text() == "orders.csv (3 kB)"


def test_paper_is_light_and_holds_no_buttons(browser, address):
    with visit(browser, f"{address}/cockpit", Look(1440, "dark", "zh-hans")) as seen:
        page = seen.page
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.locator(".button:visible").count() == 0
        assert page.locator(".printed").is_visible()
