"""What this room lets go of when a person is deleted: each part that keeps a car says so in its `forget`."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime

from biaogan.quality.parts import modules
from biaogan.quality.vehicles import names_of


def forget(pseudonyms: AbstractSet[str], *, at: datetime) -> int:
    """Under every name of the cars: a complaint may know by its VIN whom the deletion names by the plate."""
    names = frozenset(names_of(pseudonyms))
    return sum(part.forget(names, at=at) for part in modules("forget"))
