"""Inspections: mystery shopping, checks on site and by video; and improvements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import month_of, yes

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.metrics.marts import Marts

MYSTERY, VIDEO, SITE = "mystery", "video", "site"
WORDS = {MYSTERY: "神秘|暗访|[Mm]ystery", VIDEO: "视频|录像|监控|[Vv]ideo", SITE: "巡|现场|到店|[Ss]ite"}


def checks(marts: Marts) -> ibis.Table:
    """The mart `check`: items of inspections, scores in thousandths.

    A score is what remains of the full score after the deduction where only that is given.
    `leads`: the first item of an inspection. `first`: the first of its sort in the month.
    """
    import ibis

    facts = marts.fact("inspection")
    said = facts.kind.fill_null("")
    sort = ibis.cases(*((said.re_search(words), name) for name, words in WORDS.items()), else_="other")
    facts = facts.mutate(month=month_of(facts.date), sort=sort)
    order = [facts.date, facts.item_code, facts.line]
    by_case = ibis.window(group_by=["store", "insp_id"], order_by=order)
    by_month = ibis.window(group_by=["store", "sort", "month"], order_by=[*order, facts.insp_id])
    facts = facts.mutate(at=ibis.row_number().over(by_case), of_month=ibis.row_number().over(by_month))
    score = facts.score_milli.coalesce(facts.max_score_milli - facts.deduction_milli)
    full = facts.max_score_milli
    applies = ~yes(~facts.applicable)
    return facts.select(
        "store", "insp_id", "batch", "line", "month", "sort",
        kind=ibis.literal("inspection"), score=score, full=full,
        leads=facts["at"] == 0, first=facts.of_month == 0,
        scored=applies & score.notnull() & yes(full > 0), passed=yes(score >= full),
    )  # fmt: skip


def checked(marts: Marts) -> ibis.Table:
    """The mart `checked`: a row for every store with orders, where any inspection is known at all.

    Inspections come in one file for all stores: a store that is not in it was not inspected.
    """
    import ibis

    held = marts.fact("inspection")
    held = held.aggregate(known=held.count())
    stores = marts.table("order").select("store").distinct()
    told = stores.cross_join(held.filter(held.known > 0))
    return told.select("store", month=ibis.literal(0, type="int64"))


def trading(marts: Marts) -> ibis.Table:
    """The mart `trading`: one row per store and month with a settled order."""
    import ibis

    orders = marts.table("order")
    orders = orders.filter(orders.settled_month.notnull())
    by_month = ibis.window(group_by=["store", "settled_month"], order_by=[orders.ro_no])
    orders = orders.mutate(rank=ibis.row_number().over(by_month))
    orders = orders.filter(orders["rank"] == 0)
    return orders.select("store", "batch", "line", kind=ibis.literal("repair_order"), month="settled_month")


def improvements(marts: Marts) -> ibis.Table:
    """The mart `improvement`: one row per improvement in the month its proof was due."""
    facts = marts.fact("improvement")
    return facts.select(
        "store", "improvement_no", "batch", "line",
        month=month_of(facts.due_date),
        in_time=yes(facts.verified_on <= facts.due_date),
    )  # fmt: skip
