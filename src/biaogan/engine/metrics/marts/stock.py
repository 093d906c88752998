"""Parts: what lies in stock at the month end, what was asked for, what was at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import among, day, month_of, yes

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.metrics.marts import Marts

IN_STOCK = ("stock", "现货", "库存", "在库", "满足", "当日满足")
EMERGENCY = ("emergency", "急件", "紧急", "紧急订货", "紧急订购")
LOST = ("lost", "流失", "失销", "放弃")
ORDERED = ("special", "transfer", "订货", "订购", "调拨", "缺件")


def stock(marts: Marts) -> ibis.Table:
    """The mart `stock`: the parts of the last stock list of a month, at cost in fen.

    `idle_6`, `idle_12`, `idle_24`: nothing was issued for that many months; for parts never issued since
    they came in. `dated`: one of the two dates is known.
    """
    import ibis

    facts = marts.fact("part_stock").mutate(month=lambda t: month_of(t.date))
    last = ibis.window(group_by=["store", "month"])
    facts = facts.mutate(newest=facts.date.max().over(last))
    listed = facts.filter(facts.date == facts.newest)
    moved = listed.last_out.coalesce(listed.last_in)
    at_cost = listed.cost_amount_fen.coalesce(
        ((listed.qty_milli * listed.unit_cost_fen) // 1000).cast("int64")
    )

    def idle(months: int) -> ibis.Value:
        return yes((moved + ibis.interval(months=months)).cast("date") <= listed.date)

    return listed.select(
        "store", "batch", "line", "month",
        kind=ibis.literal("part_stock"), cost=at_cost, dated=moved.notnull(),
        idle_6=idle(6), idle_12=idle(12), idle_24=idle(24),
    )  # fmt: skip


def demand(marts: Marts) -> ibis.Table:
    """The mart `demand`: parts asked for, in the month of the request.

    `known`: the quantities, else the wording of the outcome, say whether stock met the request at once.
    """
    import ibis

    facts = marts.fact("part_demand")
    counted = facts.qty_req_milli.notnull() & facts.qty_first_milli.notnull()
    worded = among(facts.outcome, *IN_STOCK, *EMERGENCY, *LOST, *ORDERED)
    at_once = counted.ifelse(
        yes(facts.qty_first_milli >= facts.qty_req_milli), among(facts.outcome, *IN_STOCK)
    )
    return facts.select(
        "store", "batch", "line",
        kind=ibis.literal("part_demand"), month=month_of(facts.requested_at),
        known=counted | worded, filled=at_once, counted=counted, worded=worded,
        given_up=among(facts.outcome, *EMERGENCY, *LOST),
        wanted=facts.qty_req_milli,
        at_hand=ibis.least(facts.qty_first_milli, facts.qty_req_milli),
    )  # fmt: skip


def issues(marts: Marts) -> ibis.Table:
    """The mart `issue`: parts issued for orders of visits; `same_day` as the order was opened."""
    import ibis

    orders = marts.table("order")
    orders = orders.filter(orders.visit.notnull()).select("store", "ro_no", "opened_at")
    parts = marts.fact("ro_part")
    parts = parts.filter(parts.issued_at.notnull() & ~yes(parts.is_return) & ~yes(parts.qty_milli < 0))
    joined = parts.select("store", "ro_no", "issued_at", "batch", "line").join(orders, ["store", "ro_no"])
    return joined.select(
        "store", "batch", "line",
        kind=ibis.literal("ro_part"), month=month_of(joined.issued_at),
        same_day=day(joined.issued_at) == day(joined.opened_at),
    )  # fmt: skip
