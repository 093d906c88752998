"""Every address × every role × own, sister and far store, against a table that people have reviewed.

`BIAOGAN_TEST_WRITE_MATRIX=1 pytest tests/test_permissions.py` writes the table anew; read the
difference before keeping it.
"""

from __future__ import annotations

import copy
import csv
import os
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from house_world import ANONYMOUS, ASKERS, World, build, is_walked, routes

TABLE = Path(__file__).with_name("permission_matrix.csv")
KEYS = ("route", "method", "place")
METHODS = ("GET", "POST")
PARTS = 4
NOT_OFFERED = 405


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    """In a home of its own, so that what samples import meets nothing of other tests."""
    settings.BIAOGAN_HOME = tmp_path
    for name in ("files", "lake", "cache"):
        (tmp_path / name).mkdir()
        setattr(settings, f"BIAOGAN_{name.upper()}", tmp_path / name)
    return build()


def ask(client, method: str, address: str) -> int:
    """The answer's status; whatever the request did, in database or browser, is taken back."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        status = client.generic(method, address).status_code
        transaction.set_rollback(True)
    client.cookies = cookies
    return status


def observed(world: World, found) -> dict[tuple[str, str, str], dict[str, str]]:
    clients = {asker: world.client(asker) for asker in ASKERS}
    matrix = {}
    for route in found:
        for place in route.places:
            address = route.address(world, place)
            for method in METHODS:
                if is_refused_to_all(clients, method, address):
                    continue
                row = {asker: str(ask(clients[asker], method, address)) for asker in ASKERS}
                matrix[route.name, method, place] = row
    return matrix


def is_refused_to_all(clients, method: str, address: str) -> bool:
    """Refused before anybody is asked who they are: to a stranger as to whoever may do everything."""
    return all(ask(clients[one], method, address) == NOT_OFFERED for one in (ANONYMOUS, "regional_manager"))


def expected() -> dict[tuple[str, str, str], dict[str, str]]:
    return {key: row for key, row in everything().items() if is_walked(key[0])}


def part_of(name: str) -> int:
    return sum(name.encode()) % PARTS


def everything() -> dict[tuple[str, str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {tuple(row.pop(key) for key in KEYS): row for row in rows}


def write(matrix: dict[tuple[str, str, str], dict[str, str]]) -> None:
    """Rows of addresses that were not walked stay; those of addresses that are gone go."""
    walked, there = {name for name, _, _ in matrix}, {route.name for route in routes()}
    stays = {
        name for name, _, _ in everything() if name not in walked and (name in there or not is_walked(name))
    }
    rows = {key: row for key, row in everything().items() if key[0] in stays} | matrix
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*KEYS, *ASKERS])
        writer.writerows([*key, *(row[asker] for asker in ASKERS)] for key, row in sorted(rows.items()))


@pytest.mark.parametrize("part", range(PARTS))
def test_everyone_may_do_exactly_what_the_table_says(world, part):
    """In parts, so that both cores walk."""
    found = observed(world, [route for route in routes() if part_of(route.name) == part])
    if os.environ.get("BIAOGAN_TEST_WRITE_MATRIX"):
        write(found)
    wanted = {key: row for key, row in expected().items() if part_of(key[0]) == part}
    assert len(found) > 30 or os.environ.get("BIAOGAN_TEST_ROUTES"), "the walk found almost nothing"
    assert sorted(found.keys() ^ wanted.keys()) == [], (
        "an address is missing in the table, or no longer there"
    )
    wrong = [(key, who, row[who], wanted[key][who]) for key, row in found.items() for who in row]
    assert [case for case in wrong if case[2] != case[3]] == [], "(address, who, answered, should answer)"


def test_the_table_itself_keeps_the_rules():
    """Reviewing by eye misses things: strangers and other regions are checked by rule as well."""
    for (route, _method, place), row in expected().items():
        if place == "far":
            for asker in set(row) - {"anonymous", "deactivated", "head_office"}:
                assert row[asker] in {"403", "404"}, (route, asker)
        if place == "sister":
            for asker in ("store_manager", "advisor", "technician", "viewer"):
                assert row[asker] in {"403", "404"}, (route, asker)
        assert row["deactivated"] == row["anonymous"], route


def unprotected(world: World, found) -> list[str]:
    """Addresses that take a POST without the form's token."""
    client = world.client("regional_manager", enforce_csrf_checks=True)
    open_ones = []
    for route in found:
        address = route.address(world, "own")
        if ask(world.client("regional_manager"), "POST", address) == NOT_OFFERED:
            continue
        if ask(client, "POST", address) != 403:
            open_ones.append(route.name)
    return open_ones


def test_every_post_needs_the_token_of_its_form(world):
    assert unprotected(world, routes()) == []


def test_a_post_without_token_is_found(world, settings, planted_urls):
    planted_urls("planted", csrf_exempt(lambda _: HttpResponse()))
    assert unprotected(world, some_routes("planted", "org:account")) == ["planted"]


def some_routes(*names: str):
    return [route for route in routes() if route.name in names]


def dump() -> dict[str, list[tuple]]:
    """Every row of the database but sessions, which move with each visit."""
    from django.apps import apps

    models = [model for model in apps.get_models() if model._meta.label != "sessions.Session"]
    return {model._meta.label: sorted(model.objects.values_list(), key=repr) for model in models}


def changing(world: World, found) -> list[str]:
    """Addresses where reading leaves the database changed."""
    clients = {asker: world.client(asker) for asker in ("regional_manager", "store_manager", "head_office")}
    addresses = [(route.name, route.address(world, "own")) for route in found]
    guilty, before = [], dump()
    for name, address in addresses:
        written: list[str] = []
        with transaction.atomic():
            with connection.execute_wrapper(partial(noting_writes, written)):
                for client in clients.values():
                    client.get(address)
            if written and dump() != before:  # without a write there is nothing to compare
                guilty.append(name)
            transaction.set_rollback(True)
    return guilty


def noting_writes(written: list[str], execute, sql, params, many, context):
    if not sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")):
        written.append(sql)
    return execute(sql, params, many, context)


def test_reading_changes_nothing(world):
    assert changing(world, routes()) == []


def test_a_reading_that_writes_is_found(world, planted_urls):
    from biaogan.org.models import Region

    def writes(request):
        Region.objects.create(name=os.urandom(4).hex())
        return HttpResponse()

    planted_urls("planted", writes)
    assert changing(world, some_routes("planted", "org:account")) == ["planted"]


def test_every_answer_carries_the_content_policy(world):
    client, checked = world.client("regional_manager"), 0
    for route in routes():
        policy = client.get(route.address(world, "own")).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        checked += 1
    assert checked > 20


@pytest.fixture
def planted_urls(settings):
    """Adds one address to the product's for the length of a test."""
    import types

    from django.urls import clear_url_caches, path

    from biaogan.config import urls

    def plant(name, view):
        view.open_reason = "planted by a test"
        module = types.ModuleType("planted_urls")
        module.urlpatterns = [*urls.urlpatterns, path("planted", view, name=name)]
        for handler in ("handler403", "handler404", "handler500"):
            setattr(module, handler, getattr(urls, handler))
        settings.ROOT_URLCONF = module
        clear_url_caches()

    yield plant
    clear_url_caches()
