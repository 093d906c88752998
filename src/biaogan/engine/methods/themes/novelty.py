"""What customers speak of now and did not before: weighted log-odds of terms with a Dirichlet prior."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from biaogan.engine.text import folded

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
ENGLISH = re.compile(r"[a-z][a-z'-]{2,}")
LENGTHS = (2, 3, 4)
SHOWN_FROM = 3.5  # z; 12 planted texts in 100 reach 4.2, the highest of 300 weeks of chance was 3.4
LEAST = 5  # texts now
STOP_LETTERS = frozenset("的了是我在和有就都也不很到给被把")  # a term of these alone says nothing


@dataclass(frozen=True)
class New:
    """A term, the texts that hold it now and before, and how far beyond chance it has grown (z)."""

    term: str
    now: int
    before: int
    z: float


def new_terms(
    now: Sequence[str], before: Sequence[str], *, least: int = LEAST, from_z: float = SHOWN_FROM
) -> list[New]:
    """Terms that stand out in the texts of now against those before, surest first.

    A term is two to four Chinese letters or an English word; each text counts once. Log-odds of both sets
    with an informative Dirichlet prior from both together, worth as many words as those of now, over its
    standard error: Monroe, Colaresi and Quinn (2008), Political Analysis 16, 372-403, equations 16 and 22.
    Of terms that hold each other the surest stays. Nothing before, nothing is new.
    """
    if not now or not before:
        return []
    counted, past = _counts(now), _counts(before)
    n, m = sum(counted.values()), sum(past.values())
    whole = n + m
    found = []
    for term, count in counted.items():
        if count >= least:
            z = log_odds_z(count, n, past[term], m, n * (count + past[term]) / whole, n)
            if z >= from_z:
                found.append(New(term, count, past[term], z))
    return _without_parts(sorted(found, key=lambda one: (-one.z, -len(one.term), one.term)))


def log_odds_z(count: int, n: int, past: int, m: int, prior: float, all_prior: float) -> float:
    """Z of one word: difference of its smoothed log-odds in n and m words over its standard error.

    prior and all_prior: the pseudo-counts of the word and of all words.
    """
    here, there = count + prior, past + prior
    delta = math.log(here / (n + all_prior - here)) - math.log(there / (m + all_prior - there))
    return delta / math.sqrt(1 / here + 1 / there)


def terms_of(text: str) -> set[str]:
    """The different terms of one text, in the compared form."""
    shown = text.casefold()
    found = set(ENGLISH.findall(shown))
    for run in CHINESE.findall(folded(text)):
        for length in LENGTHS:
            pieces = (run[at : at + length] for at in range(len(run) - length + 1))
            found |= {piece for piece in pieces if not STOP_LETTERS.issuperset(piece)}
    return found


def _counts(texts: Sequence[str]) -> Counter[str]:
    return Counter(term for text in texts for term in terms_of(text))


def _without_parts(found: Sequence[New]) -> list[New]:
    """One line a thing: of terms that share two letters, or hold each other, the surest stays."""
    kept: list[New] = []
    for one in found:
        if not any(_pieces(one.term) & _pieces(other.term) for other in kept):
            kept.append(one)
    return kept


def _pieces(term: str) -> set[str]:
    return {term} if term.isascii() else {term[at : at + 2] for at in range(len(term) - 1)}
