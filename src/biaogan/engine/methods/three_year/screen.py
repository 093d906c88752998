"""Closed forms shown before any simulation: what a discount must bring, what a staying customer is worth."""

from __future__ import annotations


def extra_visits_needed(
    depth: float, margin: float, *, discountable: float = 0.45, manufacturer_share: float = 0.0
) -> float | None:
    """The share of extra visits that keeps gross profit where it is: s d / (m - s d); None when none can.

    All shares 0 to 1. Check: m = .45, s = .45 gives .11, .18, .25, .43 at 10, 15, 20, 30 % off; s = 1 gives
    .29, .50, .80, 2.00. What the manufacturer pays lowers the given part. Raises ValueError outside 0 to 1.
    """
    shares = {
        "depth": depth,
        "margin": margin,
        "discountable": discountable,
        "manufacturer": manufacturer_share,
    }
    outside = [name for name, share in shares.items() if not 0 <= share <= 1]
    if outside:
        raise ValueError(f"not a share from 0 to 1: {', '.join(outside)}")
    given = discountable * depth * (1 - manufacturer_share)
    if given == 0:
        return 0.0
    return given / (margin - given) if margin > given else None


def lifetime_multiple(retention: float, interest: float) -> float:
    """Worth of a customer in yearly margins, r / (1 + i - r): Gupta, Lehmann, Stuart 2004. Shares 0 to 1."""
    _check(retention, interest)
    return retention / (1 + interest - retention)


def retention_elasticity(retention: float, interest: float) -> float:
    """Percent of worth gained by one percent of retention, (1 + i) / (1 + i - r).

    Check: 3.50, 5.09, 5.60 at r = .8, .9, .92 and i = .12.
    """
    _check(retention, interest)
    return (1 + interest) / (1 + interest - retention)


def _check(retention: float, interest: float) -> None:
    if not 0 <= retention <= 1 or interest <= 0:
        raise ValueError(f"retention {retention} must be a share, interest {interest} above 0")
