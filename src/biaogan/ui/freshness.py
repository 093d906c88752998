"""What a page's figures rest on: data up to when, and how many stores have reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Freshness:
    until: datetime | None
    reported: int
    expected: int
    late: Sequence[str] = ()  # names of the stores whose data is older than it should be
    url: str = ""

    @property
    def complete(self) -> bool:
        return self.until is not None and not self.late and self.reported >= self.expected
