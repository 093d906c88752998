"""How one part of this room reads what the others hand up: their modules of one name, as data."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

PARTS = (
    "photos", "standards", "findings", "inspections", "shops", "feedback", "complaints", "video",
    "improvements", "witnesses", "integrity", "surprises", "publishing",
)  # fmt: skip


@cache
def modules(name: str) -> tuple[ModuleType, ...]:
    """Every part's module of this name, in the order of the parts; parts without one are left out."""
    paths = [f"biaogan.quality.{part}.{name}" for part in PARTS]
    return tuple(import_module(path) for path in paths if find_spec(path))
