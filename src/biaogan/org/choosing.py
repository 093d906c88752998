"""The regions a person may choose between, for the bar at the top of every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from biaogan.org.models import Region
from biaogan.org.scope import NOWHERE, Scope


@dataclass(frozen=True)
class RegionChoice:
    """`chosen` is none while all are looked at; with fewer than two regions there is nothing to choose."""

    regions: tuple[Region, ...]
    chosen: Region | None


def region_choice(request: HttpRequest) -> dict[str, Any]:
    return {"region_choice": SimpleLazyObject(lambda: _choice(request))}


def _choice(request: HttpRequest) -> RegionChoice:
    whole: Scope = getattr(request, "whole_scope", NOWHERE)
    if len(whole.region_ids) < 2:
        return RegionChoice((), None)
    seen: Scope = request.scope  # type: ignore[attr-defined]
    regions = tuple(Region.objects.within(whole))
    one = seen.region_ids != whole.region_ids
    return RegionChoice(
        regions, next(each for each in regions if each.pk in seen.region_ids) if one else None
    )
