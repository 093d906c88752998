"""Sorting texts by theme: by what was learned where that is proven better, else by the keyword rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.db.models import Max

from biaogan.engine.methods.themes.learning import Learned, can_learn
from biaogan.engine.methods.themes.rules import Guess, Keywords, by_rules
from biaogan.quality.feedback.themes import NO_THEME, ThemeNow, themes
from biaogan.quality.models import Feedback, Origin, SortedBy, ThemeLabel, ThemeLearning
from biaogan.quality.states.feedback import FeedbackState

LOW_SCORE = 60.0  # percent of the scale: an answer below it without a theme is shown to a person


@dataclass
class Sorter:
    """Guesses themes; the same text twice is worked out once."""

    themes: dict[str, ThemeNow]
    learned: Learned | None = None
    seen: dict[str, Guess] = field(default_factory=dict)

    @property
    def by(self) -> str:
        return SortedBy.LEARNED if self.learned else SortedBy.RULES

    def guess(self, texts: Iterable[str]) -> list[Guess]:
        asked = list(texts)
        fresh = list(dict.fromkeys(text for text in asked if text not in self.seen))
        keywords = [theme.keywords for theme in self.themes.values()]
        found = self.learned.guess(fresh) if self.learned else [by_rules(text, keywords) for text in fresh]
        self.seen.update(zip(fresh, found, strict=True))
        return [self.seen[text] for text in asked]

    def sort(self, rows: Sequence[Feedback]) -> None:
        """Write theme, level, step and state onto texts no person has confirmed; nothing is saved here."""
        for row, guess in zip(rows, self.guess(row.text for row in rows), strict=True):
            theme = self.themes.get(guess.theme)
            row.theme = theme.code if theme else NO_THEME
            row.level, row.step = (theme.level, theme.step) if theme else (None, "")
            row.confidence, row.sorted_by = round(guess.confidence, 4), self.by
            needs_person = wants_person(row) if theme is None else not guess.sure
            row.state = FeedbackState.WAITING if needs_person else FeedbackState.SORTED


def wants_person(row: Feedback) -> bool:
    """A text without a theme is read by a person, but for a survey's answer that is not unhappy."""
    return row.origin != Origin.SURVEY or (row.score is not None and row.score < LOW_SCORE)


def sorter() -> Sorter:
    """As things stand: the newest learning that proved itself, where it can be fitted here."""
    known = themes()
    learning = ThemeLearning.objects.first()
    if learning is None or not learning.used or not can_learn():
        return Sorter(known)
    texts, labels = labelled(up_to=learning.last_label)
    keywords = tuple(theme.keywords for theme in known.values())
    fitted = _fitted(tuple(texts), tuple(labels), keywords)
    border = float("inf") if learning.sure_from is None else learning.sure_from
    return Sorter(known, replace(fitted, sure_from=border))


def labelled(*, up_to: int | None = None) -> tuple[list[str], list[str]]:
    """Every confirmed text once, with the theme its newest label says; texts of no theme are left out."""
    rows = ThemeLabel.objects.all() if up_to is None else ThemeLabel.objects.filter(pk__lte=up_to)
    newest = rows.values("feedback").annotate(last=Max("pk")).values("last")
    found = (
        ThemeLabel.objects.filter(pk__in=newest)
        .exclude(theme=NO_THEME)
        .exclude(feedback__text="")
        .order_by("pk")
    )
    pairs = list(found.values_list("feedback__text", "theme"))
    return [text for text, _ in pairs], [theme for _, theme in pairs]


@lru_cache(maxsize=2)
def _fitted(texts: tuple[str, ...], labels: tuple[str, ...], keywords: tuple[Keywords, ...]) -> Learned:
    """A process fits once what it needs often; fitting a thousand texts takes about half a second."""
    return Learned.fit(texts, [{label} for label in labels], keywords)
