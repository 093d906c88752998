"""From the lines of a Word document to the steps of an instruction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from biaogan.quality.standards.steps import LONGEST_TITLE, MOST_STEPS, StepText
from biaogan.quality.standards.word.opening import open_word, refusal

if TYPE_CHECKING:
    from biaogan.quality.standards.word.paragraphs import Line

CHINESE_LETTER = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class WordFile:
    """What was read; `pictures` are counted and left out."""

    title: str
    steps: tuple[StepText, ...]
    paragraphs: int
    points: int
    table_rows: int
    pictures: int


@dataclass
class _Step:
    title: str
    lines: list[str] = field(default_factory=list)


def read_word(path: Path, name: str) -> WordFile:
    """Headings become steps, what stands below them their text. Raises CannotRead."""
    from biaogan.quality.standards.word.paragraphs import Body

    body = Body(open_word(path, name))
    lines = list(body.lines())
    rank = _step_rank([line.rank for line in lines if line.rank])
    if rank is None:
        raise refusal("no-headings", name)
    title, steps = _divided(lines, rank)
    if len(steps) > MOST_STEPS:
        raise refusal("too-many", name, steps=MOST_STEPS)
    return WordFile(
        title=title or Path(name).stem,
        steps=tuple(_as_step(step) for step in steps),
        paragraphs=sum(line.rank is None and not line.listed and not line.tabled for line in lines),
        points=sum(line.listed for line in lines),
        table_rows=sum(line.tabled for line in lines),
        pictures=body.pictures,
    )


def _step_rank(ranks: Sequence[int]) -> int | None:
    """The highest rank that occurs more than once; a single heading above is the document's own title."""
    often = [rank for rank in set(ranks) if ranks.count(rank) > 1]
    return min(often or ranks, default=None)


def _divided(lines: Iterable[Line], rank: int) -> tuple[str, list[_Step]]:
    """The title of the document, and its steps; what stands before the first one is a step of its own."""
    title = ""
    before = _Step(_("Introduction"))
    steps: list[_Step] = []
    for line in lines:
        here = steps[-1] if steps else before
        if line.rank == rank:
            steps.append(_Step(line.text))
        elif line.rank is not None and line.rank < rank and not steps and not title:
            title = line.text
        elif line.rank is not None:
            here.lines.append(f"# {line.text}")
        else:
            here.lines.append(line.text)
    return title, [before, *steps] if before.lines else steps


def _as_step(step: _Step) -> StepText:
    """A heading too long for a title stands whole in the text; a text in English stands in both languages."""
    lines = [step.title, *step.lines] if len(step.title) > LONGEST_TITLE else step.lines
    title, text = step.title[:LONGEST_TITLE], "\n".join(lines)
    if CHINESE_LETTER.search(title + text):
        return StepText("", title, "", text, "")
    return StepText("", title, title, text, text)
