"""How good rules and learned classifier are on texts whose themes are known: F1 by cross-validation."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from biaogan.engine.methods.themes.learning import Learned, lead, sure_margin
from biaogan.engine.methods.themes.rules import Keywords, by_rules
from biaogan.engine.text import folded

FOLDS = 5
Labels = Sequence[Collection[str]]


@dataclass(frozen=True)
class F1:
    """Of one theme: harmonic mean of precision and recall, and how many texts bear it."""

    f1: float
    precision: float
    recall: float
    texts: int


@dataclass(frozen=True)
class Score:
    """`micro` adds right, wrong and missed over all themes; `macro` is the mean over themes; 0 to 1.

    With one theme a text and one guess each, micro is the share of texts guessed right.
    """

    micro: float
    macro: float
    themes: Mapping[str, F1]


@dataclass(frozen=True)
class Scored:
    """What cross-validation says: n different texts, rows left out as repeated, scores of both ways."""

    n: int
    repeated: int
    rules: Score | None  # None where no label is one of the themes the rules know
    learned: Score
    learned_sure: float  # share of texts for which the learned one would ask nobody
    sure_right: float | None  # and how many of those were right
    sure_from: float | None  # the lead from which it asks nobody; None where it never is sure enough


def distinct(texts: Sequence[str], labels: Sequence[str]) -> tuple[list[str], list[frozenset[str]]]:
    """Each text once (width, case and blanks apart), with all labels its rows bear."""
    first: dict[str, str] = {}
    found: dict[str, set[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        key = folded(text)
        first.setdefault(key, text)
        found.setdefault(key, set()).add(label)
    return list(first.values()), [frozenset(one) for one in found.values()]


def score(
    texts: Sequence[str], labels: Sequence[str], themes: Sequence[Keywords], folds: int = FOLDS
) -> Scored:
    """Both ways on one labelled set; the learned one never sees the fold it is judged on.

    Labels need not be themes of the rules: any labelled file will do for the learned way. Raises
    ImportError without scikit-learn and learning.TooFewLabels where too few themes have examples.
    """
    known, sets = distinct(texts, labels)
    guessed, leads = held_back(known, sets, themes, folds)
    right = [bool(guess & true) for guess, true in zip(guessed, sets, strict=True)]
    border = sure_margin(leads, right)
    sure = [ok for ok, ahead in zip(right, leads, strict=True) if ahead >= border]
    return Scored(
        n=len(known),
        repeated=len(texts) - len(known),
        rules=rules_score(known, sets, themes),
        learned=judged(sets, guessed),
        learned_sure=len(sure) / len(known),
        sure_right=sum(sure) / len(sure) if sure else None,
        sure_from=None if math.isinf(border) else border,
    )


def rules_score(texts: Sequence[str], labels: Labels, themes: Sequence[Keywords]) -> Score | None:
    """The rules alone; None where none of their themes is among the labels."""
    if {theme.code for theme in themes}.isdisjoint(code for one in labels for code in one):
        return None
    guesses = [by_rules(text, themes).theme for text in texts]
    return judged(labels, [frozenset({one} if one else ()) for one in guesses])


def held_back(
    texts: Sequence[str], labels: Labels, themes: Sequence[Keywords], folds: int = FOLDS
) -> tuple[list[frozenset[str]], list[float]]:
    """For each text, the themes guessed by a classifier that had not seen it, and its lead.

    Where texts bear one theme each, one is guessed; otherwise also others on the right side of their border.
    """
    single = all(len(one) == 1 for one in labels)
    guessed: list[frozenset[str]] = [frozenset()] * len(texts)
    leads = [0.0] * len(texts)
    fold_of = _folds(texts, labels, folds)
    for fold in range(folds):
        inside = [at for at, mine in enumerate(fold_of) if mine == fold]
        outside = [at for at, mine in enumerate(fold_of) if mine != fold]
        if not inside:
            continue
        machine = Learned.fit([texts[at] for at in outside], [labels[at] for at in outside], themes)
        margins = machine.margins([texts[at] for at in inside])
        for at, row, ahead in zip(inside, margins, lead(margins), strict=True):
            others = () if single else (code for code, far in zip(machine.codes, row, strict=True) if far > 0)
            guessed[at] = frozenset({machine.codes[int(row.argmax())], *others})
            leads[at] = float(ahead)
    return guessed, leads


def _folds(texts: Sequence[str], labels: Labels, folds: int) -> list[int]:
    """Every theme spread evenly over the folds; the same texts always fall the same way."""
    order = sorted(range(len(texts)), key=lambda at: (min(labels[at], default=""), _mixed(texts[at])))
    found = [0] * len(texts)
    for place, at in enumerate(order):
        found[at] = place % folds
    return found


def _mixed(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()


def judged(true: Labels, guessed: Labels) -> Score:
    """Micro and macro F1 of guessed against true themes; a theme that is guessed and never true counts too.

    Sokolova and Lapalme (2009), Information Processing and Management 45, 427-437. Raises ValueError without
    texts.
    """
    if not true:
        raise ValueError("nothing to judge")
    codes = sorted({code for one in true for code in one} | {code for one in guessed for code in one})
    themes = {code: _of_theme(code, true, guessed) for code in codes}
    right = sum(len(set(a) & set(b)) for a, b in zip(true, guessed, strict=True))
    size = sum(map(len, true)) + sum(map(len, guessed))
    return Score(2 * right / size, sum(one.f1 for one in themes.values()) / len(themes), themes)


def _of_theme(code: str, true: Labels, guessed: Labels) -> F1:
    right = sum(code in a and code in b for a, b in zip(true, guessed, strict=True))
    said, there = sum(code in one for one in guessed), sum(code in one for one in true)
    precision, recall = right / said if said else 0.0, right / there if there else 0.0
    return F1(2 * right / (said + there), precision, recall, there)
