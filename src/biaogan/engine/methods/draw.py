"""A random draw that nobody can steer and everybody can repeat: commit, freeze, reveal, tickets.

The secret's hash is given away first, then the list of candidates is frozen by its hash, then a number
nobody could know is added. Seed = secret followed by that number; a candidate's ticket is SHA-256 of
"seed,id", and the smallest tickets of a stratum are drawn. All hashes are SHA-256 of UTF-8, in hex.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter


@dataclass(frozen=True)
class Candidate:
    """Something that may be drawn, in its stratum."""

    id: str
    stratum: str


@dataclass(frozen=True, order=True)
class Ticket:
    """`ticket` decides; equal ones, which SHA-256 does not give, would stand in the order of their ids."""

    ticket: str
    id: str
    stratum: str


@dataclass(frozen=True)
class Chosen:
    """A candidate that was drawn; one that was replaced carries the reason."""

    id: str
    stratum: str
    ticket: str
    replaced: str = ""


@dataclass(frozen=True)
class Record:
    """Everything it takes to check a draw.

    `frames` are the lists of candidates that are laid open, one a store; `parts` the hashes of all lists,
    also of those that are not. `per_stratum` is how many were to be drawn in each stratum.
    """

    commitment: str
    secret: str
    public_number: str
    frame_hash: str
    parts: Sequence[str]
    per_stratum: int
    frames: Sequence[Sequence[Candidate]]
    chosen: Sequence[Chosen]


@dataclass(frozen=True)
class Verdict:
    """`faults` name what does not hold, as codes with what was found; a draw without faults holds."""

    candidates: int
    strata: int
    drawn: int
    faults: Sequence[tuple[str, str]] = field(default=())

    @property
    def holds(self) -> bool:
        return not self.faults


def hashed(text: str) -> str:
    """SHA-256 of a text, 64 hex digits (FIPS 180-4). Check: "abc" gives ba7816bf…f20015ad."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def seed_of(secret: str, public_number: str) -> str:
    """The secret followed by the public number, nothing between."""
    return secret + public_number


def part_hash(candidates: Iterable[Candidate]) -> str:
    """Hash of one list: a line "id TAB stratum" each, in the order of the ids, joined by line feeds.

    Raises ValueError when an id stands in it twice, or an id or a stratum holds a tab or a line feed.
    """
    rows = sorted(candidates, key=attrgetter("id"))
    for one, following in pairwise(rows):
        if one.id == following.id:
            raise ValueError(f"{one.id} stands in the list twice")
    for row in rows:
        if {"\t", "\n"} & set(row.id + row.stratum):
            raise ValueError(f"{row.id!r} holds a tab or a line feed")
    return hashed("\n".join(f"{row.id}\t{row.stratum}" for row in rows))


def frame_hash(parts: Iterable[str]) -> str:
    """Hash of the sorted hashes of the parts, joined by line feeds (a tree of two levels, Merkle 1987).

    So one part can be checked without the others being laid open.
    """
    return hashed("\n".join(sorted(parts)))


def ticket(seed: str, candidate: str) -> str:
    """SHA-256 of "seed,id": consistent sampling by hash tickets (Rivest 2018, arXiv:1808.10016)."""
    return hashed(f"{seed},{candidate}")


def rivest(seed: str, place: int, total: int) -> int:
    """The place-th pick, with replacement, of 1 to total: 1 + SHA-256("seed,place") mod total.

    Rivest (2011), reference sampler for election audits; place counts from 1. Check: seed "abc123" of 1000
    gives 455, 764, 629.
    """
    return 1 + int(hashed(f"{seed},{place}"), 16) % total


def in_order(candidates: Iterable[Candidate], seed: str) -> dict[str, list[Ticket]]:
    """Stratum -> all its tickets, smallest first: who is drawn, and who takes a place that falls free.

    20,000 candidates take about 0.05 seconds.
    """
    start = hashlib.sha256(f"{seed},".encode())
    strata: dict[str, list[Ticket]] = {}
    for one in candidates:
        hashing = start.copy()
        hashing.update(one.id.encode())
        strata.setdefault(one.stratum, []).append(Ticket(hashing.hexdigest(), one.id, one.stratum))
    for tickets in strata.values():
        tickets.sort()
    return strata


def drawn(candidates: Iterable[Candidate], seed: str, per_stratum: int) -> list[Ticket]:
    """The smallest `per_stratum` tickets of every stratum, strata in their order by name."""
    ordered = in_order(candidates, seed)
    return [one for stratum in sorted(ordered) for one in ordered[stratum][:per_stratum]]


def verify(record: Record) -> Verdict:
    """Works everything out anew: commitment, frame, tickets, who was drawn, and who took whose place.

    Faults: commitment, part, frame, unknown (a drawn candidate of no open list), ticket, order (somebody
    with a smaller ticket was passed over), count (fewer or more in force than were to be drawn).
    """
    faults = []
    if hashed(record.secret) != record.commitment:
        faults.append(("commitment", hashed(record.secret)))
    faults += _frame_faults(record)
    candidates = [one for frame in record.frames for one in frame]
    ordered = in_order(candidates, seed_of(record.secret, record.public_number))
    by_stratum: dict[str, list[Chosen]] = {}
    for chosen in record.chosen:
        by_stratum.setdefault(chosen.stratum, []).append(chosen)
    faults += [("unknown", name) for name in sorted(set(by_stratum) - set(ordered))]
    for stratum in sorted(ordered):
        faults += _stratum_faults(ordered[stratum], by_stratum.get(stratum, []), record.per_stratum)
    return Verdict(len(candidates), len(ordered), len(record.chosen), tuple(faults))


def _frame_faults(record: Record) -> list[tuple[str, str]]:
    faults = []
    for frame in record.frames:
        try:
            found = part_hash(frame)
        except ValueError as fault:
            faults.append(("part", str(fault)))
            continue
        if found not in record.parts:
            faults.append(("part", found))
    if frame_hash(record.parts) != record.frame_hash:
        faults.append(("frame", frame_hash(record.parts)))
    return faults


def _stratum_faults(
    ordered: Sequence[Ticket], chosen: Sequence[Chosen], wanted: int
) -> list[tuple[str, str]]:
    """Whoever was drawn must be the first of the order, without gaps."""
    tickets: Mapping[str, str] = {one.id: one.ticket for one in ordered}
    faults = [("unknown", one.id) for one in chosen if one.id not in tickets]
    faults += [("ticket", one.id) for one in chosen if tickets.get(one.id, one.ticket) != one.ticket]
    first = [one.id for one in ordered[: len(chosen)]]
    passed_over = sorted(set(first) - {one.id for one in chosen})
    faults += [("order", name) for name in passed_over]
    in_force = sum(not one.replaced for one in chosen)
    if in_force != min(wanted, len(ordered) - (len(chosen) - in_force)):
        faults.append(("count", f"{ordered[0].stratum}: {in_force}"))
    return faults
