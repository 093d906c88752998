"""Three people everywhere: a region manager, a store's manager, a stranger from another region."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from biaogan.org import actions
from biaogan.org.models import Person, Region, Store
from biaogan.org.permissions import Role

PASSWORD = "quiet-harbour-42"


@dataclass
class Two:
    """Two regions: ours with two stores, another with one."""

    region: Region
    other: Region
    own: Store
    sister: Store
    far: Store


@dataclass
class People:
    manager: Person
    store_manager: Person
    stranger: Person


@pytest.fixture
def two(db: None) -> Two:
    region = actions.create_region(name="北区", by=None)
    other = actions.create_region(name="南区", by=None)
    stores = [
        actions.create_store(code=code, name=name, region=where, by=None)
        for code, name, where in [
            ("S01", "北城店", region),
            ("S02", "北湖店", region),
            ("S03", "南山店", other),
        ]
    ]
    return Two(region, other, *stores)


@pytest.fixture
def people(two: Two) -> People:
    def person(username: str, role: str, **places: object) -> Person:
        return actions.create_person(
            username=username, display_name=username, role=role, password=PASSWORD, by=None, **places
        )

    return People(
        manager=person("manager", Role.REGIONAL_MANAGER, regions=[two.region]),
        store_manager=person("store", Role.STORE_MANAGER, stores=[two.own]),
        stranger=person("stranger", Role.REGIONAL_MANAGER, regions=[two.other]),
    )


@pytest.fixture
def as_(client: Client):
    """`as_(person)` is a client logged in as that person."""

    def logged_in(person: Person) -> Client:
        fresh = Client()
        fresh.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return fresh

    return logged_in
