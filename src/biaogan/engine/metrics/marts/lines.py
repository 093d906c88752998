"""The mart `money`: every amount that may count, one row each, with the order it belongs to.

Money comes from the lines of an order. The order's own totals count only for an order that has
neither a labour nor a part line; each of its rows then counts in the month of its own settlement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.orders import is_void
from biaogan.engine.metrics.marts.shape import among, month_of, yes

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import StringValue, Value

    from biaogan.engine.metrics.marts import Marts

LABOUR, PARTS, ACCESSORIES, MISC = "labour", "parts", "accessories", "misc"


def money(marts: Marts) -> ibis.Table:
    """Amounts in fen and standard hours in thousandths, of settled orders that are not void.

    `external` amounts are those of external orders that are not paid internally; all others are internal.
    `day` is the moment of the settlement by which an amount counts in its month.
    """
    orders = marts.table("order").select(
        "store", "ro_no", "settled_month", "settled_at", "biz_type", "internal", "counter", "sa_id", "vin",
        "sale_date", "model", "visit", ordered_tech="tech_id",
    )  # fmt: skip
    lines = labour(marts).union(parts(marts)).union(misc(marts)).join(orders, ["store", "ro_no"])
    dropped = ("settled_month", "settled_at", "own_month", "own_day")
    counted = lines.mutate(month=lines.settled_month, day=lines.settled_at).drop(*dropped)
    totals = header_totals(marts).join(orders, ["store", "ro_no"])
    totals = totals.mutate(month=totals.own_month, day=totals.own_day).drop(*dropped)
    both = counted.union(totals.select(*counted.columns))
    both = both.filter(both.month.notnull())
    return both.mutate(
        external=~both.internal & ~among(both.payer, "INT"), tech_id=both.tech_id.coalesce(both.ordered_tech)
    ).drop("ordered_tech")


def labour(marts: Marts) -> ibis.Table:
    facts = marts.fact("ro_labour")
    return _line(
        facts, "ro_labour", what=_text(LABOUR), net=facts.net_amount_fen, listed=facts.list_amount_fen,
        cost=facts.cost_amount_fen, hours=facts.std_hours_milli, tech_id=facts.tech_id,
    )  # fmt: skip


def parts(marts: Marts) -> ibis.Table:
    facts = marts.fact("ro_part")
    what = among(facts.part_class, "accessory", "care").ifelse(ACCESSORIES, PARTS)
    return _line(
        facts, "ro_part", what=what, net=facts.net_amount_fen, listed=facts.list_amount_fen,
        cost=facts.cost_amount_fen, hours=_none("int64"), tech_id=_none("string"),
    )  # fmt: skip


def misc(marts: Marts) -> ibis.Table:
    facts = marts.fact("ro_misc")
    return _line(
        facts, "ro_misc", what=_text(MISC), net=facts.amount_fen, listed=_none("int64"),
        cost=_none("int64"), hours=_none("int64"), tech_id=_none("string"),
    )  # fmt: skip


def _line(facts: ibis.Table, kind: str, **columns: Value) -> ibis.Table:
    return facts.select(
        "store",
        "ro_no",
        "payer",
        "batch",
        "line",
        kind=_text(kind),
        own_month=_none("int64"),
        own_day=_none("timestamp"),
        **columns,
    )


def header_totals(marts: Marts) -> ibis.Table:
    """Totals of orders without labour and part lines; miscellaneous only where no such row exists.

    An export that names no part of the amount at all still names the amount: the net total then counts
    whole, as miscellaneous does: in revenue, and in neither labour nor parts.
    """
    facts = marts.fact("repair_order")
    rows = facts.filter(~is_void(facts) & facts.settled_at.notnull())
    orders = marts.table("order")
    bare = orders.filter(~orders.has_lines).select("store", "ro_no", "has_misc")
    rows = rows.join(bare, ["store", "ro_no"])
    undivided = rows.labour_total_fen.isnull() & rows.parts_total_fen.isnull()
    rest = rows.misc_total_fen.coalesce(undivided.ifelse(rows.net_total_fen, _none("int64")))
    misc_total = rows.has_misc.ifelse(_none("int64"), rest)
    labour_rows = _total(rows, LABOUR, rows.labour_total_fen)
    return labour_rows.union(_total(rows, PARTS, rows.parts_total_fen)).union(_total(rows, MISC, misc_total))


def _total(rows: ibis.Table, what: str, amount: Value) -> ibis.Table:
    return rows.select(
        "store", "ro_no", payer=_none("string"), batch="batch", line="line", kind=_text("repair_order"),
        own_month=month_of(rows.settled_at), own_day=rows.settled_at, what=_text(what), net=amount,
        listed=_none("int64"), cost=_none("int64"), hours=_none("int64"), tech_id=_none("string"),
    ).filter(lambda t: t.net.notnull())  # fmt: skip


def _text(word: str) -> StringValue:
    import ibis

    return ibis.literal(word)


def _none(kind: str) -> Value:
    import ibis

    return ibis.null().cast(kind)


def has_hours_and_money(line: ibis.Table) -> Value:
    """Menu jobs with only one of the two would wreck a price per hour."""
    return yes(line.hours != 0) & yes(line.net != 0)
