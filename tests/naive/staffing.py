"""Teams for the small regions: transfers, shared staff numbers, certificates that expire at a month end."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from naive.orders import Row

NUMBERS = ["T1", "T2", "T3"]
POSITIONS = ["技师", "服务顾问", None]
PLANNED = ["2024-02", "2025-02", "2025-03"]
ENDS = [date(2024, 2, 29), date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 31)]
pick = st.sampled_from
Draw = Any


@st.composite
def roster(draw: Draw, stores: list[str]) -> list[Row]:
    keys = [(store, number) for store in stores for number in NUMBERS]
    members = []
    for store, number in draw(st.lists(pick(keys), unique=True, max_size=6)):
        left = draw(pick([None, None, *ENDS]))
        members.append({
            "store": store, "staff_id": number, "position": draw(pick(POSITIONS)),
            "is_technician": draw(pick([True, True, False, None])),
            "is_service_advisor": draw(pick([None, None, False, True])),
            "hire_date": draw(pick([date(2020, 1, 1), date(2023, 2, 28), date(2024, 12, 30), *ENDS[:2]])),
            "leave_date": left,
            "leave_type": draw(pick(["transfer", "voluntary", None])) if left else None,
        })  # fmt: skip
    return without_doubles(members)


def without_doubles(members: list[Row]) -> list[Row]:
    """A number is at one store at a time: which of two it means then, no rule says."""
    kept: list[Row] = []
    for member in members:
        if not any(overlap(member, other) for other in kept):
            kept.append(member)
    return kept


def overlap(one: Row, other: Row) -> bool:
    ends = [member["leave_date"] or date.max for member in (one, other)]
    return one["staff_id"] == other["staff_id"] and (
        one["hire_date"] < ends[1] and other["hire_date"] < ends[0]
    )


@st.composite
def plans(draw: Draw, stores: list[str]) -> list[Row]:
    keys = [(store, position, month) for store in stores for position in POSITIONS[:2] for month in PLANNED]
    return [
        {
            "store": store, "position": position, "month": month,
            "planned_posts": draw(pick([0, 1, 2])), "is_key": draw(pick([True, True, False, None])),
        } for store, position, month in draw(st.lists(pick(keys), unique=True, max_size=6))
    ]  # fmt: skip


@st.composite
def attendance(draw: Draw, stores: list[str], days: st.SearchStrategy[date]) -> list[Row]:
    size = draw(pick([0, 4, 8]))
    keys = st.tuples(pick([*stores, *stores, None]), pick([*NUMBERS, "unknown"]), days)
    return [
        {
            "store": store, "staff_id": number, "date": day,
            "attended_hours_milli": draw(pick([None, 0, 7500, 8000])),
            "clocked_hours_milli": draw(pick([None, 0, 6100])),
        } for store, number, day in draw(st.lists(keys, unique=True, min_size=size, max_size=12))
    ]  # fmt: skip


@st.composite
def certificates(draw: Draw, stores: list[str]) -> list[Row]:
    keys = st.tuples(pick([*stores, None]), pick(NUMBERS), pick(["K1", "K2"]))
    return [
        {
            "store": store, "staff_id": number, "cert_code": code,
            "issued_at": draw(pick([date(2023, 1, 1), *ENDS])),
            "expires_at": draw(pick([None, *ENDS, date(2025, 3, 30)])),
        } for store, number, code in draw(st.lists(keys, unique=True, max_size=4))
    ]  # fmt: skip


@st.composite
def training(draw: Draw, stores: list[str]) -> list[Row]:
    keys = st.tuples(pick([*stores, None]), pick([*NUMBERS, "unknown"]), pick(["C1", "C2"]), pick(ENDS))
    return [
        {
            "store": store, "staff_id": number, "course_id": course, "due_date": due,
            "completed_at": draw(pick([None, due, *ENDS])),
            "result": draw(pick(["passed", "passed", "attended", "failed", None])),
            "hours_milli": draw(pick([None, 2000, 8500])),
        } for store, number, course, due in draw(st.lists(keys, unique=True, max_size=5))
    ]  # fmt: skip


@st.composite
def team_facts(draw: Draw, stores: list[str], days: st.SearchStrategy[date]) -> dict[str, list[Row]]:
    return {
        "staff": draw(roster(stores)),
        "position_plan": draw(plans(stores)),
        "attendance": draw(attendance(stores, days)),
        "certification": draw(certificates(stores)),
        "training_record": draw(training(stores)),
    }
