"""The steps of an instruction as plain data: read from a version, typed on a page, or found in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from biaogan.quality.models import SopStep, SopVersion

MOST_STEPS = 60
LONGEST_TITLE, LONGEST_TEXT = 160, 20_000


@dataclass(frozen=True)
class StepText:
    """One step in both languages. `code` is empty until the step is kept for the first time."""

    code: str
    title_zh: str
    title_en: str = ""
    text_zh: str = ""
    text_en: str = ""

    def title(self, language: str) -> str:
        return (self.title_en if language == "en" else "") or self.title_zh

    def text(self, language: str) -> str:
        return (self.text_en if language == "en" else "") or self.text_zh

    @property
    def said(self) -> tuple[str, str, str, str]:
        return self.title_zh, self.title_en, self.text_zh, self.text_en


def steps_of(version: SopVersion | None) -> list[StepText]:
    """The steps of a version in their order; none of no version."""
    if version is None:
        return []
    return [
        StepText(row.code, row.title_zh, row.title_en, row.text_zh, row.text_en)
        for row in version.steps.all()
    ]


def written(steps: Iterable[StepText]) -> list[StepText]:
    """As they are kept: every step with a code of its own; what is typed in one language stands in both."""
    given = list(steps)
    taken = {step.code for step in given}
    kept: list[StepText] = []
    for step in given:
        code = step.code or _free(taken)
        taken.add(code)
        title = step.title_zh.strip() or step.title_en.strip()
        text = _lines(step.text_zh) or _lines(step.text_en)
        kept.append(StepText(code, title, step.title_en.strip(), text, _lines(step.text_en)))
    return kept


def _free(taken: set[str]) -> str:
    return next(code for number in range(1, 1000) if (code := f"step-{number}") not in taken)


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")


def with_known_codes(steps: Sequence[StepText], known: Sequence[StepText]) -> list[StepText]:
    """Steps that bear the title of a known one keep its code, and with it their check items."""
    codes = {step.title_zh.strip(): step.code for step in reversed(known)}
    return [replace(step, code=codes.pop(step.title_zh.strip(), "")) for step in steps]


def rows(version: SopVersion, steps: Sequence[StepText]) -> list[SopStep]:
    return [
        SopStep(
            version=version, place=place, code=step.code, title_zh=step.title_zh, title_en=step.title_en,
            text_zh=step.text_zh, text_en=step.text_en,
        )
        for place, step in enumerate(steps, 1)
    ]  # fmt: skip
