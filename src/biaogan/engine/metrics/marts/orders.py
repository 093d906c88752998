"""Orders in their surviving state, and the visit each belongs to.

A visit is store + vehicle + open date of external orders that are neither void nor counter sale. An
order with a parent joins the visit of its parent; a rework order always makes a visit of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import among, day, month_of, yes

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue

    from biaogan.engine.metrics.marts import Marts

# Each round doubles the length of the chain of parents that is followed; a ring of parents ends here.
PARENT_ROUNDS = 4
COUNTER_SALE = "精品销售"  # the wording that makes a counter sale by category alone


def is_void(order: ibis.Table) -> BooleanValue:
    return yes(order.is_void) | among(order.status, "void")


def is_internal(order: ibis.Table) -> BooleanValue:
    return yes(order.is_internal) | among(order.biz_type, "internal")


def is_counter_sale(order: ibis.Table) -> BooleanValue:
    return among(order.ro_type, "sale") | among(order.biz_type_text, COUNTER_SALE)


def surviving(marts: Marts) -> ibis.Table:
    """The mart `surviving`: one row per order that is not void, with what decides where it counts.

    `alone` is the visit the order makes by itself; null for orders that make none.
    """
    facts = marts.fact("repair_order")
    facts = facts.filter(yes(facts.surviving) & ~is_void(facts))
    internal, counter, rework = is_internal(facts), is_counter_sale(facts), among(facts.ro_type, "rework")
    whose = facts.vin.coalesce("plate " + facts.plate, "order " + facts.ro_no)
    alone = rework.ifelse("rework " + facts.ro_no, whose) + " " + day(facts.opened_at).cast("string")
    return facts.select(
        "store", "ro_no", "vin", "opened_at", "arrived_at", "completed_at", "settled_at", "delivered_at",
        "biz_type", "sa_id", "tech_id", "mileage_in", "mileage_out", "complaint_text", "promo_id", "appt_no",
        "parent_ro_no", "follow_up_date", "sale_date", "model", "batch", "line",
        internal=internal,
        counter=counter,
        rework=rework,
        settled=facts.settled_at.notnull(),
        settled_month=month_of(facts.settled_at),
        opened_month=month_of(facts.opened_at),
        promised_at=facts.promised_first,
        promised_last=facts.promised_last.coalesce(facts.promised_first),
        alone=(~internal & ~counter).ifelse(alone, None),
    )  # fmt: skip


def parents(marts: Marts) -> ibis.Table:
    """The mart `parents`: child orders and their direct parent (`up`), where the parent makes a visit."""
    orders = marts.table("surviving")
    orders = orders.filter(orders.alone.notnull())
    children = orders.filter(~orders.rework & (orders.parent_ro_no != orders.ro_no))
    known = orders.select("store", node=orders.ro_no)
    return children.join(known, ["store", ("parent_ro_no", "node")]).select(
        "store", "ro_no", up=children.parent_ro_no
    )


def roots(marts: Marts) -> ibis.Table:
    """The mart `root`: (store, ro_no, joins): the visit that child orders join, of their topmost parent."""
    links = marts.table("parents")
    for _ in range(PARENT_ROUNDS):
        above = links.select(at=links.store, node=links.ro_no, higher=links.up).view()
        joined = links.left_join(above, [("store", "at"), ("up", "node")])
        joined = joined.select("store", "ro_no", "up", "higher")
        links = joined.select("store", "ro_no", up=joined.higher.coalesce(joined.up))
    top = marts.table("surviving").select("store", node="ro_no", joins="alone")
    return links.join(top, ["store", ("up", "node")]).select("store", "ro_no", "joins")


def line_marks(marts: Marts) -> ibis.Table:
    """(store, ro_no): which orders have lines, miscellaneous charges, accessories; who pays for a line."""
    import ibis

    def mark(kind: str) -> ibis.Table:
        lines = marts.fact(kind)
        sold = (
            among(lines.part_class, "accessory", "care") if kind == "ro_part" else ibis.literal(value=False)
        )
        return lines.select(
            "store", "ro_no", misc=ibis.literal(kind == "ro_misc"), paid=among(lines.payer, "CP"),
            claimed=among(lines.payer, "WAR"), accessory=sold & ~among(lines.payer, "INT"),
        )  # fmt: skip

    marks = mark("ro_labour").union(mark("ro_part")).union(mark("ro_misc"))
    return marks.group_by(["store", "ro_no"]).aggregate(
        has_lines=(~marks.misc).any(), has_misc=marks.misc.any(), customer_pays=marks.paid.any(),
        maker_pays=marks.claimed.any(), accessorised=marks.accessory.any(),
    )  # fmt: skip


def orders(marts: Marts) -> ibis.Table:
    """The mart `order`: one row per order that is not void, with its visit where it has one.

    `leads` is true for the orders that make the visit, false for those that join it.
    """
    base = marts.table("surviving").left_join(marts.table("root"), ["store", "ro_no"])
    base = base.drop("store_right", "ro_no_right").left_join(line_marks(marts), ["store", "ro_no"])
    kept = [name for name in marts.table("surviving").columns if name != "alone"]
    return base.select(
        *kept,
        visit=base.joins.coalesce(base.alone),
        leads=base.joins.isnull(),
        has_lines=yes(base.has_lines),
        has_misc=yes(base.has_misc),
        customer_pays=yes(base.customer_pays),
        maker_pays=yes(base.maker_pays),
        accessorised=yes(base.accessorised),
    )


def open_orders(marts: Marts) -> ibis.Table:
    """The mart `wip`: steps of the running count of orders opened and not yet settled."""
    import ibis

    orders = marts.table("order")
    orders = orders.filter(~orders.internal & ~orders.counter)
    opened = orders.select("store", "ro_no", "sa_id", "biz_type", "vin", month=orders.opened_month, change=1)
    done = orders.filter(orders.settled)
    ended = ibis.greatest(done.settled_month, done.opened_month)
    settled = done.select("store", "ro_no", "sa_id", "biz_type", "vin", month=ended, change=-1)
    return opened.union(settled)
