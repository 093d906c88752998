"""Money tied up: receivables and parts stock (dictionary F17-F19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from naive.orders import Row
from naive.periods import ending_with, last_day, month_of, months_later
from naive.world import Pair, StoreMeasure, World, summed, yuan

Of = Callable[[World, str, str], Fraction | None]


def owed_since(world: World, row: Row) -> date | None:
    order = world.orders.get((row["store"], row.get("ro_no") or ""))
    if order is not None and order.settled:
        return order.row["settled_at"].date()
    return row.get("due_date")


def on_credit(world: World, store: str) -> list[tuple[date, date | None, int, int]]:
    """Since when, until when, billed and owed (fen) of every document on credit."""
    found = []
    for row in world.rows("receivable", store):
        since, cleared = owed_since(world, row), row.get("cleared_at")
        billed = row["receivable_fen"] - (row.get("waived_fen") or 0)
        still = row.get("open_amount_fen")
        if still is None:
            still = billed - (row.get("received_fen") or 0)
        owed = still if cleared is None else billed
        paid_at_once = bool(row.get("is_cleared")) if cleared is None else since and cleared <= since
        if since is not None and not paid_at_once and billed > 0 and owed > 0:
            found.append((since, cleared, billed, owed))
    return found


def owed_at(world: World, store: str, month: str) -> Fraction | None:
    """What was owed at the month end; unknown before the first document."""
    documents = on_credit(world, store)
    end = last_day(month)
    if not documents or all(since > end for since, *_ in documents):
        return None
    return yuan(
        sum(
            owed for since, cleared, _, owed in documents
            if since <= end and (cleared is None or month_of(cleared) > month)
        )
    )  # fmt: skip


def mean_of(of: Of, world: World, store: str, month: str, ends: int = 13) -> Fraction | None:
    values = [of(world, store, one) for one in ending_with(month, ends)]
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / ends if len(known) == ends else None


def receivable_days(world: World, store: str, month: str) -> Pair | None:
    mean = mean_of(owed_at, world, store, month)
    year = ending_with(month, 12)
    billed = [amount for since, _, amount, _ in on_credit(world, store) if month_of(since) in year]
    return None if mean is None else (mean, yuan(sum(billed)))


def last_list(world: World, store: str, month: str) -> list[Row]:
    rows = world.rows_in("part_stock", store, "date", month)
    newest = max((row["date"] for row in rows), default=None)
    return [row for row in rows if row["date"] == newest]


def at_cost(row: Row) -> int | None:
    if row.get("cost_amount_fen") is not None:
        return row["cost_amount_fen"]
    if row.get("qty_milli") is None or row.get("unit_cost_fen") is None:
        return None
    return row["qty_milli"] * row["unit_cost_fen"] // 1000


def stock(world: World, store: str, month: str) -> Fraction | None:
    known = [cost for row in last_list(world, store, month) if (cost := at_cost(row)) is not None]
    return yuan(sum(known)) if known else None


def parts_cost(world: World, store: str, month: str) -> Fraction | None:
    known = [
        money.cost_fen for money in world.money[store, month]
        if money.part in ("parts", "accessory") and money.cost_fen is not None
    ]  # fmt: skip
    return yuan(sum(known)) if known else None


def stock_and_sales(world: World, store: str, month: str) -> tuple[Fraction, Fraction] | None:
    mean = mean_of(stock, world, store, month)
    sold = mean_of(parts_cost, world, store, month, 12)
    return None if mean is None or sold is None else (mean, sold * 12)


def stock_turn(world: World, store: str, month: str) -> Pair | None:
    found = stock_and_sales(world, store, month)
    return None if found is None else (found[1], found[0])


def obsolete(months: int) -> StoreMeasure:
    def share(world: World, store: str, month: str) -> Pair | None:
        idle = dated = 0
        known = False
        for row in last_list(world, store, month):
            moved, cost = row.get("last_out") or row.get("last_in"), at_cost(row)
            if moved is None or cost is None:
                continue
            known = True
            dated += cost
            idle += cost if months_later(moved, months) <= row["date"] else 0
        return (yuan(idle), yuan(dated)) if known else None

    return share


METRICS = {
    "receivable-days": (365, summed(receivable_days)),
    "parts-stock-turn": (1, summed(stock_turn)),
    "parts-stock-days": (365, summed(stock_and_sales)),
    "obsolete-stock-share": (100, summed(obsolete(12))),
    "obsolete-stock-share/six-months": (100, summed(obsolete(6))),
}
