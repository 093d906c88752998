"""Files opened a little ahead: while one is checked, the next are being read in their own processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from biaogan.intake.reading import Limits, Member, ReadFile, Unreadable, read_file
from biaogan.intake.reading.opening import readable_name

# As many as a small machine has processors; more would only wait for each other.
AHEAD = 2
# A large file is read alone: two of them at once would not fit the memory promised for one.
LARGE_BYTES = 8 * 1024 * 1024

Opened = ReadFile | Unreadable


_begun: dict[Path, Future[Opened]] = {}


def begin(path: Path) -> None:
    """Have a large file read from now on: while it is, the rest of the product wakes up.

    It is read with the usual limits; whoever opens it later gets what came of it.
    """
    large = path.is_file() and path.suffix.lower() != ".zip" and path.stat().st_size > LARGE_BYTES
    if large and path not in _begun:
        pool = ThreadPoolExecutor(1, thread_name_prefix="reading")
        _begun[path] = pool.submit(_open, Member(path, readable_name(path)), Limits())
        pool.shutdown(wait=False)


def opened(
    members: Sequence[Member | Unreadable], limits: Limits
) -> Iterator[tuple[Member | Unreadable, Opened]]:
    """Each member with what reading made of it, in the order given."""
    waiting: deque[tuple[Member | Unreadable, Future[Opened] | None]] = deque()
    with ThreadPoolExecutor(AHEAD, thread_name_prefix="reading") as pool:
        for member in members:
            alone = isinstance(member, Member) and member.path.stat().st_size > LARGE_BYTES
            while waiting and (alone or len(waiting) > AHEAD):
                yield _first(waiting)
            future = pool.submit(_read, member, limits) if isinstance(member, Member) else None
            waiting.append((member, future))
            if alone:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)


def _first(
    waiting: deque[tuple[Member | Unreadable, Future[Opened] | None]],
) -> tuple[Member | Unreadable, Opened]:
    member, future = waiting.popleft()
    if future is not None:
        return member, future.result()
    assert isinstance(member, Unreadable)
    return member, member


def _read(member: Member, limits: Limits) -> Opened:
    begun = _begun.pop(member.path, None) if limits == Limits() else None
    return _open(member, limits) if begun is None else begun.result()


def _open(member: Member, limits: Limits) -> Opened:
    try:
        return read_file(member.path, limits=limits, name=member.name)
    except Unreadable as fault:
        return fault
