"""What a room hands up for the handbook: tables, each for one of its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from biaogan.ui.table import Table


@dataclass(frozen=True)
class Section:
    """`place` is the key of the page it belongs to: quality, team, network, innovation, work."""

    place: str
    table: Table


Offer = Callable[[], Sequence[Section]]
_offers: list[Offer] = []


def offer(found: Offer) -> None:
    """A room names its sections once, when it is loaded."""
    if found not in _offers:
        _offers.append(found)


def offered(place: str) -> list[Section]:
    return [one for found in _offers for one in found() if one.place == place]
