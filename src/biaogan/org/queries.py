"""Reads of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from biaogan.engine.text import fold_store_name
from biaogan.org.models import Assignment, AuditEvent, Person, Region, Store, StoreAlias
from biaogan.org.permissions import Role
from biaogan.org.scope import Scope


@dataclass(frozen=True)
class StoreLine:
    """A store as lists show it; its aliases without its own code and name."""

    code: str
    name: str
    city: str
    region: str
    is_active: bool
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class RegionLine:
    pk: int
    name: str
    stores: tuple[str, ...]
    managers: tuple[str, ...]


@dataclass(frozen=True)
class PersonLine:
    pk: int
    name: str
    username: str
    role: str
    places: tuple[str, ...]
    last_login: datetime | None
    is_active: bool


def is_empty_home() -> bool:
    """Nobody has an account yet: the first visitor is asked to make one."""
    return not Person.objects.exists()


def store_listing(*, scope: Scope | None = None) -> list[StoreLine]:
    """The stores of a scope; without one, all of this home (the command line)."""
    rows = Store.objects.within(scope) if scope else Store.objects.all()
    return [_line(store) for store in rows.select_related("region").prefetch_related("aliases")]


def _line(store: Store) -> StoreLine:
    own = {store.code, store.name}
    aliases = tuple(alias.text for alias in store.aliases.all() if alias.text not in own)
    return StoreLine(store.code, store.name, store.city, store.region.name, store.is_active, aliases)


def region_listing(*, scope: Scope) -> list[RegionLine]:
    """The regions of a scope with their stores and those who answer for them."""
    regions = Region.objects.within(scope).prefetch_related("stores")
    places = Assignment.objects.filter(region__in=regions, person__in=possible_managers())
    answering: dict[int, list[str]] = {}
    for region, name in places.order_by("person__display_name").values_list("region", "person__display_name"):
        answering.setdefault(region, []).append(name)
    return [_region_line(region, answering.get(region.pk, [])) for region in regions]


def _region_line(region: Region, managers: list[str]) -> RegionLine:
    stores = tuple(store.name for store in region.stores.all() if store.is_active)
    return RegionLine(region.pk, region.name, stores, tuple(managers))


def managers_of(region: Region) -> list[Person]:
    """Those who answer for the region."""
    return list(possible_managers().filter(assignments__region=region))


def possible_managers() -> QuerySet[Person]:
    return Person.objects.filter(is_active=True, role=Role.REGIONAL_MANAGER).order_by("display_name")


def store_values(store: Store) -> dict[str, Any]:
    """What the form of a store starts from."""
    return {
        name: getattr(store, name) for name in ("name", "region", "city", "brand", "opened_on", "is_active")
    }


def removable_aliases(store: Store) -> list[StoreAlias]:
    return list(store.aliases.exclude(normal__in=[fold_store_name(store.code), fold_store_name(store.name)]))


def people(*, scope: Scope) -> list[PersonLine]:
    rows = Person.objects.within(scope).prefetch_related("assignments__region", "assignments__store")
    return [_person_line(person) for person in rows]


def _person_line(person: Person) -> PersonLine:
    places = tuple(sorted(str(place) for place in person.assignments.all()))
    return PersonLine(
        person.pk,
        person.display_name,
        person.username,
        str(person.get_role_display()),
        places,
        person.last_login,
        person.is_active,
    )


def work_of(person: Person) -> dict[str, Any]:
    """Role and places, as the form starts from them."""
    places = list(person.assignments.all())
    return {
        "role": person.role,
        "regions": [place.region_id for place in places if place.region_id],
        "stores": [place.store_id for place in places if place.store_id],
    }


def assignments_within(person: Person, scope: Scope) -> QuerySet[Assignment]:
    """The person's places that lie in a scope."""
    inside = Q(region__in=scope.region_ids) | Q(store__code__in=scope.store_codes)
    return Assignment.objects.filter(inside, person=person)


def trail(*, scope: Scope, about: str = "") -> QuerySet[AuditEvent]:
    """Events of the scope's stores and people; the whole trail for whoever works in all regions."""
    events = AuditEvent.objects.filter(about=about) if about else AuditEvent.objects.all()
    if scope.everything or not Region.objects.exclude(pk__in=scope.region_ids).exists():
        return events
    people = Person.objects.within(scope)
    return events.filter(Q(store_code__in=scope.store_codes) | Q(person__in=people))


def kinds_of_trail() -> list[str]:
    return sorted(AuditEvent.objects.order_by().values_list("about", flat=True).distinct())
