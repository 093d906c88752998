"""One way to refuse a move that a dict of moves does not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import models
from django.utils.translation import gettext as _

from biaogan.org.policies import NotAllowed


def check_move(
    moves: Mapping[str, Sequence[str]], states: type[models.TextChoices], before: str, after: str
) -> None:
    """Raises NotAllowed with the sentence the person reads."""
    if after not in moves[before]:
        sentence = _("“%(before)s” cannot become “%(after)s”. Please load the page again.")
        raise NotAllowed(sentence % {"before": states(before).label, "after": states(after).label})
