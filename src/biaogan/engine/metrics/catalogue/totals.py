"""The totals that several metrics share, each named once."""

from __future__ import annotations

from biaogan.engine.metrics.marts import lines
from biaogan.engine.metrics.measure import FEN, THOUSANDTHS, Absent, Given, Sum, Total, Where
from biaogan.engine.metrics.metric import Cut

LINE_CUTS = (
    Cut.ADVISOR, Cut.TECHNICIAN, Cut.PAYER, Cut.BIZ_TYPE, Cut.VEHICLE_AGE, Cut.MODEL,
)  # fmt: skip
VISIT_CUTS = (Cut.ADVISOR, Cut.BIZ_TYPE, Cut.VEHICLE_AGE, Cut.MODEL)


def money(
    name: str, where: Where, *, add: str = "net", absent: Absent = Absent.ORDERS, scale: int = FEN
) -> Total:
    """A sum over the mart `money`."""
    return Total(name, "money", add=add, where=where, absent=absent, scale=scale)


SETTLED_ORDERS = Total("settled_orders", "order", "settled_month")
MONEY_ROWS = Total("money_rows", "money")

LABOUR = money("labour", lambda t: t.external & (t.what == lines.LABOUR))
PARTS = money("parts", lambda t: t.external & (t.what == lines.PARTS))
ACCESSORIES = money("accessories", lambda t: t.external & (t.what == lines.ACCESSORIES))
MISC = money("misc", lambda t: t.external & (t.what == lines.MISC))
INCOME = Total("value_added", "value_added", add="income", scale=FEN, absent=Absent.ORDERS)
# A store that never brought contracts or policies has not earned nothing with them.
CONTRACTS = Total("contracts", "value_added")
VALUE_ADDED = Given(INCOME, CONTRACTS, ever=True)
REVENUE = Sum((LABOUR, PARTS, ACCESSORIES, MISC, VALUE_ADDED))
INTERNAL = money("internal", lambda t: ~t.external)

LABOUR_COST = money(
    "labour_cost", lambda t: t.external & (t.what == lines.LABOUR), add="cost", absent=Absent.UNKNOWN
)
PARTS_COST = money(
    "parts_cost", lambda t: t.external & (t.what == lines.PARTS), add="cost", absent=Absent.UNKNOWN
)
ACCESSORIES_COST = money(
    "accessories_cost",
    lambda t: t.external & (t.what == lines.ACCESSORIES),
    add="cost",
    absent=Absent.UNKNOWN,
)
COST = Sum((LABOUR_COST, PARTS_COST, ACCESSORIES_COST))

HOURS_SOLD = money(
    "hours_sold",
    lambda t: t.external & (t.what == lines.LABOUR),
    add="hours",
    scale=THOUSANDTHS,
    absent=Absent.UNKNOWN,
)

VISITS = Total("visits", "visit", "settled_month", where=lambda t: t.settled, absent=Absent.ORDERS)
VISITS_OPENED = Total("visits_opened", "visit", "opened_month")
VISITS_DELIVERED = Total("visits_delivered", "visit", "delivered_month")
REPAIRS_DELIVERED = Total("repairs_delivered", "visit", "delivered_month", where=lambda t: t.repair)
ORDERS = Total(
    "orders", "order", "settled_month", where=lambda t: ~t.internal & ~t.counter, absent=Absent.ORDERS
)
ORDERS_OPENED = Total("orders_opened", "order", "opened_month")
