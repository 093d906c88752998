"""A small world for walking every address: two regions, three stores, a person of every role.

`own` is the store a role works in, `sister` another store of its region, `far` a store of another
region. A new address with an argument needs a line in `house_samples`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from biaogan.org import actions
from biaogan.org.models import Person, Region, Store
from biaogan.org.permissions import Role
from house_samples import collected

PASSWORD = "quiet-harbour-42"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PLACES = ("own", "sister", "far")
ANONYMOUS, DEACTIVATED = "anonymous", "deactivated"
ASKERS = (ANONYMOUS, *Role.values, DEACTIVATED)


@dataclass
class World:
    regions: dict[str, Region]
    stores: dict[str, Store]
    people: dict[str, Person]  # by role, and the store managers of each place as manager-<place>
    made: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """A row that samples share; made when it is first asked for."""
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    def client(self, asker: str, **options: Any) -> Client:
        """A browser in which this asker is logged in."""
        client = Client(**options)
        if asker != ANONYMOUS:
            client.force_login(self.people[asker], backend=BACKEND)
        return client


def build() -> World:
    """Makes the rows; call it inside a test that may use the database."""
    north, south = (actions.create_region(name=name, by=None) for name in ("北区", "南区"))
    regions = {"own": north, "sister": north, "far": south}
    stores = {
        place: actions.create_store(
            code=f"T-{place}", name=f"{place}店", aliases=[f"{place}别名"], region=regions[place], by=None
        )
        for place in PLACES
    }
    people = {role: _person(role, role, regions["own"], stores["own"]) for role in Role.values}
    for place in PLACES:
        people[f"manager-{place}"] = _person(
            f"manager-{place}", Role.STORE_MANAGER, regions[place], stores[place]
        )
    people[DEACTIVATED] = _person(DEACTIVATED, Role.REGIONAL_MANAGER, north, stores["own"])
    actions.deactivate(person=people[DEACTIVATED], by=None)
    return World(regions, stores, people)


def _person(username: str, role: str, region: Region, store: Store) -> Person:
    in_region = role == Role.REGIONAL_MANAGER
    return actions.create_person(
        username=username,
        display_name=username,
        role=role,
        password=PASSWORD,
        regions=[region] if in_region else [],
        stores=[] if in_region or role == Role.HEAD_OFFICE else [store],
        by=None,
    )


SAMPLES = collected()


# Every address of the product.


@dataclass(frozen=True)
class Route:
    name: str
    view: Callable[..., Any]
    app_names: tuple[str, ...]
    arguments: tuple[str, ...]

    @property
    def places(self) -> tuple[str, ...]:
        bound = self.arguments and not hasattr(SAMPLES[self.name], "anywhere")
        return PLACES if bound else ("",)

    def address(self, world: World, place: str) -> str:
        return reverse(self.name, kwargs=SAMPLES[self.name](world, place) if self.arguments else None)


def routes(resolver: URLResolver | None = None) -> list[Route]:
    """All addresses but those of Django's administration, which guards itself."""
    found = list(_walk(resolver or get_resolver(), (), ()))
    return [route for route in found if route.app_names[:1] != ("admin",) and is_walked(route.name)]


def is_walked(name: str) -> bool:
    """BIAOGAN_TEST_ROUTES=quality:shop walks a few addresses only, while one works on them."""
    return name.startswith(tuple(os.environ.get("BIAOGAN_TEST_ROUTES", "").split(",")))


def _walk(resolver: URLResolver, names: tuple[str, ...], arguments: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        own = (*arguments, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*names, *filter(None, [entry.namespace])), own)
        elif isinstance(entry, URLPattern):
            yield Route(":".join([*names, entry.name or "?"]), entry.callback, names, own)
