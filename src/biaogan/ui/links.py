"""A link with a place in a row of links: tabs, breadcrumb, switches."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    label: str
    url: str = ""
    current: bool = False
    count: int | None = None
