"""Keyword rules: what a text is about by the words it holds, from the first day and without any label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from biaogan.engine.text import folded

GAP = ".{0,6}"  # what a star in a word stands for
SURE_SHARE = 0.6  # of the weight of all words found; below, a person decides


@dataclass(frozen=True)
class Keywords:
    """The words of one theme. `*` stands for up to six letters; width, case and blanks do not matter."""

    code: str
    words: tuple[str, ...]

    @cached_property
    def patterns(self) -> tuple[tuple[re.Pattern[str], int], ...]:
        """Each word as a pattern with its weight: the letters it names, English ones counting a third."""
        return tuple((_pattern(word), weight_of(word)) for word in self.words if folded(word).strip("*"))


@dataclass(frozen=True)
class Guess:
    """The likeliest theme (empty: none), the share of certainty 0 to 1, and whether no person is needed."""

    theme: str
    confidence: float
    sure: bool


NOTHING = Guess("", 0.0, sure=False)


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(GAP.join(re.escape(part) for part in folded(word).split("*") if part))


def weight_of(word: str) -> int:
    """How much a word says: three a Chinese letter, one an English one; longer words say more."""
    return sum(1 if letter.isascii() else 3 for letter in folded(word) if letter != "*")


def weights(text: str, themes: Sequence[Keywords]) -> dict[str, int]:
    """Theme code -> weight of its distinct words found in the text; themes without any are left out."""
    shown = folded(text)
    found = {
        theme.code: sum(weight for pattern, weight in theme.patterns if pattern.search(shown))
        for theme in themes
    }
    return {code: weight for code, weight in found.items() if weight}


def by_rules(text: str, themes: Sequence[Keywords]) -> Guess:
    """The theme whose words weigh most; among equals the one listed first. No word, no theme."""
    found = weights(text, themes)
    if not found:
        return NOTHING
    best = max(found, key=lambda code: found[code])
    share = found[best] / sum(found.values())
    return Guess(best, share, sure=share >= SURE_SHARE)
