"""Everything that changes the organisation: each is one transaction with its audit event inside.

`by` is the person who acts; None is the command line of this home.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction

from biaogan.engine.text import fold_store_name
from biaogan.org import audit, policies, queries
from biaogan.org.models import Assignment, Person, Region, Setting, Store, StoreAlias
from biaogan.org.permissions import Role
from biaogan.org.scope import everywhere, scope_of
from biaogan.org.setting import declared

FIRST_REGION = "本区域"


@transaction.atomic
def create_region(*, name: str, by: Person | None) -> Region:
    region = Region.objects.create(name=name)
    audit.record("region-created", by=by, about="region", key=name)
    return region


@transaction.atomic
def rename_region(*, region: Region, name: str, by: Person | None) -> Region:
    before, region.name = region.name, name
    region.save(update_fields=["name"])
    audit.record("region-renamed", by=by, about="region", key=name, details={"before": before})
    return region


@transaction.atomic
def open_region(*, name: str, managers: Iterable[Person], by: Person | None) -> Region:
    """A further region with those who answer for it."""
    name, chosen = name.strip(), list(managers)
    policies.check_may_make_region(by)
    policies.check_region_name(name)
    policies.check_answers(chosen)
    region = create_region(name=name, by=by)
    _answer_for(region, chosen, by)
    return region


@transaction.atomic
def change_region(*, region: Region, name: str, managers: Iterable[Person], by: Person | None) -> None:
    """Its name and those who answer for it; what else they do stays as it is."""
    name, chosen = name.strip(), list(managers)
    policies.check_region_name(name, region)
    policies.check_answers(chosen)
    if name != region.name:
        rename_region(region=region, name=name, by=by)
    _answer_for(region, chosen, by)


def _answer_for(region: Region, managers: list[Person], by: Person | None) -> None:
    before = queries.managers_of(region)
    for person in [one for one in managers if one not in before]:
        _note_places(person, by, lambda one=person: _place(one, [region], []))  # type: ignore[misc]
    for person in [one for one in before if one not in managers]:
        own = Assignment.objects.filter(person=person, region=region)
        _note_places(person, by, own.delete)


def _note_places(person: Person, by: Person | None, change: Callable[[], object]) -> None:
    before = _places(person)
    change()
    details = {"before": before, "after": _places(person)}
    audit.record("person-assigned", by=by, about="person", key=person.username, details=details)


def only_region(*, by: Person | None) -> Region:
    """The region new stores belong to where nobody named one: the first, made when there is none."""
    return Region.objects.order_by("pk").first() or create_region(name=FIRST_REGION, by=by)


@transaction.atomic
def create_store(
    *,
    code: str,
    name: str,
    by: Person | None,
    region: Region | None = None,
    city: str = "",
    brand: str = "",
    opened_on: date | None = None,
    aliases: Iterable[str] = (),
) -> Store:
    """A store must exist before its data; its code, name and aliases must not be another store's."""
    code, name = code.strip(), name.strip()
    spellings = _distinct([code, name, *aliases])
    policies.check_code(code)
    policies.check_free(spellings)
    store = Store.objects.create(
        region=region or only_region(by=by), code=code, name=name, city=city, brand=brand, opened_on=opened_on
    )
    for text in spellings:
        StoreAlias.objects.create(store=store, text=text)
    details = {"name": name, "city": city, "aliases": spellings}
    audit.record("store-created", by=by, about="store", key=code, store=code, details=details)
    return store


@transaction.atomic
def add_alias(*, store: Store, text: str, by: Person | None) -> StoreAlias:
    """Another spelling of the store; the same one again changes nothing."""
    text = text.strip()
    known = StoreAlias.objects.filter(store=store, normal=fold_store_name(text)).first()
    if known:
        return known
    policies.check_free([text])
    alias = StoreAlias.objects.create(store=store, text=text)
    audit.record(
        "alias-added", by=by, about="store", key=store.code, store=store.code, details={"alias": text}
    )
    return alias


@transaction.atomic
def remove_alias(*, alias: StoreAlias, by: Person | None) -> None:
    """A wrong spelling goes; the code and the current name stay."""
    store = alias.store
    policies.check_can_remove(alias)
    alias.delete()
    details = {"alias": alias.text}
    audit.record("alias-removed", by=by, about="store", key=store.code, store=store.code, details=details)


@transaction.atomic
def rename_store(*, store: Store, name: str, by: Person | None) -> Store:
    """The former name stays an alias, so that older files still find the store."""
    name = name.strip()
    before = store.name
    if not StoreAlias.objects.filter(store=store, normal=fold_store_name(name)).exists():
        policies.check_free([name])
        StoreAlias.objects.create(store=store, text=name)
    store.name = name
    store.save(update_fields=["name"])
    details = {"before": before, "after": name}
    audit.record("store-renamed", by=by, about="store", key=store.code, store=store.code, details=details)
    return store


@transaction.atomic
def change_store(
    *, store: Store, city: str, brand: str, opened_on: date | None, is_active: bool, by: Person | None
) -> Store:
    after = {"city": city, "brand": brand, "opened_on": opened_on, "is_active": is_active}
    before = {name: getattr(store, name) for name in after}
    for name, value in after.items():
        setattr(store, name, value)
    store.save(update_fields=list(after))
    details = {"before": before, "after": after}
    audit.record("store-changed", by=by, about="store", key=store.code, store=store.code, details=details)
    return store


@transaction.atomic
def move_store(*, store: Store, region: Region, by: Person | None) -> None:
    """The store belongs to another region from now on; its figures go with it, past ones too."""
    before, store.region = store.region, region
    store.save(update_fields=["region"])
    details = {"before": before.name, "after": region.name}
    audit.record("store-moved", by=by, about="store", key=store.code, store=store.code, details=details)


@transaction.atomic
def edit_store(
    *,
    store: Store,
    name: str,
    city: str,
    brand: str,
    opened_on: date | None,
    is_active: bool,
    by: Person | None,
    region: Region | None = None,
) -> None:
    """What one form changes together."""
    if region and region != store.region:
        move_store(store=store, region=region, by=by)
    if name.strip() != store.name:
        rename_store(store=store, name=name, by=by)
    change_store(store=store, city=city, brand=brand, opened_on=opened_on, is_active=is_active, by=by)


@transaction.atomic
def begin(*, region_name: str, username: str, display_name: str, password: str) -> Person:
    """The first account of an empty home: a regional manager with the region that is theirs."""
    policies.check_empty_home()
    region = only_region(by=None)
    if region.name != region_name:
        rename_region(region=region, name=region_name, by=None)
    return create_person(
        username=username,
        display_name=display_name,
        role=Role.REGIONAL_MANAGER,
        password=password,
        regions=[region],
        by=None,
    )


@transaction.atomic
def create_person(
    *,
    username: str,
    display_name: str,
    role: str,
    password: str | None,
    by: Person | None,
    regions: Iterable[Region] = (),
    stores: Iterable[Store] = (),
) -> Person:
    policies.check_may_give(role, by)
    person = Person.objects.create_user(username, password, display_name=display_name, role=role)
    _place(person, regions, stores)
    details = {"role": role, "places": _places(person)}
    audit.record("person-created", by=by, about="person", key=username, details=details)
    return person


@transaction.atomic
def assign(
    *, person: Person, by: Person | None, regions: Iterable[Region] = (), stores: Iterable[Store] = ()
) -> None:
    """Where the person works from now on; places outside the giver's own scope are not theirs to take."""
    policies.check_may_touch(person, by)

    def move() -> None:
        queries.assignments_within(person, scope_of(by) if by else everywhere()).delete()
        _place(person, regions, stores)

    _note_places(person, by, move)


@transaction.atomic
def change_role(*, person: Person, role: str, by: Person | None) -> Person:
    policies.check_may_touch(person, by)
    policies.check_may_give(role, by)
    policies.check_someone_remains(person, role=role)
    before, person.role = person.role, role
    person.save(update_fields=["role"])
    details = {"before": before, "after": role}
    audit.record("role-changed", by=by, about="person", key=person.username, details=details)
    return person


@transaction.atomic
def change_work(
    *, person: Person, role: str, regions: Iterable[Region], stores: Iterable[Store], by: Person | None
) -> None:
    """Role and places, changed together."""
    if role != person.role:
        change_role(person=person, role=role, by=by)
    assign(person=person, regions=regions, stores=stores, by=by)


@transaction.atomic
def deactivate(*, person: Person, by: Person | None) -> Person:
    """The person can no longer enter; what they did stays theirs."""
    policies.check_may_touch(person, by)
    policies.check_not_self(person, by)
    policies.check_someone_remains(person, role="")
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.record("person-deactivated", by=by, about="person", key=person.username)
    return person


@transaction.atomic
def reactivate(*, person: Person, by: Person | None) -> Person:
    policies.check_may_touch(person, by)
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record("person-reactivated", by=by, about="person", key=person.username)
    return person


@transaction.atomic
def set_password(*, person: Person, password: str, by: Person | None) -> Person:
    policies.check_may_touch(person, by)
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record("password-set", by=by, about="person", key=person.username)
    return person


@transaction.atomic
def change_account(*, person: Person, display_name: str, language: str, change_colours: str) -> Person:
    """What people decide about themselves."""
    after = {"display_name": display_name, "language": language, "change_colours": change_colours}
    before = {name: getattr(person, name) for name in after}
    for name, value in after.items():
        setattr(person, name, value)
    person.save(update_fields=list(after))
    details = {"before": before, "after": after}
    audit.record("account-changed", by=person, about="person", key=person.username, details=details)
    return person


@transaction.atomic
def change_setting(*, name: str, value: Any, by: Person | None) -> None:
    setting = declared(name)
    before, after = setting.current(), setting.checked(value)
    if before == after:
        return
    Setting.objects.update_or_create(name=name, defaults={"value": after})
    audit.record(
        "setting-changed", by=by, about="setting", key=name, details={"before": before, "after": after}
    )


@transaction.atomic
def change_settings(*, values: dict[str, Any], by: Person | None) -> None:
    """All settings of a form, or none of them."""
    for name, value in values.items():
        change_setting(name=name, value=value, by=by)


def _place(person: Person, regions: Iterable[Region], stores: Iterable[Store]) -> None:
    rows = [Assignment(person=person, region=region) for region in regions]
    rows += [Assignment(person=person, store=store) for store in stores]
    Assignment.objects.bulk_create(rows)


def _places(person: Person) -> list[str]:
    rows = person.assignments.select_related("region", "store")
    return [row.region.name if row.region else str(row.store and row.store.code) for row in rows]


def _distinct(texts: list[str]) -> list[str]:
    by_normal: dict[str, str] = {}
    for text in texts:
        if text.strip():
            by_normal.setdefault(fold_store_name(text), text.strip())
    return list(by_normal.values())
