"""What a part of the room publishes as facts: rows of a kind, as a file would bring them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from biaogan.engine.text import Text

Row = Mapping[str, Any]
Rows = Callable[[date], Sequence[Row]]


@dataclass(frozen=True)
class Dataset:
    """`columns`: field of the kind -> header in the file, the store's first, the key's second.

    `rows(since)`: a row holds `store` (a code), `day` (what puts it into a month) and the fields; its key
    stays the same from run to run, so that a row that changes is the same row. `since`: the first day whose
    rows are asked for.
    """

    code: str
    kind: str
    name: Text
    columns: Mapping[str, str]
    rows: Rows
