"""Shares, averages and rolling figures: what is over the line and what is under it, counted by hand."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from naive.cases import FIRST, LONG_AGO, RULES, Case, at, labour, member, orders, visit
from naive.orders import Row

ACCIDENT = visit("2025-03-11", vin="V2", biz_type="accident")
COUNTER = visit("2025-03-12", vin="V3", ro_type="sale", biz_type="accessories")


def part(order: Row, yuan: int, payer: str = "CP", **more: object) -> Row:
    return labour(order, yuan, payer, **more)


def survey(number: str, day: str, nps: int | None, score: int | None = None, *, answered: bool = True) -> Row:
    return {
        "store": "A", "survey_id": number, "service_date": date.fromisoformat(day),
        "answered_at": datetime.combine(date.fromisoformat(day), datetime.min.time()) if answered else None,
        "nps_score_milli": None if nps is None else nps * 1000,
        "score_milli": None if score is None else score * 1000,
    }  # fmt: skip


SHARES = [
    Case(
        "all money of an accident order is accident, its total too", "accident-share", "2025-03", {"A": 80},
        orders(ACCIDENT | {"labour_total_fen": 40000}, FIRST, ro_labour=[labour(FIRST, 100)]),
    ),
    Case(
        "warranty goes by the payer of the line", "warranty-share", "2025-03", {"A": 25},
        orders(FIRST, ro_labour=[labour(FIRST, 300), labour(FIRST, 100, "WAR"), labour(FIRST, 50, "INT")]),
    ),
    Case(
        "accessories, accidents and counter sales stay out of parts to labour",
        "parts-labour-ratio", "2025-03", {"A": 2},
        orders(
            FIRST, ACCIDENT, COUNTER,
            ro_labour=[labour(FIRST, 100), labour(ACCIDENT, 999)],
            ro_part=[
                part(FIRST, 200), part(FIRST, 70, part_class="care"), part(COUNTER, 500),
                part(FIRST, 80, "WAR"),
            ],
        ),
    ),
    Case(
        "only customers' lines are discounted, counter sales included",
        "discount-ratio", "2025-03", {"A": 25},
        orders(
            FIRST, COUNTER,
            ro_labour=[
                labour(FIRST, 80, list_amount_fen=10000), labour(FIRST, 10, "WAR", list_amount_fen=10000),
            ],
            ro_part=[part(COUNTER, 70, list_amount_fen=10000)],
        ),
    ),
    Case(
        "a free customer line makes the visit count for promotions", "promotion-share", "2025-03", {"A": 50},
        orders(
            FIRST | {"promo_id": "P"}, visit("2025-03-11", vin="V2"),
            visit("2025-03-12", vin="V3", promo_id="P"),
            ro_labour=[
                labour(FIRST, 0), labour(visit("2025-03-11", vin="V2"), 10),
                labour(visit("2025-03-12", vin="V3"), 10, "WAR"),
            ],
        ),
    ),
    Case(
        "cost of labour and parts is direct cost, accessories too",
        "gross-margin", "2025-03", {"A": 40, "B": None},
        orders(
            FIRST, visit("2025-03-11", store="B", labour_total_fen=100000),
            ro_labour=[labour(FIRST, 100, cost_amount_fen=3000)],
            ro_part=[part(FIRST, 100, cost_amount_fen=9000, part_class="accessory")],
        ),
    ),
    Case(
        "accessories have no part in the parts margin", "parts-gross-margin", "2025-03", {"A": 50},
        orders(FIRST, ro_part=[
            part(FIRST, 100, cost_amount_fen=5000),
            part(FIRST, 100, cost_amount_fen=9000, part_class="accessory"),
        ]),
    ),
    Case(
        "absorption leaves out the variable cost of new cars", "absorption", "2025-03", {"A": 80, "B": None},
        {"finance_month": [{
            "store": "A", "month": "2025-03", "gp_aftersales_fen": 8000, "overhead_total_fen": 15000,
            "newcar_variable_fen": 5000,
        }]},
    ),
    Case(
        "counter sales are in revenue per visit but are no visit", "revenue-per-visit", "2025-03", {"A": 300},
        orders(FIRST, COUNTER, ro_labour=[labour(FIRST, 100)], ro_part=[part(COUNTER, 200)]),
    ),
    Case(
        "an order's totals are labour and parts, misc only revenue", "revenue", "2025-03", {"A": 60},
        orders(FIRST | {"labour_total_fen": 1000, "parts_total_fen": 2000, "misc_total_fen": 3000}),
    ),
    Case(
        "an order that names only its net total counts with it", "revenue", "2025-03", {"A": 90},
        orders(FIRST | {"net_total_fen": 9000}),
    ),
    Case(
        "a net total beside the totals of its parts is a check, not money", "revenue", "2025-03", {"A": 10},
        orders(FIRST | {"labour_total_fen": 1000, "net_total_fen": 9000}),
    ),
]  # fmt: skip

VOICES = [
    Case(
        "nps looks back over three months", "nps", "2025-03", {"A": Fraction(100, 3)},
        {"survey": [
            survey("1", "2025-01-01", 9), survey("2", "2025-02-28", 7), survey("3", "2025-03-31", 10),
            survey("4", "2024-12-31", 0), survey("5", "2025-04-01", 0), survey("6", "2025-01-05", 6),
            survey("7", "2025-03-05", 9), survey("8", "2025-03-05", 8),
            survey("9", "2025-03-05", 0, answered=False),
        ]},
    ),
    Case(
        "a survey without answer lowers the response, not the score", "csi", "2025-03", {"A": 80},
        {"survey": [
            survey("1", "2025-03-01", None, 70), survey("2", "2025-03-02", None, 90),
            survey("3", "2025-03-03", None, 10, answered=False),
        ]},
    ),
    Case(
        "arrival decides a no-show, cancelling makes it not due", "no-show-rate", "2025-03", {"A": 50},
        {"appointment": [
            {"store": "A", "appt_no": status, "planned_at": at("2025-03-31 23:00"), "status": status}
            for status in ("not-arrived", "cancelled", "on-time")
        ]},
    ),
    Case(
        "comebacks count by opening, repairs by delivery", "comeback-rate", "2025-04", {"A": 100},
        orders(
            visit("2025-03-31", delivered_at=at("2025-04-01 09:00")),
            visit("2025-04-02", vin="V2", ro_no="R", ro_type="rework", settled_at=None),
        ),
    ),
]  # fmt: skip

YEARS = [
    Case(
        "washes count as visits, not as vehicles", "visits-per-vehicle", "2025-03", {"A": 3},
        orders(LONG_AGO, FIRST, visit("2025-03-11"), visit("2025-03-12", vin="V2", biz_type="wash")),
    ),
    Case(
        "a vehicle known to another store is new to this one only", "new-customer-share", "2025-03",
        {"A": 0, "B": None, "region": 0},
        orders(LONG_AGO, visit("2023-02-01", store="B"), visit("2023-02-02"), FIRST),
    ),
    Case(
        "first seen at the second store", "new-customer-share", "2025-03", {"A": None, "B": 100, "region": 0},
        orders(
            LONG_AGO, visit("2023-02-01"), visit("2023-03-01", vin="V9", store="B"),
            visit("2025-03-10", store="B"),
        ),
    ),
    Case(
        "a vehicle turns one on its day, sold on a leap day too", "retention-age-1", "2025-02", {"A": 100},
        orders(LONG_AGO, visit("2025-02-01"), vehicle=[
            {"store": "A", "vin": "V1", "sale_date": date(2024, 2, 29), "sold_by": "A"},
            {"store": "A", "vin": "V2", "sale_date": date(2024, 3, 1), "sold_by": "A"},
            {"store": "A", "vin": "V3", "sale_date": date(2023, 2, 28), "sold_by": "A"},
        ]),
    ),
    Case(
        "only the selling store keeps it, or any for the region", "retention-age-3", "2025-03",
        {"A": 0, "B": None, "region": 100},
        orders(LONG_AGO, visit("2025-03-10", store="B"), vehicle=[
            {"store": "B", "vin": "V1", "sale_date": date(2022, 3, 31), "sold_by": "A"},
        ]),
    ),
    Case(
        "leave days count as technician days", "labour-efficiency", "2025-03", {"A": 2},
        orders(FIRST, ro_labour=[labour(FIRST, 100, std_hours_milli=4000)], staff=[member("1")], attendance=[
            {"staff_id": "1", "date": date(2025, 3, 3), "attended_hours_milli": 8000},
            {"staff_id": "1", "date": date(2025, 3, 4), "attended_hours_milli": 0},
        ]),
    ),
    Case(
        "revenue of twelve months over its vehicles", "revenue-per-customer-year", "2025-03", {"A": 150},
        orders(
            LONG_AGO, FIRST, visit("2024-04-01", vin="V2"), visit("2024-03-31", vin="V3"),
            ro_labour=[
                labour(FIRST, 100), labour(visit("2024-04-01", vin="V2"), 200),
                labour(visit("2024-03-31", vin="V3"), 999),
            ],
        ),
    ),
]  # fmt: skip

CASES = [*RULES, *SHARES, *VOICES, *YEARS]
