"""Rules one by one: the smallest facts that show a rule, and the figure counted by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from naive.golden import visit_row
from naive.orders import Row

AS_OF = date(2026, 12, 31)


@dataclass(frozen=True)
class Case:
    rule: str
    slug: str
    month: str
    expected: dict[str, Fraction | int | None]  # by place
    facts: dict[str, list[Row]]
    as_of: date = AS_OF


def visit(day: str, vin: str = "V1", store: str = "A", **more: Any) -> Row:
    return visit_row(vin, date.fromisoformat(day), store, **more)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def labour(order: Row, yuan: int, payer: str = "CP", **more: object) -> Row:
    known = {"store": order["store"], "ro_no": order["ro_no"], "payer": payer, "net_amount_fen": yuan * 100}
    return known | more


def orders(*rows: Row, **kinds: list[Row]) -> dict[str, list[Row]]:
    return {"repair_order": list(rows), **kinds}


FIRST = visit("2025-03-10")
LONG_AGO = visit("2023-01-15", vin="V0")
MAINTENANCE = visit("2025-03-10", biz_type="maintenance")
LEAP = visit("2024-02-29", biz_type="maintenance")
REWORK: Row = {"ro_type": "rework", "biz_type": "repair"}

VISITS = [
    Case(
        "a store number is a key only within its store", "ro-count", "2025-03", {"A": 1, "B": 1, "region": 2},
        orders(visit("2025-03-10", ro_no="7"), visit("2025-03-10", store="B", ro_no="7")),
    ),
    Case(
        "two orders of one vehicle and day are one visit", "visits", "2025-03", {"A": 1, "B": None},
        orders(FIRST, visit("2025-03-10", ro_no="2")),
    ),
    Case(
        "a child of another day joins its parent", "visits", "2025-03", {"A": 1},
        orders(FIRST, visit("2025-03-12", parent_ro_no=FIRST["ro_no"])),
    ),
    Case(
        "a rework order makes its own visit, parent or not", "visits", "2025-03", {"A": 2},
        orders(FIRST, visit("2025-03-10", ro_no="2", parent_ro_no=FIRST["ro_no"], **REWORK)),
    ),
    Case(
        "a visit counts in the month of its first settlement", "visits", "2025-03", {"A": 1},
        orders(FIRST, visit("2025-03-10", ro_no="2", settled_at=at("2025-04-02 10:00"))),
    ),
    Case(
        "internal orders alone leave 0 visits, not none", "visits", "2025-03", {"A": 0, "region": 0},
        orders(visit("2025-03-10", is_internal=True)),
    ),
    Case(
        "a void order counts nowhere", "visits", "2025-03", {"A": None, "region": None},
        orders(visit("2025-03-10", is_void=True)),
    ),
    Case(
        "work in progress is what was open at the month end", "wip-orders", "2025-03", {"A": 1, "B": None},
        orders(
            visit("2025-03-31", settled_at=at("2025-04-01 08:00")),
            visit("2025-03-30", vin="V2", settled_at=at("2025-03-31 23:59")),
        ),
    ),
]  # fmt: skip

MONEY = [
    Case(
        "INT lines of an external order are internal", "internal-revenue", "2025-03", {"A": 30},
        orders(FIRST, ro_labour=[labour(FIRST, 100), labour(FIRST, 30, "INT")]),
    ),
    Case(
        "totals count only where there is no line", "revenue", "2025-03", {"A": 100},
        orders(FIRST | {"labour_total_fen": 70000}, ro_labour=[labour(FIRST, 100)]),
    ),
    Case(
        "rows of an order without lines count in their own months", "revenue", "2025-04", {"A": -50},
        orders(
            FIRST | {"surviving": False, "labour_total_fen": 70000},
            FIRST | {
                "surviving": False, "labour_total_fen": -70000, "is_reversal": True,
                "settled_at": at("2025-04-02 09:00"),
            },
            FIRST | {"labour_total_fen": 65000, "settled_at": at("2025-04-02 10:00")},
        ),
    ),
    Case(
        "only the commission of a policy is value added", "revenue", "2025-03", {"A": 900},
        orders(
            FIRST, ro_labour=[labour(FIRST, 100)],
            insurance_policy=[{
                "store": "A", "policy_no": "1", "sold_at": date(2025, 3, 2), "end": date(2026, 3, 2),
                "through_store": True, "premium_fen": 800000, "commission_fen": 80000,
            }],
        ),
    ),
    Case(
        "free hours count per visit", "hours-per-visit", "2025-03", {"A": 3},
        orders(FIRST, ro_labour=[
            labour(FIRST, 100, std_hours_milli=1000), labour(FIRST, 0, std_hours_milli=2000),
        ]),
    ),
    Case(
        "free hours do not count in the rate", "effective-labour-rate", "2025-03", {"A": 100},
        orders(FIRST, ro_labour=[
            labour(FIRST, 100, std_hours_milli=1000), labour(FIRST, 0, std_hours_milli=2000),
        ]),
    ),
    Case(
        "the highest version of a target counts", "revenue-attainment", "2025-03", {"A": 50, "region": 50},
        orders(
            FIRST, visit("2025-03-11", store="B", labour_total_fen=99900),
            ro_labour=[labour(FIRST, 100)],
            target=[
                {
                    "store": "A", "kpi_code": "revenue", "month": "2025-03", "version": version,
                    "value_milli": version * 100_000,
                } for version in (2, 1)
            ],
        ),
    ),
]  # fmt: skip


def fix(rule: str, expected: int | None, *later: Row, first: Row = FIRST, as_of: date = AS_OF) -> Case:
    return Case(rule, "first-time-fix", "2025-03", {"A": expected}, orders(first, *later), as_of)


def returning(day: str, **more: Any) -> Row:
    return visit(day, ro_no="later", **REWORK | {"parent_ro_no": FIRST["ro_no"]} | more)


COMEBACKS = [
    fix("day 30 after delivery is within the window", 0, returning("2025-04-09")),
    fix("day 31 is not", 100, returning("2025-04-10")),
    fix("a window that ends on the as-of day has elapsed", 100, as_of=date(2025, 4, 9)),
    fix("a window that ends later is in neither part", None, as_of=date(2025, 4, 8)),
    fix(
        "2,000 km is within", 0, returning("2025-03-20", mileage_in=12000),
        first=FIRST | {"mileage_out": 10000},
    ),
    fix(
        "2,001 km is not", 100, returning("2025-03-20", mileage_in=12001),
        first=FIRST | {"mileage_out": 10000},
    ),
    fix("rework without parent belongs to the latest repair", 0, returning("2025-03-20", parent_ro_no=None)),
    fix("a return for something else is no comeback", 100, visit("2025-03-20")),
    fix(
        "the same complaint is one, and the return is in the base too", 50,
        visit("2025-03-20", complaint_text="noise"),
        first=FIRST | {"complaint_text": "noise"},
    ),
    fix("maintenance is no repair", None, first=FIRST | {"biz_type": "maintenance"}),
]  # fmt: skip

CUSTOMERS = [
    Case(
        "returned 60 days before the due date", "maintenance-return-rate", "2026-03", {"A": 100},
        orders(MAINTENANCE, visit("2026-01-09", biz_type="maintenance")),
    ),
    Case(
        "a visit 61 days before moves the due date", "maintenance-return-rate", "2026-03", {"A": None},
        orders(MAINTENANCE, visit("2026-01-08", biz_type="maintenance")),
    ),
    Case(
        "29 February falls due on 28 February", "maintenance-return-rate", "2025-02", {"A": 0}, orders(LEAP),
        as_of=date(2025, 4, 29),
    ),
    Case(
        "a day short of 60 the case is open", "maintenance-return-rate", "2025-02", {"A": None}, orders(LEAP),
        as_of=date(2025, 4, 28),
    ),
    Case(
        "another store of the region returns it for the region", "maintenance-return-rate", "2026-03",
        {"A": 0, "B": None, "region": 100},
        orders(MAINTENANCE, visit("2026-03-01", store="B", biz_type="maintenance")),
    ),
    Case(
        "a vehicle of two stores is one vehicle of the region", "active-vehicles", "2024-06",
        {"A": 1, "B": None, "region": 1},
        orders(
            visit("2023-07-01", is_internal=True), visit("2024-06-01"), visit("2024-06-02", store="B"),
        ),
    ),
    Case(
        "wash-only visits make no active vehicle", "active-vehicles", "2025-03", {"A": 1},
        orders(LONG_AGO, FIRST, visit("2025-03-11", vin="V2", biz_type="wash")),
    ),
    Case(
        "an accident alone does not retain", "retention", "2025-03", {"A": 0},
        orders(LONG_AGO, visit("2024-03-10"), visit("2025-03-10", biz_type="accident")),
    ),
    Case(
        "but it belongs to the base", "retention", "2025-03", {"A": 100},
        orders(LONG_AGO, visit("2024-03-10", biz_type="accident"), FIRST),
    ),
    Case(
        "24 months of history are needed", "retention", "2025-03", {"A": None},
        orders(visit("2023-05-10"), FIRST),
    ),
    Case(
        "first service on the last day counts", "first-service-rate", "2024-02", {"A": 100, "B": None},
        orders(
            visit("2025-02-28", biz_type="maintenance"),
            vehicle=[{"store": "B", "vin": "V1", "sale_date": date(2024, 2, 29), "sold_by": "A"}],
        ),
    ),
    Case(
        "a first contact after exactly 24 hours is in time", "complaint-response-24h", "2025-03", {"A": 50},
        {"complaint": [
            {
                "store": "A", "complaint_no": "1", "received_at": at("2025-03-01 10:00"),
                "first_contact_at": at("2025-03-02 10:00"),
            },
            {"store": "A", "complaint_no": "2", "received_at": at("2025-03-31 23:00")},
        ]},
    ),
    Case("no complaint reads 0", "complaint-rate", "2025-03", {"A": 0, "B": None}, orders(FIRST)),
]  # fmt: skip

PROMISES = [
    Case(
        "15 minutes after the first promise is on time", "on-time-delivery", "2025-03", {"A": 100},
        orders(FIRST | {
            "promised_first": at("2025-03-10 12:00"), "completed_at": at("2025-03-10 12:15"),
            "delivered_at": at("2025-03-11 18:00"),
        }),
    ),
    Case(
        "an edited promise does not help", "on-time-delivery", "2025-03", {"A": 0},
        orders(FIRST | {
            "promised_first": at("2025-03-10 12:00"), "promised_last": at("2025-03-10 20:00"),
            "promise_changed": True, "completed_at": at("2025-03-10 12:16"),
        }),
    ),
    Case(
        "percentiles interpolate and the region starts from the visits", "cycle-time-median", "2025-03",
        {"A": 3, "B": 8, "region": 4},
        orders(*(
            visit(
                f"2025-03-{10 + day}", store=store,
                delivered_at=datetime(2025, 3, 10 + day, 10) + timedelta(hours=hours),
            )
            for day, (store, hours) in enumerate([("A", 2), ("A", 4), ("B", 8)])
        )),
    ),
    Case(
        "booked exactly two hours ahead counts, linked by vehicle and day", "appointment-rate", "2025-03",
        {"A": 100, "B": None},
        orders(FIRST, appointment=[{
            "store": "A", "appt_no": "N", "vin": "V1", "status": "late",
            "planned_at": at("2025-03-10 09:00"), "created_at": at("2025-03-10 08:00"),
        }]),
    ),
    Case(
        "three days after delivery is in time", "follow-up-rate", "2025-03", {"A": 50},
        orders(
            FIRST | {"follow_up_date": date(2025, 3, 13)},
            visit("2025-03-20", follow_up_date=date(2025, 3, 24)),
        ),
    ),
]  # fmt: skip


def member(number: str, store: str = "A", **more: object) -> Row:
    known = {"store": store, "staff_id": number, "hire_date": date(2020, 1, 1), "is_technician": True}
    return known | more


PEOPLE = [
    Case(
        "a transfer leaves the store, not the region", "turnover", "2025-03",
        {"A": Fraction(100 * 13, 25), "B": 0, "region": 0},
        {"staff": [
            member("1", leave_date=date(2025, 3, 31), leave_type="transfer"), member("2"),
            member("1", "B", hire_date=date(2025, 3, 31)),
        ]},
    ),
    Case(
        "a surplus offsets no gap", "key-vacancy", "2025-03",
        {"A": Fraction(100, 3), "region": Fraction(100, 3)},
        {
            "staff": [member(str(number), position="服务顾问") for number in range(3)],
            "position_plan": [
                {
                    "store": "A", "position": position, "month": "2025-03",
                    "planned_posts": posts, "is_key": True,
                } for position, posts in (("服务顾问", 2), ("备件经理", 1))
            ],
        },
    ),
    Case(
        "a certificate is valid on the day it expires", "certified-technicians", "2025-03", {"A": 50},
        {
            "staff": [member("1"), member("2"), member("3", is_technician=False)],
            "certification": [
                {"staff_id": number, "cert_code": "K", "issued_at": issued, "expires_at": expires}
                for number, issued, expires in (
                    ("1", date(2025, 3, 31), date(2025, 3, 31)), ("2", date(2024, 3, 1), date(2025, 3, 30)),
                )
            ],
        },
    ),
    Case(
        "attended is not passed", "training-completion", "2025-03", {"A": 50},
        {
            "staff": [member("1")],
            "training_record": [
                {
                    "staff_id": "1", "course_id": result, "due_date": date(2025, 3, 31),
                    "completed_at": date(2025, 3, 31), "result": result,
                } for result in ("passed", "attended")
            ],
        },
    ),
    Case(
        "sold hours of the month over the hours attended", "technician-productivity", "2025-03",
        {"A": 50, "B": None},
        orders(FIRST, ro_labour=[labour(FIRST, 100, std_hours_milli=4000)], staff=[member("1")], attendance=[{
            "staff_id": "1", "date": date(2025, 3, 3), "attended_hours_milli": 8000,
        }]),
    ),
    Case(
        "heads are the mean of two month ends", "output-per-head", "2025-03", {"A": 200},
        orders(FIRST, ro_labour=[labour(FIRST, 300)], staff=[
            member("1"), member("2", hire_date=date(2025, 3, 31)),
        ]),
    ),
]  # fmt: skip

RULES = [*VISITS, *MONEY, *COMEBACKS, *CUSTOMERS, *PROMISES, *PEOPLE]
