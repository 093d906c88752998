"""Orders, the money of their lines, and the visits they make (clarifications 33-35, 42-47, 71-74)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from naive.periods import month_of

Row = dict[str, Any]
ACCESSORY_CLASSES = {"accessory", "care"}


@dataclass
class Order:
    """One order number of one store: its surviving row decides what the order is."""

    store: str
    number: str
    row: Row
    rows: list[Row] = field(default_factory=list)
    labour: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)
    misc: list[Row] = field(default_factory=list)

    def get(self, name: str) -> Any:
        return self.row.get(name)

    @property
    def internal(self) -> bool:
        return bool(self.get("is_internal") or self.get("biz_type") == "internal")

    @property
    def counter_sale(self) -> bool:
        return bool(self.get("ro_type") == "sale" or self.get("biz_type_text") == "精品销售")

    @property
    def rework(self) -> bool:
        return bool(self.get("ro_type") == "rework")

    @property
    def settled(self) -> bool:
        return self.get("settled_at") is not None

    @property
    def makes_visit(self) -> bool:
        return not self.internal and not self.counter_sale

    @property
    def header_only(self) -> bool:
        return not self.labour and not self.parts


@dataclass(frozen=True)
class Money:
    """One amount that counts in one month: a line, or a total of an order without lines."""

    order: Order
    month: str
    part: str  # labour, parts, accessory or misc
    fen: int
    payer: str | None = None
    cost_fen: int | None = None
    list_fen: int | None = None
    hours_milli: int | None = None

    @property
    def external(self) -> bool:
        return not self.order.internal and self.payer != "INT"


@dataclass
class Visit:
    """Orders that belong to one call of one vehicle at one store."""

    store: str
    vin: str | None
    orders: list[Order]

    def moments(self, name: str) -> list[datetime]:
        return [order.row[name] for order in self.orders if order.get(name) is not None]

    def has_category(self, *codes: str) -> bool:
        return any(order.get("biz_type") in codes for order in self.orders)

    def only_category(self, code: str) -> bool:
        return all(order.get("biz_type") == code for order in self.orders)

    @property
    def opened_at(self) -> datetime:
        return min(self.moments("opened_at"))

    @property
    def opened_on(self) -> date:
        return self.opened_at.date()

    @property
    def arrived_at(self) -> datetime:
        return min(self.moments("arrived_at") or self.moments("opened_at"))

    @property
    def settled_at(self) -> datetime | None:
        return min(self.moments("settled_at"), default=None)

    @property
    def settled(self) -> bool:
        return self.settled_at is not None

    @property
    def settled_month(self) -> str | None:
        return month_of(self.settled_at) if self.settled_at else None

    @property
    def delivered_at(self) -> datetime | None:
        """The last delivery; the first settlement where no order of the visit has a delivery."""
        return max(self.moments("delivered_at"), default=self.settled_at)

    @property
    def delivered_month(self) -> str | None:
        return month_of(self.delivered_at) if self.settled and self.delivered_at else None

    @property
    def qualifies(self) -> bool:
        return self.settled and not self.only_category("wash")

    @property
    def retains(self) -> bool:
        return self.qualifies and not self.only_category("accident")

    @property
    def maintenance(self) -> bool:
        return self.settled and self.has_category("maintenance")

    @property
    def rework(self) -> bool:
        return any(order.rework for order in self.orders)

    @property
    def repair(self) -> bool:
        return self.settled and not self.rework and self.has_category("repair", "accident", "warranty")


def orders_of(facts: dict[str, list[Row]], stores: list[str]) -> dict[tuple[str, str], Order]:
    """All orders that are not void, with their lines."""
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in facts.get("repair_order", []):
        if row["store"] in stores:
            rows[row["store"], row["ro_no"]].append(row)
    orders = {}
    for (store, number), own in rows.items():
        surviving = [row for row in own if row.get("surviving", True)]
        if surviving and not surviving[0].get("is_void") and surviving[0].get("status") != "void":
            orders[store, number] = Order(store, number, surviving[0], own)
    for kind, name in (("ro_labour", "labour"), ("ro_part", "parts"), ("ro_misc", "misc")):
        for row in facts.get(kind, []):
            if order := orders.get((row["store"], row["ro_no"])):
                getattr(order, name).append(row)
    return orders


def money_of(order: Order) -> list[Money]:
    """The lines in the month of the surviving settlement; totals where there is no line at all."""
    amounts = []
    if order.settled:
        month = month_of(order.row["settled_at"])
        amounts += [labour_money(order, month, line) for line in order.labour]
        amounts += [part_money(order, month, line) for line in order.parts]
        amounts += [
            Money(order, month, "misc", line["amount_fen"] or 0, line.get("payer")) for line in order.misc
        ]
    if order.header_only:
        amounts += header_money(order)
    return amounts


def labour_money(order: Order, month: str, line: Row) -> Money:
    return Money(
        order, month, "labour", line["net_amount_fen"] or 0, line.get("payer"),
        line.get("cost_amount_fen"), line.get("list_amount_fen"), line.get("std_hours_milli"),
    )  # fmt: skip


def part_money(order: Order, month: str, line: Row) -> Money:
    part = "accessory" if line.get("part_class") in ACCESSORY_CLASSES else "parts"
    return Money(
        order, month, part, line["net_amount_fen"] or 0, line.get("payer"),
        line.get("cost_amount_fen"), line.get("list_amount_fen"),
    )  # fmt: skip


def header_money(order: Order) -> list[Money]:
    """Every settled row, reversals too, in the month of its own settlement."""
    amounts = []
    for row in order.rows:
        if row.get("settled_at") is None:
            continue
        month = month_of(row["settled_at"])
        totals = {"labour": "labour_total_fen", "parts": "parts_total_fen"}
        if not order.misc:
            totals["misc"] = "misc_total_fen"
        parts = {part: row.get(name) for part, name in totals.items()}
        if "misc" in parts and all(amount is None for amount in parts.values()):
            parts["misc"] = row.get("net_total_fen")
        amounts += [Money(order, month, part, amount or 0) for part, amount in parts.items()]
    return amounts


def visits_of(orders: dict[tuple[str, str], Order]) -> list[Visit]:
    known = {key: order for key, order in orders.items() if order.makes_visit}
    groups: dict[tuple[Any, ...], list[Order]] = defaultdict(list)
    heads: dict[tuple[Any, ...], Order] = {}
    for order in known.values():
        head = head_of(order, known)
        key = visit_key(head)
        heads.setdefault(key, head)
        groups[key].append(order)
    return [Visit(heads[key].store, vin_of(heads[key], own), own) for key, own in groups.items()]


def vin_of(head: Order, own: list[Order]) -> str | None:
    """The head order's; where it has none, the least of the other orders'."""
    return head.get("vin") or min((order.row["vin"] for order in own if order.get("vin")), default=None)


def head_of(order: Order, known: dict[tuple[str, str], Order]) -> Order:
    """The order whose key the visit takes: up the parents, no further than a rework order."""
    chain = [order]
    while not chain[-1].rework:
        parent = known.get((order.store, chain[-1].get("parent_ro_no")))
        if parent is None:
            break
        if parent in chain:
            ring = chain[chain.index(parent) :]
            return min(ring, key=lambda one: (one.row["opened_at"], one.number))
        chain.append(parent)
    return chain[-1]


def visit_key(order: Order) -> tuple[Any, ...]:
    if order.rework:
        return order.store, "rework", order.number
    day = order.row["opened_at"].date()
    for name in ("vin", "plate"):
        if order.get(name):
            return order.store, name, order.get(name), day
    return order.store, "order", order.number, day
