"""A whole divided into parts, exactly; a level carried through the months."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


class NothingToDivideBy(ValueError):
    """No part has any weight."""


def parts(whole: int, weights: Sequence[Fraction | Decimal | int]) -> list[int]:
    """A whole number divided in proportion to the weights; the parts sum to it exactly.

    Largest remainder (Hamilton 1792): every part is rounded down, and what is left goes one by one to
    the largest remainders, the earlier first where they are equal. A part without weight gets nothing.
    Raises NothingToDivideBy where all weights are 0, ValueError for a negative one.
    """
    shares = [Fraction(weight) for weight in weights]
    if any(share < 0 for share in shares):
        raise ValueError("a weight is negative")
    total = sum(shares, Fraction(0))
    if not total:
        raise NothingToDivideBy
    exact = [whole * share / total for share in shares]
    found = [int(part // 1) for part in exact]
    order = sorted(range(len(exact)), key=lambda place: (found[place] - exact[place], place))
    for place in order[: whole - sum(found)]:
        found[place] += 1
    return found


def path(first: Decimal, last: Decimal, steps: int) -> list[Decimal]:
    """From the first to the last value in equal steps, to four places."""
    if steps == 1:
        return [last]
    step = (last - first) / (steps - 1)
    return [(first + step * number).quantize(Decimal("0.0001")) for number in range(steps)]
