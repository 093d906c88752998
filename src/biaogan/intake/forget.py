"""Rooms above keep something of a person too: they say here how it goes when the person is deleted."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol


class Forget(Protocol):
    """Removes what a room keeps under these pseudonyms, in the transaction that is open; how much went."""

    def __call__(self, pseudonyms: AbstractSet[str], *, at: datetime) -> int: ...


_rooms: dict[str, Forget] = {}


def declare(room: str, forget: Forget) -> None:
    _rooms[room] = forget


def forget_everywhere(pseudonyms: AbstractSet[str], *, at: datetime) -> dict[str, int]:
    """Room -> how many of its rows went or were emptied; rooms that held nothing are named too."""
    return {room: forget(pseudonyms, at=at) for room, forget in _rooms.items()}
