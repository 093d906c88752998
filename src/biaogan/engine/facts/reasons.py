"""Why a row was not taken: the code, and what to tell the person who must mend the file.

The words stand in `reasons.json`, three sentences for each language: what happened, what to do, an example.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Outcome(StrEnum):
    """What becomes of a row for which a reason is given."""

    REJECTED = "rejected"  # it waits in quarantine until it is mended
    IGNORED = "ignored"  # nothing is wrong with it, and it is no data
    NOTICES = "notices"  # it was taken, and something about it is worth saying


@dataclass(frozen=True)
class Wording:
    """One sentence each for what happened, what to do, and what a good value looks like."""

    cause: str
    fix: str
    example: str


@dataclass(frozen=True)
class Reason:
    """A code with its words."""

    code: str
    outcome: Outcome
    zh: Wording
    en: Wording

    def sentence(self, language: str) -> str:
        """Cause, fix and example as one text: Chinese where `language` starts with `zh`, else English."""
        words, between = (self.zh, "") if language.startswith("zh") else (self.en, " ")
        return between.join(part for part in (words.cause, words.fix, words.example) if part)


def _reasons() -> dict[str, Reason]:
    declared = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return {
        code: Reason(code, Outcome(outcome), Wording(*words["zh"]), Wording(*words["en"]))
        for outcome, codes in declared.items()
        for code, words in codes.items()
    }


REASONS: dict[str, Reason] = _reasons()
