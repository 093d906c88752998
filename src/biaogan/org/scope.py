"""What a person may see: the regions and stores they work in, and what their role allows there."""

from __future__ import annotations

from dataclasses import dataclass

from biaogan.org.models import Assignment, Person, Region, Store
from biaogan.org.permissions import EVERYTHING, Permission, Role, permissions_of


@dataclass(frozen=True)
class Scope:
    """Rows outside it do not exist for the person: asking for one answers 404."""

    person: Person | None = None
    permissions: frozenset[Permission] = frozenset()
    region_ids: frozenset[int] = frozenset()
    store_codes: frozenset[str] = frozenset()
    everything: bool = False

    def allows(self, permission: str) -> bool:
        return permission in self.permissions


class PersonalScope(Scope):
    """A scope as guarded views know it: past the guard there is always a person."""

    person: Person


NOWHERE = Scope()


def scope_of(person: Person) -> Scope:
    """The scope of an active person; a deactivated one sees nothing."""
    if not person.is_active:
        return NOWHERE
    if person.is_superuser or person.role == Role.HEAD_OFFICE:
        return everywhere(person)
    places = list(Assignment.objects.filter(person=person).values_list("region_id", "store__code"))
    regions = frozenset(region for region, _ in places if region is not None)
    own = {code for _, code in places if code is not None}
    in_regions = Store.objects.filter(region__in=regions).values_list("code", flat=True) if regions else ()
    return Scope(person, permissions_of(person.role), regions, frozenset(own.union(in_regions)))


def narrowed(scope: Scope, region: int) -> Scope:
    """The part of a scope that lies in one region; the scope itself where it does not reach there."""
    if region not in scope.region_ids:
        return scope
    there = Store.objects.filter(region=region).values_list("code", flat=True)
    codes = scope.store_codes.intersection(there)
    return Scope(scope.person, scope.permissions, frozenset({region}), codes)


def everywhere(person: Person | None = None) -> Scope:
    """All regions; without a person, the command line of this home."""
    allowed = permissions_of(person.role) if person and not person.is_superuser else EVERYTHING
    regions = frozenset(Region.objects.values_list("pk", flat=True))
    codes = frozenset(Store.objects.values_list("code", flat=True))
    return Scope(person, allowed, regions, codes, everything=True)
