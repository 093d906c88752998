"""The page of an inspection as a phone shows it: items by step, each with its scores to tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from biaogan.quality.inspections.forms import NOT_APPLICABLE, words_of
from biaogan.quality.inspections.results import Line, Result
from biaogan.quality.models import Answer, Inspection


@dataclass(frozen=True)
class Choice:
    value: str
    points: str
    words: str
    fails: bool
    chosen: bool


@dataclass(frozen=True)
class Item:
    line: Line
    choices: Sequence[Choice]

    @property
    def note(self) -> str:
        return self.line.current.note if self.line.current else ""

    @property
    def keys(self) -> str:
        """Every answer the page knows of; what is answered on it comes after these."""
        return " ".join(str(one.key) for one in self.line.answers)

    @property
    def at_odds(self) -> list[str]:
        return [said(self.line, one) for one in self.line.unseen]

    @property
    def before(self) -> tuple[date | None, str] | None:
        previous = self.line.previous
        if previous is None:
            return None
        inspection: Inspection = previous.line.inspection
        return inspection.signed_on, said_of(previous, previous.line.version.scores)


def items(result: Result) -> list[tuple[str, list[Item]]]:
    return [(step, [Item(line, _choices(line)) for line in lines]) for step, lines in result.steps]


def _choices(line: Line) -> list[Choice]:
    now = line.current
    chosen = "" if now is None else NOT_APPLICABLE if now.points is None else str(now.points)
    found = [
        Choice(
            str(score["points"]),
            str(score["points"]),
            words_of(score),
            score["points"] < line.version.pass_points,
            chosen == str(score["points"]),
        )
        for score in line.version.scores
    ]
    outside = chosen == NOT_APPLICABLE
    return [*found, Choice(NOT_APPLICABLE, "—", _("Does not apply"), fails=False, chosen=outside)]


def said(line: Line, answer: Answer) -> str:
    """An answer in words, with who gave it."""
    return f"{said_of(answer, line.version.scores)} ({answer.by.display_name})"


def said_of(answer: Answer, scores: Sequence[dict[str, object]]) -> str:
    if answer.points is None:
        words = _("Does not apply")
    else:
        found = next((one for one in scores if one["points"] == answer.points), {})
        words = f"{answer.points} · {words_of(found)}"
    return f"{words}：{answer.note}" if answer.note else words
