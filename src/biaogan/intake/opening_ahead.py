"""Files opened a little ahead: while one is checked, the next are being read in their own processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from biaogan.intake.reading import Limits, Member, ReadFile, Unreadable, read_file

# As many as a small machine has processors; more would only wait for each other.
AHEAD = 2
# A large file is read alone: two of them at once would not fit the memory promised for one.
LARGE_BYTES = 8 * 1024 * 1024

Opened = ReadFile | Unreadable


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
    try:
        return read_file(member.path, limits=limits, name=member.name)
    except Unreadable as fault:
        return fault
