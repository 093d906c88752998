"""What the small regions hold besides orders: bays, parts stock, receivables, inspections."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from naive.orders import Row
from naive.periods import ending_with, last_day

ENDS = [date(2024, 2, 29), date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)]
pick = st.sampled_from
Draw = Any


@st.composite
def receivables(draw: Draw, stores: list[str]) -> list[Row]:
    rows = []
    for number in range(draw(pick([0, 3, 8]))):
        since = draw(
            pick([date(2023, 1, 31), date(2023, 2, 28), *[date(2024, 2, 29), date(2025, 2, 28)] * 2])
        )
        rows.append({
            "store": draw(pick([*stores[:1] * 4, *stores])), "settle_no": str(number),
            "ro_no": draw(pick([None, None, None, "1", "nowhere"])),
            "receivable_fen": draw(pick([-5000, 0, 10000, 10000, 33333])),
            "received_fen": draw(pick([None, 0, 10000])), "waived_fen": draw(pick([None, 0, 100])),
            "open_amount_fen": draw(pick([None, None, 0, 7000])),
            "due_date": draw(pick([None, since, since, since])),
            "cleared_at": draw(pick([None, None, since, *ENDS])),
            "is_cleared": draw(pick([None, False, False, True])),
        })  # fmt: skip
    return rows


@st.composite
def stock(draw: Draw, stores: list[str]) -> dict[str, list[Row]]:
    """Stock lists of a store, of a single month end or of thirteen in a row with a sale each month."""
    store, years = draw(pick(stores)), draw(pick([0, 0, 1]))
    months = ending_with(draw(pick(["2025-02", "2025-03"])), 13 if years else draw(pick([0, 1])))
    listed: list[Row] = []
    for at, month in enumerate(months):
        end = last_day(month)
        listed.append(draw(part(store, "P1", end, known=bool(years))))
        if at % 4 == 0:
            listed.append(draw(part(store, "P2", draw(pick([end, end.replace(day=10)])), known=False)))
    return {"part_stock": listed} | (draw(sales(store)) if years else {})


@st.composite
def part(draw: Draw, store: str, number: str, day: date, *, known: bool) -> Row:
    """`known`: its cost is told, and nothing else."""
    row: Row = {"store": store, "part_no": number, "date": day}
    if known:
        return row | {"cost_amount_fen": draw(pick([0, 20000, 54321])), "last_out": date(2024, 2, 29)}
    moved = pick([None, *ENDS, date(2024, 2, 28), date(2024, 8, 31), date(2024, 9, 1), date(2023, 2, 28)])
    return row | {
        "cost_amount_fen": draw(pick([None, 0, 20000])),
        "qty_milli": draw(pick([1500, 1500, None])), "unit_cost_fen": draw(pick([333, 333, None])),
        "last_in": draw(moved), "last_out": draw(moved),
    }  # fmt: skip


@st.composite
def sales(draw: Draw, store: str) -> dict[str, list[Row]]:
    """A part sold over the counter every month, so that a whole year of cost is known."""
    found: dict[str, list[Row]] = {"repair_order": [], "ro_part": []}
    costs = draw(pick([[1000], [1000, 2000], [0, 2500, 1000]]))
    for at_month, month in enumerate(ending_with("2025-03", 13)):
        at = datetime.combine(last_day(month), time(9))
        order = {"store": store, "ro_no": f"sale {month}", "surviving": True}
        found["repair_order"].append(
            order | {"opened_at": at, "settled_at": at, "ro_type": "sale", "status": "settled"}
        )
        line = {"payer": "CP", "net_amount_fen": 3000, "cost_amount_fen": costs[at_month % len(costs)]}
        found["ro_part"].append({"store": store, "ro_no": order["ro_no"]} | line)
    return found


@st.composite
def demand(draw: Draw, stores: list[str], days: st.SearchStrategy[date]) -> list[Row]:
    return [
        {
            "store": draw(pick(stores)), "demand_id": str(number), "part_no": "P1",
            "requested_at": datetime.combine(draw(days), time(23, 59)),
            "qty_req_milli": draw(pick([None, 0, 2000])), "qty_first_milli": draw(pick([None, 1000, 2000])),
            "outcome": draw(pick([None, "现货", "急件", "other"])),
        } for number in range(draw(pick([0, 3, 6])))
    ]  # fmt: skip


@st.composite
def inspections(draw: Draw, stores: list[str], days: st.SearchStrategy[date]) -> list[Row]:
    sorts = {
        str(number): draw(pick(["神秘客", "神秘客", "神秘客", "巡店", "视频抽查", None]))
        for number in range(4)
    }
    keys = st.tuples(pick(stores), pick(list(sorts)), pick(["A1", "A2"]))
    return [
        {
            "store": store, "insp_id": number, "kind": sorts[number], "item_code": item, "date": draw(days),
            "score_milli": draw(pick([5000, 10000, 0, None])),
            "max_score_milli": draw(pick([10000, 10000, 10000, 10000, None, 0])),
            "deduction_milli": draw(pick([None, 2000])), "applicable": draw(pick([True, None, False])),
        } for store, number, item in draw(st.lists(keys, unique=True, max_size=draw(pick([10, 6, 0]))))
    ]  # fmt: skip


@st.composite
def bays(draw: Draw, stores: list[str]) -> list[Row]:
    return [
        {
            "store": store, "store_name": store,
            "bays_mech": draw(pick([None, 0, 3])), "bays_body": draw(pick([None, 2])),
        } for store in draw(st.lists(pick(stores), unique=True))
    ]  # fmt: skip


@st.composite
def improvements(draw: Draw, stores: list[str], days: st.SearchStrategy[date]) -> list[Row]:
    keys = st.tuples(pick(stores), pick(["G1", "G2", "G3", "G4"]))
    return [
        {
            "store": store, "improvement_no": number, "due_date": (due := draw(days)),
            "verified_on": draw(pick([None, due, due - timedelta(days=40), due + timedelta(days=1)])),
        } for store, number in draw(st.lists(keys, unique=True, max_size=draw(pick([8, 4, 0]))))
    ]  # fmt: skip


SORTS = ("ledger", "stock", "inspection", "other")


@st.composite
def facts(draw: Draw, chosen: str, stores: list[str], days: st.SearchStrategy[date]) -> dict[str, list[Row]]:
    """The facts of one of the sorts."""
    match chosen:
        case "ledger":
            return {"receivable": draw(receivables(stores))}
        case "stock":
            return draw(stock(stores))
        case "inspection":
            return {"inspection": draw(inspections(stores, days))}
        case _:
            return {"part_demand": draw(demand(stores, days)), "store": draw(bays(stores))}
