"""An inspection on a phone without network: nothing that was answered, photographed or signed is lost.

A journey: thirty items (ten in the daily suite), a photo of two in three, two signatures; the network goes
at one step and comes back at another, the tab is killed on the way, a second phone answers some of the items
otherwise. The step at which the network goes moves on from journey to journey.
"""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest

from browser.chromium import axe, chromium, picture, sideways, small_targets
from browser.inspecting import ADDRESS, Phone, growing, phone, photo_of
from browser.product import product

# What a phone does without network is the same above either database; repeated sending is tested on both.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600), pytest.mark.only_on("sqlite")]
ITEMS, FEW, MANY = 30, 5, 100
SPARE = 3  # inspections that the other tests use
MOST_BYTES = 150_000
PICTURES = os.environ.get("BIAOGAN_TEST_PICTURES", "")


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with product(
        tmp_path_factory.mktemp("grown"), first=growing(items=ITEMS, visits=FEW + SPARE, short=FEW)
    ) as where:
        yield where


def waits_in_sight(one: Phone) -> None:
    """The number of what waits stands on the page, in words."""
    said = one.page.locator("[data-pending-count]")
    assert said.is_visible()
    number, words = one.page.eval_on_selector(
        "[data-pending]", "it => [it.dataset.waiting, it.querySelector('[data-pending-count]').textContent]"
    )
    assert number == "0" or number in words


def photos_of(lines: list[str]) -> int:
    return 2 * len(lines) // 3


def steps_of(lines: list[str]) -> list[tuple[str, str]]:
    """Tap by tap: the first items fail and get a photo each."""
    found = []
    for at, line in enumerate(lines):
        found.append(("tap", line))
        if at < photos_of(lines):
            found.append(("photo", line))
    return found


def journey(first: Phone, second: Phone, number: int) -> None:
    chance = random.Random(number)
    for one in (first, second):
        one.begin(number, kept=True)
    lines = first.lines
    steps = steps_of(lines)
    drop = number * 7 % len(steps)
    back = drop + chance.randint(3, len(steps))
    kills = set(chance.sample(range(len(steps)), 3))
    otherwise(second, number, chance.sample(lines, 4))
    for at, (kind, line) in enumerate(steps):
        if at in {drop, back}:
            first.network(on=at == back)
        if kind == "tap":
            first.tap(line, wanted(lines, line))
        else:
            first.photo(line, photo_of(number * 100 + at, 640))
        first.remember()
        waits_in_sight(first)
        if at in kills:
            first.tear()
            first.begin(number)
    for one in (first, second):
        one.network(on=True)
        one.sent()
    settle(first, number, lines, [*first.keys("answer", number), *second.keys("answer", number)])
    finish(first, number, photos_of(lines), offline=bool(number % 2))


def otherwise(second: Phone, number: int, lines: list[str]) -> None:
    """The second phone answers some items on its own, without network, and its tab is killed too."""
    second.network(on=False)
    for line in lines:
        second.tap(line, "1")
    second.remember()
    second.tear()
    second.begin(number)
    assert second.waiting == len(lines)


def wanted(lines: list[str], line: str) -> str:
    """The first items fail, and have their photo."""
    return "0" if lines.index(line) < photos_of(lines) else "2"


def settle(first: Phone, number: int, lines: list[str], keys: list[str]) -> None:
    """Every answer of both phones is on the server; where they differ, the first one chooses."""
    first.begin(number)
    known = " ".join(first.page.eval_on_selector_all(".item", "all => all.map(one => one.dataset.keys)"))
    assert set(keys) <= set(known.split()), "answers are lost"
    assert len(keys) >= len(lines) + 4
    links = first.page.eval_on_selector_all("[data-pictures-list] a", "all => all.map(one => one.href)")
    kept = {re.search(r"[0-9a-f-]{36}", link)[0] for link in links}
    assert kept == first.keys("picture", number), "photos are lost"
    assert len(kept) == photos_of(lines)
    odds = first.page.eval_on_selector_all(
        "[data-odds]:not([hidden])", "all => all.map(one => one.closest('.item').dataset.line)"
    )
    for line in odds:
        first.tap(line, "na")
        first.tap(line, wanted(lines, line))
    first.sent()
    assert odds, "two phones that differ were not asked about"


def finish(first: Phone, number: int, photos: int, *, offline: bool) -> None:
    """Signed, with or without network; both signatures and the findings are on the server."""
    first.network(on=not offline)
    first.sign()
    if offline:
        first.page.wait_for_selector("[data-signed]:not([hidden])")
        first.remember()
        assert len(first.keys("picture", number)) == photos + 2
        first.tear()
        first.open(ADDRESS)
        first.page.wait_for_selector("[data-waiting='3']", state="attached")
        first.network(on=True)
        first.sent()
        first.open(f"{ADDRESS}/{number}")
    else:
        first.page.wait_for_url(f"**{ADDRESS}/{number}")
    signatures = first.page.locator(".signatures img")
    assert signatures.count() == 2, "a signature is lost"
    for at in range(2):
        address = first.address + signatures.nth(at).get_attribute("src")
        assert first.context.request.get(address).status == 200
    assert first.page.locator(".seen .pictures img").count() == photos


def journeys(browser, address: str, numbers: range) -> int:
    done = 0
    with phone(browser, address) as first, phone(browser, address) as second:
        for number in numbers:
            journey(first, second, number)
            done += 1
    return done


def test_five_journeys_lose_nothing(browser, address):
    assert journeys(browser, address, range(1, FEW + 1)) == FEW


@pytest.mark.slow
@pytest.mark.timeout(5400)
def test_a_hundred_journeys_lose_nothing(browser, tmp_path):
    with product(tmp_path, first=growing(items=ITEMS, visits=MANY)) as where:
        assert journeys(browser, where, range(1, MANY + 1)) == MANY


def test_the_first_visit_weighs_little_and_the_worker_keeps_all_of_it(browser, address):
    """What the browser loads for the page, compressed, heads apart; the worker knows each of these files."""
    with phone(browser, address) as one:
        fresh = Phone(browser, address)
        fresh.context.add_cookies(one.context.cookies())
        sizes: dict[str, int] = {}
        fresh.page.on("requestfinished", lambda asked: sizes.setdefault(asked.url, body_size(asked)))
        fresh.begin(FEW + 1)
        fresh.page.wait_for_load_state("networkidle")
        assert len(sizes) > 10
        assert sum(sizes.values()) <= MOST_BYTES, sizes
        worker = fresh.context.request.get(f"{address}{ADDRESS}/worker.js").text()
        files = [url.removeprefix(address) for url in sizes if "/static/" in url]
        assert [file for file in files if f'"{file}"' not in worker] == []
        fresh.close()


def body_size(asked) -> int:
    return asked.sizes()["responseBodySize"]


def test_nothing_of_a_person_is_left_for_the_next_one(browser, address):
    """After leaving, no page of theirs opens; what was not sent waits and is shown to nobody else."""
    number = FEW + 2
    with phone(browser, address) as one:
        one.open_list()
        one.begin(number, kept=True)
        one.page.wait_for_timeout(200)
        one.network(on=False)
        one.tap(one.lines[0], "2")
        one.network(on=True)
        one.context.route("**/answers/*", lambda route: route.abort())
        leave(one)
        assert (
            one.page.evaluate("caches.keys().then((names) => names.filter((n) => n.startsWith('kept-')))")
            == []
        )
        one.network(on=False)
        with pytest.raises(Exception, match="ERR_"):
            one.open(f"{ADDRESS}/{number}/phone")
        one.network(on=True)
        one.log_in("heyuqing")
        one.open_list()
        assert one.waiting == 0
        leave(one)
        one.context.unroute("**/answers/*")
        one.log_in()
        one.open_list()
        one.sent()
        one.begin(number)
        assert "1 / 30" in one.page.inner_text("[data-progress]")


def leave(one: Phone) -> None:
    one.page.evaluate("document.querySelector('form[action$=\"/logout\"]').requestSubmit()")
    one.page.wait_for_url("**/login**")
    one.page.wait_for_function(
        "caches.keys().then((names) => names.every((name) => !name.startsWith('kept-')))"
    )


def test_the_pages_are_accessible_and_fit(browser, address):
    number = FEW + 3
    with phone(browser, address) as one:
        one.open_list()
        look(one, "list")
        one.begin(number, kept=True)
        one.network(on=False)
        one.tap(one.lines[0], "0")
        one.photo(one.lines[0], photo_of(number))
        one.page.click("[data-sign] button[type=submit]")
        one.page.wait_for_selector("[data-sign-error]:not([hidden])")
        look(one, "phone")
        one.network(on=True)
        one.sent()
        for path in (
            f"{ADDRESS}/{number}",
            f"{ADDRESS}/plan",
            f"{ADDRESS}/templates",
            f"{ADDRESS}/templates/1",
        ):
            one.open(path)
            look(one, path)


def look(one: Phone, name: str) -> None:
    if PICTURES:
        picture(one.page, Path(PICTURES), "inspections-" + re.sub(r"\W+", "-", name))
    assert axe(one.page) == [], name
    assert sideways(one.page) == 0, name
    assert small_targets(one.page) == [], name
