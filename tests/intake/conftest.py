"""A home of its own for every test that imports, and the three people who ask for its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from biaogan.config import handlers
from biaogan.intake import quality, state
from biaogan.jobs.worker import Worker
from biaogan.org import actions
from biaogan.org.models import Person, Region, Store
from biaogan.org.permissions import Role


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    """Empty folders for files, lake and cache."""
    for name in ("files", "lake", "cache"):
        (tmp_path / name).mkdir()
        setattr(settings, f"BIAOGAN_{name.upper()}", tmp_path / name)
    settings.BIAOGAN_HOME = tmp_path
    state._opened.cache_clear()
    quality._facts.cache_clear()
    quality._unusual_vins.cache_clear()
    return tmp_path


@dataclass
class People:
    """A region manager with two stores, one store's manager, and a manager of another region."""

    region: Region
    own: Store
    sister: Store
    far: Store
    manager: Person
    store_manager: Person
    stranger: Person


@pytest.fixture
def people(db: None) -> People:
    here = actions.create_region(name="北区", by=None)
    there = actions.create_region(name="南区", by=None)
    own, sister, far = (
        actions.create_store(code=code, name=name, region=where, by=None)
        for code, name, where in [("S01", "北城店", here), ("S02", "北湖店", here), ("S03", "南山店", there)]
    )

    def person(username: str, role: str, **places: object) -> Person:
        return actions.create_person(
            username=username,
            display_name=username,
            role=role,
            password="quiet-harbour-42",
            by=None,
            **places,
        )

    return People(
        here,
        own,
        sister,
        far,
        person("manager", Role.REGIONAL_MANAGER, regions=[here]),
        person("store", Role.STORE_MANAGER, stores=[own]),
        person("stranger", Role.REGIONAL_MANAGER, regions=[there]),
    )


@pytest.fixture
def as_() -> Callable[[Person], Client]:
    """`as_(person)` is a browser in which that person is logged in."""

    def logged_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return logged_in


@pytest.fixture
def work() -> Callable[[], int]:
    """Runs the waiting jobs, as the worker would; gives their number."""
    handlers.collect()
    worker = Worker(beat_seconds=600)  # the transaction of a test belongs to one thread

    def run() -> int:
        done = 0
        while worker.run_next():
            done += 1
        return done

    return run
