"""The menu: what the rooms offer, less what the person may not see."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest

from biaogan.config.rooms import parts
from biaogan.ui.menu import MenuItem


@cache
def items() -> tuple[MenuItem, ...]:
    """Every room's entries in their order."""
    found = [item for _, module in parts("menu") for item in getattr(module, "MENU", ())]
    return tuple(sorted(found, key=lambda item: item.order))


def menu(request: HttpRequest) -> dict[str, Any]:
    """The entries this person may open, for the base page."""
    scope = getattr(request, "scope", None)
    if scope is None:
        return {"menu": ()}
    return {"menu": tuple(item for item in items() if scope.allows(item.permission))}
