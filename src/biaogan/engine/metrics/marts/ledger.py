"""What customers, insurers and the manufacturer still owe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import NO_END, day, month_of, yes

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.metrics.marts import Marts


def documents(marts: Marts) -> ibis.Table:
    """The mart `document`: settlements on credit, from the month they are owed to the month they are paid.

    Owed from the settlement of the order, else from the due date. What was paid on that day, or is
    marked as paid without a day, was no credit; a balance in the customer's favour offsets no debt.
    Part payments have no date in the files: an open document counts with what is still open.
    """
    import ibis

    orders = marts.table("order").select("store", "ro_no", settled_on=lambda t: day(t.settled_at))
    facts = marts.fact("receivable").left_join(orders, ["store", "ro_no"])
    facts = facts.mutate(
        since=facts.settled_on.coalesce(facts.due_date),
        billed=facts.receivable_fen - facts.waived_fen.fill_null(0),
    )
    remaining = facts.open_amount_fen.coalesce(facts.billed - facts.received_fen.fill_null(0))
    facts = facts.mutate(owed=facts.cleared_at.notnull().ifelse(facts.billed, remaining))
    open_still = facts.cleared_at.isnull() & ~yes(facts.is_cleared)
    on_credit = open_still | yes(facts.cleared_at > facts.since)
    kept = facts.filter(facts.since.notnull() & on_credit & (facts.billed > 0) & (facts.owed > 0))
    return kept.select(
        "store", "batch", "line", "billed", "owed",
        kind=ibis.literal("receivable"), month=month_of(kept.since),
        end=month_of(kept.cleared_at).fill_null(NO_END),
    )  # fmt: skip


def owed(marts: Marts) -> ibis.Table:
    """The mart `owed`: steps of what is owed at a month end, in fen."""
    owing = marts.table("document")
    more = owing.select("store", "month", change=owing.owed)
    return more.union(owing.select("store", month=owing.end, change=-owing.owed))
