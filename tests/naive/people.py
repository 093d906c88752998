"""People: attendance, head-count, posts, certificates, training (clarifications 39, 41, 77, 80-84)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from naive.money import revenue_amount, sold_hours
from naive.orders import Row
from naive.periods import ending_with, last_day, month_of, shift
from naive.world import Pair, Place, PlaceMeasure, World, hours, summed


def active_on(member: Row, day: date) -> bool:
    left = member.get("leave_date")
    return member["hire_date"] <= day and (left is None or left > day)


def active_staff(world: World, store: str, day: date) -> list[Row]:
    return [member for member in world.rows("staff", store) if active_on(member, day)]


def member_of(world: World, record: Row, day: date) -> Row | None:
    """The roster row a record belongs to: active that day, then the record's store, then newest."""
    same = [member for member in world.facts.get("staff", []) if member["staff_id"] == record["staff_id"]]
    return max(
        same,
        key=lambda member: (
            active_on(member, day), member["store"] == record.get("store"),
            member["hire_date"], member["store"],
        ),
        default=None,
    )  # fmt: skip


def store_of(world: World, record: Row, day: date) -> str | None:
    member = member_of(world, record, day)
    return member["store"] if member else record.get("store")


def attendance(world: World, store: str, month: str) -> list[Row]:
    """The technician days of a store; days of members flagged as no technician stay out."""
    own = []
    for row in world.facts.get("attendance", []):
        if month_of(row["date"]) == month and store_of(world, row, row["date"]) == store:
            member = member_of(world, row, row["date"])
            if member is None or member.get("is_technician") is not False:
                own.append(row)
    return own


def hours_of(rows: list[Row], name: str) -> Fraction | None:
    known = [row[name] for row in rows if row.get(name) is not None]
    return hours(sum(known)) if known else None


def utilisation(world: World, store: str, month: str) -> Pair | None:
    rows = attendance(world, store, month)
    clocked, attended = hours_of(rows, "clocked_hours_milli"), hours_of(rows, "attended_hours_milli")
    return None if clocked is None or attended is None else (clocked, attended)


def efficiency(world: World, store: str, month: str) -> Pair | None:
    sold = sold_hours(world, store, month)
    clocked = hours_of(attendance(world, store, month), "clocked_hours_milli")
    return None if sold is None or clocked is None else (sold, clocked)


def productivity(world: World, store: str, month: str) -> Pair | None:
    sold = sold_hours(world, store, month)
    attended = hours_of(attendance(world, store, month), "attended_hours_milli")
    return None if sold is None or attended is None else (sold, attended)


def labour_efficiency(world: World, store: str, month: str) -> Pair | None:
    sold = sold_hours(world, store, month)
    rows = attendance(world, store, month)
    return None if sold is None or not rows else (sold, Fraction(len(rows)))


def output_per_head(world: World, store: str, month: str) -> Pair | None:
    value = revenue_amount(world, store, month)
    ends = [last_day(shift(month, -1)), last_day(month)]
    heads = Fraction(sum(len(active_staff(world, store, end)) for end in ends), 2)
    return None if value is None or not heads else (value, heads)


def turnover(world: World, place: Place, month: str) -> Pair:
    year = ending_with(month, 12)
    left = heads = 0
    for store in place.stores:
        for member in world.rows("staff", store):
            gone = member.get("leave_date") is not None and month_of(member["leave_date"]) in year
            left += gone and not (place.is_region and member.get("leave_type") == "transfer")
        heads += sum(len(active_staff(world, store, last_day(one))) for one in ending_with(month, 13))
    return Fraction(left), Fraction(heads, 13)


def key_vacancy(world: World, store: str, month: str) -> Pair | None:
    if not world.rows("staff", store):
        return None
    planned = missing = 0
    members = active_staff(world, store, last_day(month))
    for plan in world.rows("position_plan", store):
        if plan["month"] == month and plan.get("is_key"):
            filled = sum(member.get("position") == plan["position"] for member in members)
            planned += plan["planned_posts"]
            missing += max(0, plan["planned_posts"] - filled)
    return Fraction(missing), Fraction(planned)


def certified_technicians(world: World, store: str, month: str) -> Pair | None:
    end = last_day(month)
    if not world.facts.get("certification"):
        return None
    technicians = [
        member for member in active_staff(world, store, end) if member.get("is_technician")
    ]  # fmt: skip
    certified = []
    for row in world.facts.get("certification", []):
        expires = row.get("expires_at")
        if row["issued_at"] <= end and (expires is None or expires >= end):
            certified.append(member_of(world, row, end))
    holders = [member for member in technicians if any(member is holder for holder in certified)]
    return Fraction(len(holders)), Fraction(len(technicians))


def training_completion(world: World, store: str, month: str) -> Pair:
    due = [
        row for row in world.facts.get("training_record", [])
        if month_of(row["due_date"]) == month and store_of(world, row, row["due_date"]) == store
    ]  # fmt: skip
    done = [
        row for row in due
        if row.get("result") == "passed"
        and row.get("completed_at") is not None and row["completed_at"] <= row["due_date"]
    ]  # fmt: skip
    return Fraction(len(done)), Fraction(len(due))


def training_hours_per_head(world: World, store: str, month: str) -> Pair | None:
    year = ending_with(month, 12)
    own = [
        row["hours_milli"] for row in world.facts.get("training_record", [])
        if row.get("completed_at") is not None and row.get("hours_milli") is not None
        and month_of(row["completed_at"]) in year and store_of(world, row, row["completed_at"]) == store
    ]  # fmt: skip
    heads = sum(len(active_staff(world, store, last_day(one))) for one in ending_with(month, 13))
    return (hours(sum(own)), Fraction(heads, 13)) if own and heads else None


def new_hire_retention(world: World, place: Place, month: str) -> Pair:
    stayed = hired = 0
    for store in place.stores:
        for member in world.rows("staff", store):
            day = member["hire_date"] + timedelta(days=90)
            if month_of(member["hire_date"]) != month or day > world.as_of:
                continue
            moved = place.is_region and member.get("leave_type") == "transfer"
            hired += 1
            stayed += moved or active_on(member, day)
    return Fraction(stayed), Fraction(hired)


ADVISORS = {"服务顾问", "业务接待"}


def is_advisor(member: Row) -> bool:
    flag = member.get("is_service_advisor")
    return member.get("position") in ADVISORS if flag is None else bool(flag)


def technicians_per_advisor(world: World, store: str, month: str) -> Pair:
    members = active_staff(world, store, last_day(month))
    technicians = [member for member in members if member.get("is_technician")]
    return Fraction(len(technicians)), Fraction(sum(map(is_advisor, members)))


METRICS: dict[str, tuple[int, PlaceMeasure]] = {
    "technician-utilisation": (100, summed(utilisation)),
    "technician-efficiency": (100, summed(efficiency)),
    "technician-productivity": (100, summed(productivity)),
    "output-per-head": (1, summed(output_per_head)),
    "labour-efficiency": (1, summed(labour_efficiency)),
    "turnover": (100, turnover),
    "key-vacancy": (100, summed(key_vacancy)),
    "certified-technicians": (100, summed(certified_technicians)),
    "training-completion": (100, summed(training_completion)),
    "training-hours-per-head": (1, summed(training_hours_per_head)),
    "new-hire-retention": (100, new_hire_retention),
    "technicians-per-advisor": (1, summed(technicians_per_advisor)),
}
