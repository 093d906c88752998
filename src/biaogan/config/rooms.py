"""The rooms of the house, lowest floor first, and how config finds what a room hands up."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

ROOMS = (
    "ui",
    "org",
    "jobs",
    "intake",
    "followup",
    "targets",
    "quality",
    "team",
    "network",
    "innovation",
    "workbench",
    "reports",
    "portal",
)
PACKAGE = Path(__file__).resolve().parent.parent


def rooms() -> list[str]:
    """The dotted names of the rooms that are built."""
    return [f"biaogan.{room}" for room in ROOMS if (PACKAGE / room / "__init__.py").exists()]


def parts(name: str) -> list[tuple[str, ModuleType]]:
    """Every room's module of this name (`menu`, `urls`, `jobs`), with the room."""
    found = [(room, f"{room}.{name}") for room in rooms()]
    return [(room.rpartition(".")[2], import_module(path)) for room, path in found if find_spec(path)]
