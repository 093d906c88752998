"""A key figure as a card shows it: all the data, none of the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from biaogan.ui import formats
from biaogan.ui.formats import Figure, Number


@dataclass(frozen=True)
class Kpi:
    """Values are as the engine gives them: yuan, percent (83.6), hours; None where there is none.

    `year_ago` and `last_month` are changes: a difference for shares and scores, percent for the rest.
    `attainment` and `elapsed` are percent of the target and of the period, by calendar and working days.
    """

    name: str
    value: Number | None
    unit: str
    url: str = ""
    target: Number | None = None
    attainment: Number | None = None
    elapsed: Number | None = None
    year_ago: Number | None = None
    last_month: Number | None = None
    trend: Sequence[float | None] = ()
    status: str = "none"
    status_text: str = ""
    note: str = ""
    elapsed_working: Number | None = None

    @property
    def figure(self) -> Figure:
        return formats.figure(self.value, self.unit, formats.language_of(get_language()))

    @property
    def bar(self) -> int | None:
        """How far the bar is filled, 0 to 100."""
        return None if self.attainment is None else _within(self.attainment)

    @property
    def tick(self) -> int | None:
        """Where the elapsed part of the period stands on the bar."""
        return None if self.elapsed is None else _within(self.elapsed)


def _within(share: Number) -> int:
    return min(100, max(0, round(share)))
