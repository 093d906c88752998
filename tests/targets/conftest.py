"""A home with a small region in it, and the people who ask for its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from tests.targets.region import bring

from biaogan.intake import state
from house_world import World, build


@contextmanager
def own_home(folder: Path) -> Iterator[Path]:
    """Empty folders for files, lake and cache."""
    places = {f"BIAOGAN_{name.upper()}": folder / name for name in ("files", "lake", "cache")}
    for place in places.values():
        place.mkdir()
    with override_settings(BIAOGAN_HOME=folder, **places):
        state._opened.cache_clear()
        yield folder


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[World]:
    """Three stores and a person of every role, without data."""
    with own_home(tmp_path):
        yield build()


@pytest.fixture(scope="module")
def region(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """The same with fifteen months of orders; made once for a module, whose tests only read."""
    with django_db_blocker.unblock(), own_home(tmp_path_factory.mktemp("home")) as home, transaction.atomic():
        made = build()
        bring(home, [store.code for store in made.stores.values()])
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def text() -> Callable[[Client, str], str]:
    """What a page says, in English."""

    def shown(client: Client, address: str) -> str:
        client.cookies["django_language"] = "en"
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    return shown
