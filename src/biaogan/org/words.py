"""The codes of the audit trail in words people read; a code nobody named is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Role

Words = dict[str, str | Promise]

ACTIONS: Words = {
    "region-created": _("Region created"),
    "region-renamed": _("Region renamed"),
    "store-moved": _("Store moved to another region"),
    "store-created": _("Store added"),
    "store-renamed": _("Store renamed"),
    "store-changed": _("Store changed"),
    "alias-added": _("Spelling added"),
    "alias-removed": _("Spelling removed"),
    "person-created": _("Person added"),
    "person-assigned": _("Place of work changed"),
    "person-deactivated": _("Person deactivated"),
    "person-reactivated": _("Person let in again"),
    "role-changed": _("Role changed"),
    "password-set": _("Password set"),
    "account-changed": _("Account changed"),
    "setting-changed": _("Setting changed"),
    "job-asked": _("Background work asked for"),
    "job-cancelled": _("Background work stopped"),
}
THINGS: Words = {
    "region": _("Region"),
    "store": _("Store"),
    "person": _("Person"),
    "setting": _("Setting"),
    "job": _("Background work"),
}
FIELDS: Words = {
    "name": _("Name"),
    "city": _("City"),
    "brand": _("Brand"),
    "aliases": _("Spellings"),
    "alias": _("Spelling"),
    "role": _("Role"),
    "places": _("Works in"),
    "kind": _("Kind"),
    "before": _("before"),
    "after": _("after"),
    "display_name": _("Full name"),
    "language": _("Language"),
    "change_colours": _("Colours of rise and fall"),
    "opened_on": _("Opened on"),
    "is_active": _("open"),
}


def name(*, actions: Words | None = None, things: Words | None = None, fields: Words | None = None) -> None:
    """A room names the codes it writes, once, when it is loaded."""
    ACTIONS.update(actions or {})
    THINGS.update(things or {})
    FIELDS.update(fields or {})


def action(code: str) -> str:
    return str(ACTIONS.get(code, code))


def thing(code: str) -> str:
    return str(THINGS.get(code, code))


def details(values: Mapping[str, Any]) -> str:
    """`before` and `after` side by side, only what differs; other values with their names."""
    if set(values) == {"before", "after"}:
        return _change(values["before"], values["after"])
    return "; ".join(f"{FIELDS.get(key, key)}: {_value(value)}" for key, value in values.items())


def _change(before: Any, after: Any) -> str:
    if not isinstance(after, dict):
        return f"{_value(before)} → {_value(after)}"
    changed = [key for key in after if before.get(key) != after[key]]
    return "; ".join(
        f"{FIELDS.get(key, key)}: {_value(before.get(key))} → {_value(after[key])}" for key in changed
    )


def _value(value: Any) -> str:
    if isinstance(value, str) and value in Role.values:
        return str(Role(value).label)
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, list):
        return ", ".join(str(part) for part in value) or "—"
    return "—" if value is None or value == "" else str(value)
