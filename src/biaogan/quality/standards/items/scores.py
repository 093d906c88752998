"""The scores of a check item: each has its points and its words, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from biaogan.org.policies import NotAllowed

MOST_POINTS = 5


@dataclass(frozen=True)
class Score:
    points: int
    zh: str
    en: str

    def kept(self) -> dict[str, object]:
        return {"points": self.points, "zh": self.zh, "en": self.en}

    def words(self, language: str) -> str:
        return (self.en if language == "en" else "") or self.zh


def scores_of(kept: Sequence[Mapping[str, Any]]) -> list[Score]:
    """As kept with a version of an item."""
    return [Score(int(one["points"]), str(one["zh"]), str(one.get("en", ""))) for one in kept]


def checked(scores: Sequence[Score], pass_points: int) -> list[Score]:
    """Best first, what is typed in one language standing in both. Raises NotAllowed with a sentence."""
    found = sorted((_spoken(one) for one in scores), key=lambda one: -one.points)
    points = [one.points for one in found]
    if len(points) < 2 or 0 not in points:
        raise NotAllowed(_("Describe at least two scores, and what 0 points look like."))
    if len(set(points)) != len(points) or not all(0 <= one <= MOST_POINTS for one in points):
        raise NotAllowed(_("Every score stands once, from 0 to %(most)d points.") % {"most": MOST_POINTS})
    if any(not one.zh for one in found):
        raise NotAllowed(_("Every score needs a written description."))
    if pass_points not in points or pass_points < 1:
        raise NotAllowed(_("The passing score must be one of the described scores above 0."))
    return found


def _spoken(score: Score) -> Score:
    return Score(score.points, score.zh.strip() or score.en.strip(), score.en.strip())
