"""Finance: output, margins, shares, hours sold (clarifications 40, 44-56)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from naive.orders import Money, Visit
from naive.periods import ending_with, month_of
from naive.world import Pair, PlaceMeasure, StoreMeasure, World, hours, summed, yuan

Keep = Callable[[Money], bool]
NEVER = date.min


def amount(world: World, store: str, month: str, keep: Keep) -> Fraction:
    return yuan(sum(money.fen for money in world.external(store, month) if keep(money)))


def total_of(keep: Keep) -> StoreMeasure:
    def total(world: World, store: str, month: str) -> Pair | None:
        return (amount(world, store, month, keep), None) if (store, month) in world.trading else None

    return total


def value_added_rows(world: World, store: str, month: str) -> list[int]:
    """Income of products and commission of policies through the store, sold in the month."""
    products = world.rows_in("service_product", store, "sold_at", month)
    policies = [
        row for row in world.rows("insurance_policy", store)
        if row.get("through_store") and month_of(row.get("sold_at") or row.get("start") or NEVER) == month
    ]  # fmt: skip
    amounts = [row.get("income_fen") for row in products] + [row.get("commission_fen") for row in policies]
    return [fen for fen in amounts if fen is not None]


def value_added_amount(world: World, store: str, month: str) -> Fraction:
    return yuan(sum(value_added_rows(world, store, month)))


def revenue_amount(world: World, store: str, month: str) -> Fraction | None:
    if (store, month) not in world.trading and not value_added_rows(world, store, month):
        return None
    return amount(world, store, month, lambda _: True) + value_added_amount(world, store, month)


def revenue(world: World, store: str, month: str) -> Pair | None:
    value = revenue_amount(world, store, month)
    return None if value is None else (value, None)


def value_added_revenue(world: World, store: str, month: str) -> Pair | None:
    brought = world.rows("service_product", store) or world.rows("insurance_policy", store)
    if not brought or revenue_amount(world, store, month) is None:
        return None
    return value_added_amount(world, store, month), None


def internal_revenue(world: World, store: str, month: str) -> Pair | None:
    if (store, month) not in world.trading:
        return None
    return yuan(sum(money.fen for money in world.money[store, month] if not money.external)), None


def ro_count(world: World, store: str, month: str) -> Pair | None:
    if (store, month) not in world.trading:
        return None
    own = [
        order for order in world.orders.values()
        if order.store == store and order.makes_visit and order.settled
        and month_of(order.row["settled_at"]) == month
    ]  # fmt: skip
    return Fraction(len(own)), None


def visit_count(world: World, store: str, month: str) -> Pair | None:
    if (store, month) not in world.trading:
        return None
    return Fraction(len(world.settled_visits(store, month))), None


def vehicle_count(world: World, store: str, month: str) -> Pair | None:
    if (store, month) not in world.trading:
        return None
    return Fraction(len({visit.vin for visit in world.settled_visits(store, month) if visit.vin})), None


def attainment(world: World, store: str, month: str) -> Pair | None:
    actual = revenue_amount(world, store, month)
    targets = [
        row for row in world.rows("target", store)
        if row["kpi_code"] == "revenue" and row["month"] == month
    ]  # fmt: skip
    if actual is None or not targets:
        return None
    newest = max(targets, key=lambda row: row.get("version") or 0)
    return actual, Fraction(newest["value_milli"], 1000)


def margin_of(in_revenue: Keep, in_cost: Keep, whole: bool) -> StoreMeasure:
    """(revenue - cost) / revenue; none where no line says what it cost."""

    def margin(world: World, store: str, month: str) -> Pair | None:
        costs = [
            money.cost_fen for money in world.external(store, month)
            if in_cost(money) and money.cost_fen is not None
        ]  # fmt: skip
        sales = revenue_amount(world, store, month) if whole else amount(world, store, month, in_revenue)
        return None if not costs or sales is None else (sales - yuan(sum(costs)), sales)

    return margin


def revenue_per_visit(world: World, store: str, month: str) -> Pair | None:
    value = revenue_amount(world, store, month)
    return None if value is None else (value, Fraction(len(world.settled_visits(store, month))))


def share_of_revenue(keep: Keep) -> StoreMeasure:
    def share(world: World, store: str, month: str) -> Pair | None:
        value = revenue_amount(world, store, month)
        if value is None or (store, month) not in world.trading:
            return None
        return amount(world, store, month, keep), value

    return share


def finance_pair(above: str, below: str, less: str | None = None) -> StoreMeasure:
    def pair(world: World, store: str, month: str) -> Pair | None:
        for row in world.rows("finance_month", store):
            if row["month"] == month and row.get(above) is not None and row.get(below) is not None:
                taken = (row.get(less) or 0) if less else 0
                return yuan(row[above]), yuan(row[below] - taken)
        return None

    return pair


def personnel_cost_ratio(world: World, store: str, month: str) -> Pair | None:
    value = revenue_amount(world, store, month)
    for row in world.rows("finance_month", store):
        if row["month"] == month and row.get("personnel_cost_fen") is not None and value is not None:
            return yuan(row["personnel_cost_fen"]), value
    return None


def parts_labour_ratio(world: World, store: str, month: str) -> Pair:
    def mechanical(money: Money) -> bool:
        order = money.order
        return money.payer == "CP" and order.get("biz_type") != "accident" and not order.counter_sale

    parts = amount(world, store, month, lambda money: mechanical(money) and money.part == "parts")
    labour = amount(world, store, month, lambda money: mechanical(money) and money.part == "labour")
    return parts, labour


def effective_labour_rate(world: World, store: str, month: str) -> Pair:
    lines = [
        money for money in world.external(store, month)
        if money.part == "labour" and money.hours_milli and money.fen
    ]  # fmt: skip
    return yuan(sum(line.fen for line in lines)), hours(sum(line.hours_milli or 0 for line in lines))


def sold_hours(world: World, store: str, month: str) -> Fraction | None:
    """Standard hours of the external settled labour lines; none where no line carries hours."""
    own = [
        money.hours_milli for money in world.external(store, month)
        if money.part == "labour" and money.hours_milli is not None
    ]  # fmt: skip
    return hours(sum(own)) if own else None


def hours_per_visit(world: World, store: str, month: str) -> Pair | None:
    sold = sold_hours(world, store, month)
    return None if sold is None else (sold, Fraction(len(world.settled_visits(store, month))))


def discount_ratio(world: World, store: str, month: str) -> Pair:
    given = listed = 0
    for money in world.external(store, month):
        if money.payer == "CP" and money.part != "misc" and money.list_fen is not None:
            given += money.list_fen - money.fen
            listed += money.list_fen
    return yuan(given), yuan(listed)


def customer_pays(visit: Visit) -> bool:
    return any(
        line.get("payer") == "CP"
        for order in visit.orders if order.settled
        for line in order.labour + order.parts + order.misc
    )  # fmt: skip


def promotion_share(world: World, store: str, month: str) -> Pair:
    paid = [visit for visit in world.settled_visits(store, month) if customer_pays(visit)]
    promoted = [
        visit for visit in paid
        if any(order.settled and order.get("promo_id") for order in visit.orders)
    ]  # fmt: skip
    return Fraction(len(promoted)), Fraction(len(paid))


def revenue_of_year(world: World, stores: list[str], month: str) -> Fraction:
    total = Fraction(0)
    for store in stores:
        for one in ending_with(month, 12):
            total += revenue_amount(world, store, one) or 0
    return total


METRICS: dict[str, tuple[int, PlaceMeasure]] = {
    "revenue": (1, summed(revenue)),
    "labour-revenue": (1, summed(total_of(lambda money: money.part == "labour"))),
    "parts-revenue": (1, summed(total_of(lambda money: money.part == "parts"))),
    "accessory-revenue": (1, summed(total_of(lambda money: money.part == "accessory"))),
    "value-added-revenue": (1, summed(value_added_revenue)),
    "internal-revenue": (1, summed(internal_revenue)),
    "revenue-attainment": (100, summed(attainment)),
    "gross-margin": (100, summed(margin_of(lambda _: True, lambda _: True, whole=True))),
    "labour-gross-margin": (100, summed(margin_of(
        lambda money: money.part == "labour", lambda money: money.part == "labour", whole=False))),
    "parts-gross-margin": (100, summed(margin_of(
        lambda money: money.part == "parts", lambda money: money.part == "parts", whole=False))),
    "revenue-per-visit": (1, summed(revenue_per_visit)),
    "absorption": (100, summed(
        finance_pair("gp_aftersales_fen", "overhead_total_fen", "newcar_variable_fen"))),
    "personnel-cost-ratio": (100, summed(personnel_cost_ratio)),
    "operating-expense-ratio": (100, summed(finance_pair("opex_aftersales_fen", "gp_aftersales_fen"))),
    "parts-labour-ratio": (1, summed(parts_labour_ratio)),
    "accident-share": (100, summed(
        share_of_revenue(lambda money: money.order.get("biz_type") == "accident"))),
    "warranty-share": (100, summed(share_of_revenue(lambda money: money.payer == "WAR"))),
    "effective-labour-rate": (1, summed(effective_labour_rate)),
    "hours-per-visit": (1, summed(hours_per_visit)),
    "discount-ratio": (100, summed(discount_ratio)),
    "promotion-share": (100, summed(promotion_share)),
    "visits": (1, summed(visit_count)),
    "visits/vehicles": (1, summed(vehicle_count)),
    "ro-count": (1, summed(ro_count)),
}  # fmt: skip
