"""Which rows the addresses with an argument are asked for: one module a room, each with SAMPLES.

A sample is `(world, place) -> arguments of the address`. For `own` the row must be one that the
role `store_manager` may see, for `sister` one of another store of the region, for `far` one of
another region.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

Sample = Callable[[Any, str], dict[str, Any]]


def anywhere(**arguments: Any) -> Sample:
    """For an address whose argument belongs to no store."""

    def sample(_world: Any, _place: str) -> dict[str, Any]:
        return arguments

    sample.anywhere = True
    return sample


def collected() -> dict[str, Sample]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {name: sample for module in modules for name, sample in module.SAMPLES.items()}
