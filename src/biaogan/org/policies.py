"""What the organisation does not allow, whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from biaogan.engine.text import fold_store_name
from biaogan.org.models import Assignment, Person, Region, Store, StoreAlias
from biaogan.org.permissions import Permission, Role, permissions_of

CODE = re.compile(r"\w[\w.-]{0,31}")


class NotAllowed(ValueError):
    """Carries the sentence that the person reads."""


def check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        message = _("A store code has 1 to 32 letters, digits, points or dashes: “%(code)s” does not fit.")
        raise NotAllowed(message % {"code": code})


def check_free(texts: Iterable[str]) -> None:
    """No other store is known by one of these spellings."""
    for text in texts:
        taken = StoreAlias.objects.filter(normal=fold_store_name(text)).select_related("store").first()
        if taken:
            message = _("“%(text)s” already stands for store %(code)s.")
            raise NotAllowed(message % {"text": text, "code": taken.store.code})


def check_can_remove(alias: StoreAlias) -> None:
    store: Store = alias.store
    if alias.normal in {fold_store_name(store.code), fold_store_name(store.name)}:
        raise NotAllowed(_("The code and the name of a store cannot be removed."))


def check_empty_home() -> None:
    if Person.objects.exists():
        raise NotAllowed(_("This region has been set up already. Please log in."))


def check_may_give(role: str, by: Person | None) -> None:
    """A role is known, and nobody gives more than they have."""
    if role not in Role.values:
        raise NotAllowed(_("This role is not known."))
    if by and not by.is_superuser and not permissions_of(role) <= permissions_of(by.role):
        raise NotAllowed(_("You cannot give more rights than you have."))
    if role == Role.HEAD_OFFICE and by and not by.is_superuser and not works_in_all_regions(by):
        raise NotAllowed(_("Only someone who works in all regions can let others see all regions."))


def check_region_name(name: str, region: Region | None = None) -> None:
    if not name:
        raise NotAllowed(_("A region needs a name."))
    others = Region.objects.exclude(pk=region.pk) if region else Region.objects.all()
    if others.filter(name=name).exists():
        raise NotAllowed(_("There is a region called “%(name)s” already.") % {"name": name})


def check_may_make_region(by: Person | None) -> None:
    if by and not by.is_superuser and by.role != Role.HEAD_OFFICE and not works_in_all_regions(by):
        raise NotAllowed(_("Only head office, or someone who works in all regions, can make a region."))


def check_answers(managers: Iterable[Person]) -> None:
    """A region without a manager could be mended by nobody."""
    people = list(managers)
    if not people:
        raise NotAllowed(_("A region needs at least one regional manager who answers for it."))
    if any(person.role != Role.REGIONAL_MANAGER or not person.is_active for person in people):
        raise NotAllowed(_("Only an active regional service manager can answer for a region."))


def works_in_all_regions(person: Person) -> bool:
    own = Assignment.objects.filter(person=person, region__isnull=False).values("region")
    return not Region.objects.exclude(pk__in=own).exists()


def check_may_touch(person: Person, by: Person | None) -> None:
    if person.is_superuser and by and not by.is_superuser:
        raise NotAllowed(_("Only an administrator can change an administrator."))


def check_not_self(person: Person, by: Person | None) -> None:
    if by and person.pk == by.pk:
        raise NotAllowed(_("You cannot deactivate yourself."))


def check_someone_remains(person: Person, *, role: str) -> None:
    """At least one active person can still manage people."""
    able = [r for r in Role if Permission.MANAGE_PEOPLE in permissions_of(r)]
    if role in able or person.role not in able:
        return
    if not Person.objects.filter(is_active=True, role__in=able).exclude(pk=person.pk).exists():
        raise NotAllowed(_("At least one person must remain who can manage people."))
