"""Files that are there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to; at the end it takes the place of `path` in one step.

    Who reads meets the file before or the file after, never half of one. Folders are made as needed.
    Raises OSError where the disk refuses; `path` is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{uuid4().hex}")
    yield unfinished
    unfinished.replace(path)
