"""The worked example of the dictionary (7.C) as facts, and what it must give.

The table is the dictionary's own; `golden_facts` keeps money on lines, `header_facts` on the orders
alone, as a store does that exports no lines.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction

from naive.orders import Row

STORE = "S1"
MONTH = "2025-06"
AS_OF = date(2025, 8, 31)

TABLE = """
ro_no,parent,vin,open,promise,ready,settle,ro_type,biz,payer,labour,parts,acc,status,internal,reversal
A1,,V1,2025-06-02 09:00,2025-06-02 11:30,2025-06-02 11:10,2025-06-02,维修,保养,CP,800,1200,0,已结算,0,0
A2,A1,V1,2025-06-02 09:05,2025-06-02 11:30,2025-06-02 11:10,2025-06-02,索赔,保修索赔,WAR,300,500,0,已结算,0,0
A3,,V2,2025-06-05 10:00,2025-06-08 17:00,2025-06-08 15:00,2025-06-08,维修,事故,INS,3000,5000,0,已结算,0,0
A4,,V3,2025-06-05 08:30,,,2025-06-05,维修,PDI,INT,200,0,0,已结算,1,0
A5,,V4,2025-06-10 09:00,2025-06-10 17:00,2025-06-10 18:30,2025-06-10,维修,一般维修,CP,1000,900,0,已结算,0,0
A6,A5,V4,2025-06-20 09:00,2025-06-20 12:00,2025-06-20 11:00,2025-06-20,返工,一般维修,CP,0,0,0,已结算,0,0
A7,,V5,2025-06-12 14:00,2025-06-12 16:00,2025-06-12 16:05,2025-06-12,维修,保养,CP,900,1500,0,已结算,0,0
A7,,V5,2025-06-12 14:00,2025-06-12 16:00,2025-06-12 16:05,2025-06-13,维修,保养,CP,-900,-1500,0,反结算,0,1
A7,,V5,2025-06-12 14:00,2025-06-12 16:00,2025-06-12 16:05,2025-06-13,维修,保养,CP,850,1500,0,已结算,0,0
A8,,V6,2025-06-30 16:00,2025-07-01 12:00,,,维修,一般维修,CP,600,400,0,在修,0,0
A9,,V1,2025-06-15 11:00,,,2025-06-15,销售,精品,CP,0,0,2000,已结算,0,0
"""
CODES = {
    "维修": "repair", "索赔": "claim", "返工": "rework", "销售": "sale",
    "保养": "maintenance", "保修索赔": "warranty", "事故": "accident", "PDI": "internal",
    "一般维修": "repair", "精品": "accessories",
    "已结算": "settled", "反结算": "reversed", "在修": None,
}  # fmt: skip

EXPECTED: dict[str, Fraction] = {
    "revenue": Fraction(17050),
    "labour-revenue": Fraction(5950),
    "parts-revenue": Fraction(9100),
    "accessory-revenue": Fraction(2000),
    "internal-revenue": Fraction(200),
    "visits": Fraction(5),
    "ro-count": Fraction(6),
    "revenue-per-visit": Fraction(3410),
    "accident-share": Fraction(8000 * 100, 17050),  # 46.92 %
    "warranty-share": Fraction(800 * 100, 17050),  # 4.69 %
    "on-time-delivery": Fraction(80),
    "first-time-fix": Fraction(200, 3),  # 66.67 %
    "comeback-rate": Fraction(100, 3),
    "wip-orders": Fraction(1),
}
# The same orders without lines: no class and no payer is known, so no accessories and no warranty.
EXPECTED_FROM_HEADERS = EXPECTED | {"accessory-revenue": Fraction(0), "warranty-share": Fraction(0)}


def moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def records() -> list[dict[str, str]]:
    header, *lines = TABLE.strip().splitlines()
    return [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]


def fen(text: str) -> int:
    return int(text) * 100


def surviving(index: int, all_records: list[dict[str, str]]) -> bool:
    """The row with the latest settlement that is not itself a reversal; the later of equals."""
    same = [
        (record["settle"], at) for at, record in enumerate(all_records)
        if record["ro_no"] == all_records[index]["ro_no"] and record["reversal"] == "0"
    ]  # fmt: skip
    return max(same)[1] == index


def order_row(index: int, all_records: list[dict[str, str]], *, with_totals: bool) -> Row:
    record = all_records[index]
    totals = {
        "labour_total_fen": fen(record["labour"]),
        "parts_total_fen": fen(record["parts"]),
        "misc_total_fen": fen(record["acc"]),
    }
    return {
        "store": STORE,
        "line": index + 2,
        "ro_no": record["ro_no"],
        "parent_ro_no": record["parent"] or None,
        "vin": record["vin"],
        "opened_at": moment(record["open"]),
        "promised_first": moment(record["promise"]),
        "completed_at": moment(record["ready"]),
        "settled_at": moment(record["settle"]),
        "ro_type": CODES[record["ro_type"]],
        "ro_type_text": record["ro_type"],
        "biz_type": CODES[record["biz"]],
        "biz_type_text": record["biz"],
        "status": CODES[record["status"]],
        "status_text": record["status"],
        "is_internal": record["internal"] == "1",
        "is_reversal": record["reversal"] == "1",
        "is_void": False,
        "surviving": surviving(index, all_records),
    } | (totals if with_totals else {})


def line_of(record: dict[str, str], line: int, amount: str) -> Row:
    return {
        "store": STORE,
        "line": line,
        "ro_no": record["ro_no"],
        "payer": record["payer"],
        "net_amount_fen": fen(record[amount]),
        "list_amount_fen": fen(record[amount]),
    }


def golden_facts() -> dict[str, list[Row]]:
    """Orders, labour lines and part lines; the reversal's lines stay beside the others."""
    found = records()
    accessories = [
        line_of(record, line, "acc") | {"part_class": "accessory", "part_class_text": "精品"}
        for line, record in enumerate(found, 2) if record["acc"] != "0"
    ]  # fmt: skip
    return {
        "repair_order": [order_row(index, found, with_totals=False) for index in range(len(found))],
        "ro_labour": [line_of(record, line, "labour") for line, record in enumerate(found, 2)],
        "ro_part": [line_of(record, line, "parts") for line, record in enumerate(found, 2)] + accessories,
    }


def header_facts() -> dict[str, list[Row]]:
    """The same orders from a store that exports no lines."""
    found = records()
    return {"repair_order": [order_row(index, found, with_totals=True) for index in range(len(found))]}


def visit_row(vin: str, day: date, store: str = STORE, **more: object) -> Row:
    """One settled order on one day: a visit of its own."""
    at = datetime.combine(day, time(10))
    number = f"{vin}-{day:%Y%m%d}"
    known: Row = {"store": store, "ro_no": number, "vin": vin, "opened_at": at, "settled_at": at}
    return known | {"ro_type": "repair", "biz_type": "repair", "surviving": True} | more


def retention_facts() -> dict[str, list[Row]]:
    """Base {a..j} in months 13-24 back, {a..f, k, l} in the last 12; asked for 2025-12."""
    base = [visit_row(vin, date(2024, 1 + at, 5)) for at, vin in enumerate("abcdefghij")]
    back = [visit_row(vin, date(2025, 2 + at, 28)) for at, vin in enumerate("abcdefkl")]
    return {"repair_order": base + back}


RETENTION_MONTH = "2025-12"
RETENTION_EXPECTED = {
    "retention": Fraction(60), "churn": Fraction(40), "new-customer-share": Fraction(25),
    "active-vehicles": Fraction(8),
}  # fmt: skip


def survey_row(number: int, store: str, *, answered: bool = True, nps: int | None = None) -> Row:
    day = date(2025, 6, 1 + number % 30)
    return {
        "store": store,
        "survey_id": f"{store}-{number}",
        "service_date": day,
        "answered_at": datetime.combine(date(2025, 7, 1), time(9)) if answered else None,
        "nps_score_milli": None if nps is None else nps * 1000,
    }


def nps_facts() -> dict[str, list[Row]]:
    """30 promoters, 12 passive, 8 detractors: +44, not +57.9."""
    scores = [9, 10] * 15 + [7, 8] * 6 + [0, 6] * 4
    return {"survey": [survey_row(at, STORE, nps=score) for at, score in enumerate(scores)]}


def region_facts() -> dict[str, list[Row]]:
    """90 of 100 at one store and 2 of 10 at the other: 83.6 %, not 55 %."""
    large = [survey_row(at, "S1", answered=at < 90) for at in range(100)]
    small = [survey_row(at, "S2", answered=at < 2) for at in range(10)]
    return {"survey": large + small}


def fix_facts() -> dict[str, list[Row]]:
    """20 repair visits in one month, two of which come back as rework within 30 days."""
    visits = [visit_row(f"W{at}", date(2025, 6, 1 + at)) for at in range(20)]
    rework = [
        visit_row(
            visit["vin"], visit["opened_at"].date() + timedelta(days=days),
            ro_type="rework", parent_ro_no=visit["ro_no"],
        )
        for visit, days in ((visits[0], 1), (visits[19], 30))
    ]  # fmt: skip
    return {"repair_order": visits + rework}
