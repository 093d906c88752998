"""Small, nasty regions: what Hypothesis draws to find where two implementations part.

Days cluster round month ends and leap days, so that windows, cohorts and month axes meet their
edges often; stores share order numbers and vehicles; anything optional is often missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from naive import holdings, staffing
from naive.orders import Row
from naive.periods import month_of

STORES = ["A", "B", "C"]
MONTHS = ["2024-02", "2024-03", "2025-01", "2025-02", "2025-03", "2026-02", "2026-03", "2027-06"]
EDGES = [
    date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 31),
    date(2025, 1, 30), date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 30),
    date(2023, 12, 31), date(2026, 2, 28), date(2026, 3, 2),
]  # fmt: skip
AS_OF = [
    date(2024, 3, 30), date(2024, 3, 31), date(2025, 2, 28), date(2025, 3, 30), date(2025, 4, 29),
    date(2025, 4, 30), date(2026, 3, 1), date(2026, 3, 31), date(2026, 5, 1), date(2027, 6, 30),
]  # fmt: skip
VINS = ["V1", "V2", "V3"]
Draw = Any  # Hypothesis' drawing function


@dataclass(frozen=True)
class Question:
    """Facts and what is asked of them."""

    facts: dict[str, list[Row]]
    stores: list[str]
    months: list[str]
    as_of: date


pick = st.sampled_from
stores = pick([*STORES[:2], *STORES])
days = st.builds(
    lambda edge, more: edge + timedelta(days=more), pick(EDGES), pick([0, 0, 0, 0, 1, 2, 3, 14, 29, 30, 31])
)
clocks = pick([time(0), time(9), time(9, 30), time(23, 59)])
moments = st.builds(datetime.combine, days, clocks)
minutes = st.builds(lambda count: timedelta(minutes=count), pick([-30, 0, 10, 15, 16, 90, 120, 150]))
waits = st.builds(
    lambda count, hours: timedelta(days=count, hours=hours), pick([0, 0, 0, 1, 2, 30, 31]), pick([0, 4, 7])
)
fen = pick([0, 1, 5000, 10000, 12345, 99999, -5000])
vins = pick([*VINS, *VINS, None])
payers = pick(["CP", "CP", "CP", "WAR", "INS", "PKG", "INT", None])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy, strategy)


@st.composite
def order_rows(draw: Draw, store: str, number: str, others: list[str]) -> list[Row]:
    """One order, sometimes with a reversal and a second settlement after it."""
    opened = draw(moments)
    settled = opened + draw(waits) if draw(pick([True, True, True, False])) else None
    promised = opened + draw(waits) if draw(st.booleans()) else None
    edited = draw(st.booleans())
    row: Row = {
        "store": store, "ro_no": number,
        "parent_ro_no": draw(pick([None, None, None, "unknown", *others[-3:]])),
        "vin": draw(vins), "plate": draw(pick([None, "P1", "P2"])),
        "arrived_at": opened - draw(minutes) if draw(st.booleans()) else None,
        "opened_at": opened,
        "promised_first": promised,
        "promised_last": promised + timedelta(hours=5) if promised and edited else promised,
        "promise_changed": bool(promised and edited),
        "completed_at": (promised or opened) + draw(minutes) if draw(st.booleans()) else None,
        "delivered_at": opened + draw(waits) if draw(st.booleans()) else None,
        "settled_at": settled,
        "ro_type": draw(pick(["repair", "repair", "repair", "rework", "rework", "claim", "sale", None])),
        "biz_type": draw(pick([
            "maintenance", "maintenance", "maintenance", "repair", "repair", "repair",
            "accident", "warranty", "wash", "accessories", "internal", "other", None,
        ])),
        "status": draw(pick(["settled"] * 9 + ["void"])),
        "is_void": draw(pick([False] * 9 + [True, None])),
        "is_internal": draw(pick([False] * 9 + [True, None])),
        "is_reversal": False, "surviving": True,
        "mileage_in": draw(pick([None, 10000, 11500, 12000, 12001, 14500])),
        "mileage_out": draw(pick([None, None, 10000, 10010])),
        "complaint_text": draw(pick([None, None, "", "noise", "leak"])),
        "promo_id": draw(pick([None, None, "P-1"])),
        "sa_id": draw(pick([None, "Lin", "Lin", "Mei"])),
        "appt_no": draw(pick([None, None, "N1", "N2", "nowhere"])),
    }  # fmt: skip
    row["biz_type_text"] = "精品销售" if row["biz_type"] == "accessories" and edited else row["biz_type"]
    called = draw(pick([None, None, -1, 0, 3, 4]))
    if called is not None:
        left = row["delivered_at"] or settled or opened
        row["follow_up_date"] = left.date() + timedelta(days=called)
    for name in ("labour_total_fen", "parts_total_fen", "misc_total_fen", "net_total_fen"):
        row[name] = draw(pick([None, None, 0, 7000, 20000]))
    return reversed_rows(row, draw(waits)) if settled and draw(pick([False] * 4 + [True])) else [row]


def reversed_rows(row: Row, later: timedelta) -> list[Row]:
    """The first settlement, its negative, and the settlement that stands."""
    again = row["settled_at"] + later
    totals = {name: -(value or 0) for name, value in row.items() if name.endswith("_total_fen")}
    negative = totals | {"settled_at": again, "status": "reversed", "is_reversal": True}
    return [
        row | {"surviving": False},
        row | negative | {"surviving": False},
        row | {"settled_at": again},
    ]


@st.composite
def labour_lines(draw: Draw, store: str, number: str) -> Row:
    net = draw(fen)
    return {
        "store": store, "ro_no": number, "payer": draw(payers), "net_amount_fen": net,
        "list_amount_fen": draw(pick([None, net, net + 1000])),
        "cost_amount_fen": draw(pick([None, None, 0, 4000])),
        "std_hours_milli": draw(pick([None, 0, 500, 1200, -1200])),
        "op_code": draw(pick([None, "", "OP1", "OP2", "OP3"])),
    }  # fmt: skip


@st.composite
def part_lines(draw: Draw, store: str, number: str) -> Row:
    net = draw(fen)
    return {
        "store": store, "ro_no": number, "payer": draw(payers), "net_amount_fen": net,
        "part_class": draw(pick([None, None, "accessory", "care"])),
        "list_amount_fen": draw(pick([None, net, net + 700])),
        "cost_amount_fen": draw(pick([None, 0, 3000])),
        "issued_at": draw(maybe(moments)), "is_return": draw(pick([None, False, False, True])),
    }  # fmt: skip


@st.composite
def misc_lines(draw: Draw, store: str, number: str) -> Row:
    return {"store": store, "ro_no": number, "amount_fen": draw(fen), "payer": draw(payers)}


@st.composite
def order_facts(draw: Draw) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {"repair_order": [], "ro_labour": [], "ro_part": [], "ro_misc": []}
    for store in STORES[: draw(pick([1, 2, 2, 3]))]:
        numbers = [str(at) for at in range(1, 1 + draw(pick([0, 1, 2, 6, 10, 16, 20])))]
        for at, number in enumerate(numbers):
            found["repair_order"] += draw(order_rows(store, number, numbers[:at]))
        for number in [*numbers, "orphan"]:
            found["ro_labour"] += draw(st.lists(labour_lines(store, number), max_size=2))
            found["ro_part"] += draw(st.lists(part_lines(store, number), max_size=1))
            found["ro_misc"] += draw(st.lists(misc_lines(store, number), max_size=1))
    return found


@st.composite
def vehicles(draw: Draw, vin: str) -> Row:
    return {
        "store": draw(stores), "vin": vin, "sold_by": draw(pick([None, *STORES])),
        "sale_date": draw(maybe(pick([
            date(2018, 3, 31), date(2019, 2, 28), date(2020, 2, 29), date(2022, 3, 1), date(2025, 2, 28),
            *[date(2024, 2, 29), date(2024, 3, 1)] * 3,
        ]))),
        "registered_date": draw(pick([None, date(2021, 2, 28)])),
        "warranty_end": draw(pick([None, date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28)])),
    }  # fmt: skip


@st.composite
def appointments(draw: Draw, number: str) -> Row:
    planned = draw(moments)
    return {
        "store": draw(stores), "appt_no": number, "planned_at": planned,
        "created_at": planned - draw(minutes) if draw(pick([True, True, False])) else None,
        "arrived_at": draw(pick([None, planned])),
        "status": draw(pick([
            "not-arrived", "cancelled", "late", "early", "on-time", "arrived", "booked", None,
        ])),
        "vin": draw(vins), "ro_no": draw(pick([None, None, "1", "2"])),
    }  # fmt: skip


@st.composite
def surveys(draw: Draw, number: int) -> Row:
    return {
        "store": draw(stores), "survey_id": str(number), "service_date": draw(days),
        "answered_at": draw(maybe(moments)),
        "score_milli": draw(pick([None, 0, 85500, 100000])),
        "fixed_first_time": draw(pick([None, True, True, False])),
        "nps_score_milli": draw(pick([None, 0, 6000, 7000, 8000, 9000, 10000])),
    }  # fmt: skip


@st.composite
def complaints(draw: Draw, number: int) -> Row:
    received = draw(moments)
    reactions = pick(
        [None, *(timedelta(hours=24 * count, minutes=more) for count in (0, 1, 3) for more in (0, 1))]
    )
    first, closed = draw(reactions), draw(reactions)
    return {
        "store": draw(stores), "complaint_no": str(number), "received_at": received,
        "first_contact_at": None if first is None else received + first,
        "closed_at": None if closed is None else received + closed,
    }  # fmt: skip


def some(strategy: Any, most: int) -> st.SearchStrategy[list[Row]]:
    """Up to `most` rows, each drawn for its own number."""
    return st.integers(0, most).flatmap(lambda count: st.tuples(*map(strategy, range(count))).map(list))


@st.composite
def accounts(draw: Draw) -> dict[str, list[Row]]:
    money = pick([None, 0, 100000, 250000])
    keys = [(store, month) for store in STORES for month in MONTHS[:5]]
    chosen = draw(st.lists(pick(keys), unique=True, max_size=8))
    finance = [
        {"store": store, "month": month} | {
            name: draw(money) for name in (
                "gp_aftersales_fen", "overhead_total_fen", "newcar_variable_fen", "personnel_cost_fen",
                "opex_aftersales_fen",
            )
        } for store, month in chosen
    ]  # fmt: skip
    versions = draw(st.lists(st.tuples(pick(keys), pick([1, 2, 3])), unique=True, max_size=8))
    targets = [
        {
            "store": store, "month": month, "version": version,
            "value_milli": draw(pick([0, 150000, 500050])),
            "kpi_code": draw(pick(["revenue", "revenue", "revenue", "visits"])),
        } for (store, month), version in versions
    ]  # fmt: skip
    return {"finance_month": finance, "target": targets}


@st.composite
def products(draw: Draw, number: int) -> Row:
    return {
        "store": draw(stores), "contract_no": str(number), "sold_at": draw(days),
        "amount_fen": 800000, "income_fen": draw(pick([None, 80000])),
        "vin": draw(vins), "kind": draw(pick([None, "延保", "延保", "保养套餐"])),
    }  # fmt: skip


@st.composite
def policies(draw: Draw, number: int) -> Row:
    start = draw(days)
    if number % 2:  # near the end of one that began on an edge, so that it may renew it
        start = date(2024, 2, 29) + timedelta(days=364 + draw(pick([-61, -60, 0, 1, 30, 31])))
    else:
        start = draw(pick([date(2024, 2, 29), start]))
    return {
        "store": draw(pick(["A", "A", "B"])), "policy_no": str(number), "start": start,
        "sold_at": draw(pick([None, start])), "end": start + timedelta(days=364),
        "through_store": draw(pick([True, True, False, None])),
        "premium_fen": 500000, "commission_fen": draw(pick([None, 50000])),
        "vin": draw(pick(["V1", "V1", "V1", "V2", None])), "plate": draw(pick([None, "P1"])),
        "product": draw(pick([None, None, "full", "full", "compulsory"])),
    }  # fmt: skip


@st.composite
def facts(draw: Draw) -> dict[str, list[Row]]:
    """A whole region of up to three stores; rows carry the line they stand for."""
    found: dict[str, list[Row]] = {
        **draw(order_facts()),
        "vehicle": [draw(vehicles(vin)) for vin in VINS],
        "appointment": [
            draw(appointments(number)) for number in ("N1", "N2", "N3")[: draw(st.integers(0, 3))]
        ],
        "survey": draw(some(surveys, 4)),
        "complaint": draw(some(complaints, 3)),
        "service_product": draw(some(products, 2)),
        "insurance_policy": draw(some(policies, 2)),
        **draw(accounts()),
        **draw(staffing.team_facts(STORES, days)),
    }
    return numbered(found)


def numbered(found: dict[str, list[Row]]) -> dict[str, list[Row]]:
    for rows in found.values():
        for line, row in enumerate(rows, 2):
            row["line"] = line
    return found


@st.composite
def held_facts(draw: Draw) -> dict[str, list[Row]]:
    """A region with few orders, for what is held besides them; all in one would be too large to draw."""
    chosen = draw(
        pick(
            [
                "contracts",
                "contracts",
                "issues",
                "issues",
                "issues",
                *holdings.SORTS * 2,
                "inspection",
                "ledger",
            ]
        )
    )
    found: dict[str, list[Row]] = {"vehicle": [draw(vehicles(vin)) for vin in VINS]}
    plain = pick([*VINS[:2], *VINS[:1] * 2])
    found["repair_order"] = [
        {
            "store": draw(pick(STORES[:2])), "ro_no": str(number), "vin": draw(plain), "surviving": True,
            "opened_at": (at := draw(moments)), "settled_at": at + draw(waits), "status": "settled",
            "biz_type": draw(pick(["warranty", "warranty", "maintenance", "wash"])), "ro_type": "repair",
            "delivered_at": draw(pick([None, at + timedelta(days=19, hours=23), at + timedelta(days=10)])),
            "complaint_text": draw(pick([None, "leak", "leak"])), "sa_id": draw(pick([None, "Lin", "Mei"])),
            "mileage_in": draw(pick([None, 49_000, 50_001])),
        } for number in range(draw(pick([2, 4, 8])))
    ]  # fmt: skip
    if chosen == "contracts":
        found["service_product"] = draw(some(products, 4))
        for row in found["service_product"]:  # about the days on which most vehicles are sold
            row["sold_at"] = date(2024, 2, 29) + timedelta(days=draw(pick([0, 0, 30, 31])))
            row["store"] = draw(pick([car["sold_by"] or "A" for car in found["vehicle"]]))
        found["insurance_policy"] = draw(some(policies, 6))
    elif chosen == "issues":
        lines = [draw(part_lines(row["store"], row["ro_no"])) for row in found["repair_order"]]
        jobs = [draw(labour_lines(row["store"], row["ro_no"])) for row in found["repair_order"]]
        for line, row in zip(lines, found["repair_order"], strict=True):
            line["issued_at"] = draw(pick([row["opened_at"], line["issued_at"]]))
        found |= {"ro_part": lines, "ro_labour": jobs}
    else:
        for kind, rows in draw(holdings.facts(chosen, STORES, days)).items():
            found[kind] = found.get(kind, []) + rows
        for row in found.get("inspection", []):
            order = draw(pick(found["repair_order"]))
            row["date"] = draw(pick([row["date"], order["settled_at"].date()]))
    return numbered(found)


@st.composite
def held_questions(draw: Draw) -> Question:
    return Question(draw(held_facts()), STORES, MONTHS, draw(pick(AS_OF[4:])))


@st.composite
def promised_questions(draw: Draw) -> Question:
    """Improvements by themselves: drawn beside the rest they would change every region of it."""
    found = {"improvement": draw(holdings.improvements(STORES, days))}
    return Question(numbered(found), STORES, MONTHS, draw(pick(AS_OF[4:])))


@st.composite
def questions(draw: Draw) -> Question:
    """Facts, all edge months and one more, and the day up to which windows have elapsed."""
    drawn = draw(facts())
    opened = sorted({month_of(row["opened_at"]) for row in drawn["repair_order"]})
    months = sorted({*MONTHS, *opened[-1:]})
    return Question(drawn, STORES, months, draw(pick(AS_OF)))
