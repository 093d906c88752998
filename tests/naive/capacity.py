"""What the workshop can take, and how it looks at itself (P08, P13, P15, P16, P18, P19)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from naive.orders import Row, Visit
from naive.people import active_on, is_advisor
from naive.periods import ending_with, month_of, shift, years_later
from naive.world import Pair, Place, PlaceMeasure, StoreMeasure, World, summed

IN_STOCK = {"stock", "现货"}
WORDS = IN_STOCK | {"急件", "缺件", "lost"}
DAY = timedelta(days=1)


def opened(world: World, store: str, month: str) -> list[Visit]:
    return [
        visit for visit in world.visits if visit.store == store and month_of(visit.opened_on) == month
    ]  # fmt: skip


def open_days(world: World, store: str, month: str) -> set[date]:
    return {visit.opened_on for visit in opened(world, store, month)}


def bay_turns(world: World, store: str, month: str) -> Pair | None:
    bays = sum(
        (row.get("bays_mech") or 0) + (row.get("bays_body") or 0) for row in world.rows("store", store)
    )
    days = len(open_days(world, store, month))
    return (Fraction(len(opened(world, store, month))), Fraction(bays * days)) if bays and days else None


def advisor_of(visit: Visit) -> str | None:
    """The least advisor of the orders that make the visit, not of those that join it."""
    numbers = {order.number for order in visit.orders}
    heads = [order for order in visit.orders if order.rework or order.get("parent_ro_no") not in numbers]
    names = [order.row["sa_id"] for order in heads or visit.orders if order.get("sa_id")]
    return min(names, default=None)


def visits_per_advisor_day(world: World, store: str, month: str) -> Pair:
    named = [(advisor_of(visit), visit.opened_on) for visit in opened(world, store, month)]
    named = [(name, day) for name, day in named if name]
    return Fraction(len(named)), Fraction(len(set(named)))


def visits_per_roster_day(world: World, store: str, month: str) -> Pair | None:
    advisors = [member for member in world.rows("staff", store) if is_advisor(member)]
    duty = sum(active_on(member, day) for member in advisors for day in open_days(world, store, month))
    return (Fraction(len(opened(world, store, month))), Fraction(duty)) if duty else None


def met_at_once(row: Row) -> bool | None:
    wanted, first = row.get("qty_req_milli"), row.get("qty_first_milli")
    if wanted is not None and first is not None:
        return bool(first >= wanted)
    return row.get("outcome") in IN_STOCK if row.get("outcome") in WORDS else None


def first_time_fill(world: World, store: str, month: str) -> Pair:
    answers = [met_at_once(row) for row in world.rows_in("part_demand", store, "requested_at", month)]
    known = [answer for answer in answers if answer is not None]
    return Fraction(sum(known)), Fraction(len(known))


def same_day(world: World, store: str, month: str) -> Pair:
    issued = on_the_day = 0
    for order in world.orders.values():
        for line in order.parts if order.store == store and order.makes_visit else ():
            at = line.get("issued_at")
            if (
                at
                and month_of(at) == month
                and not line.get("is_return")
                and (line.get("qty_milli") or 0) >= 0
            ):
                issued += 1
                on_the_day += at.date() == order.row["opened_at"].date()
    return Fraction(on_the_day), Fraction(issued)


def inspections(world: World, store: str, word: str) -> list[Row]:
    return [row for row in world.rows("inspection", store) if word in (row.get("kind") or "")]


def mystery_count(world: World, store: str, month: str) -> Pair | None:
    if not world.facts.get("inspection") or not any(order.store == store for order in world.orders.values()):
        return None
    months = ending_with(month, 3)
    first: dict[str, date] = {}
    for row in inspections(world, store, "神秘"):
        first[row["insp_id"]] = min(row["date"], first.get(row["insp_id"], row["date"]))
    return Fraction(sum(month_of(day) in months for day in first.values())), None


def mystery_score(world: World, store: str, month: str) -> Pair:
    points = full = 0
    for row in inspections(world, store, "神秘"):
        score = row.get("score_milli")
        if score is None and None not in (row.get("max_score_milli"), row.get("deduction_milli")):
            score = row["max_score_milli"] - row["deduction_milli"]
        counts = (
            row.get("applicable") is not False and score is not None and (row.get("max_score_milli") or 0) > 0
        )
        if counts and month_of(row["date"]) in ending_with(month, 3):
            points += score
            full += row["max_score_milli"]
    return Fraction(points, 1000), Fraction(full, 1000)


def completion(word: str) -> StoreMeasure:
    def done(world: World, store: str, month: str) -> Pair | None:
        settled = any(
            order.store == store and order.settled and month_of(order.row["settled_at"]) == month
            for order in world.orders.values()
        )
        if not world.facts.get("inspection") or not settled:
            return None
        held = any(month_of(row["date"]) == month for row in inspections(world, store, word))
        return Fraction(held), Fraction(1)

    return done


def loops_closed(world: World, store: str, month: str) -> Pair | None:
    due = world.rows_in("improvement", store, "due_date", month)
    in_time = [row for row in due if row.get("verified_on") and row["verified_on"] <= row["due_date"]]
    return (Fraction(len(in_time)), Fraction(len(due))) if due else None


def bought_on(world: World, visit: Visit) -> date | None:
    for row in world.facts.get("vehicle", []):
        day = row.get("sale_date") or row.get("registered_date") or row.get("warranty_start")
        if row["vin"] == visit.vin and day is not None:
            return day
    return min((order.row["sale_date"] for order in visit.orders if order.get("sale_date")), default=None)


def protected(world: World, place: Place) -> list[tuple[Visit, date]]:
    """Warranty visits within two years and 50,000 km of the sale, in order of delivery."""
    found = []
    for visit in world.visits:
        if visit.store not in place.stores or not visit.vin or not visit.settled:
            continue
        bought = bought_on(world, visit)
        km = [order.row["mileage_in"] for order in visit.orders if order.get("mileage_in") is not None]
        if not visit.has_category("warranty") or bought is None or (km and min(km) > 50_000):
            continue
        if bought <= visit.opened_on <= years_later(bought, 2):
            found.append((visit, bought))
    return sorted(found, key=lambda pair: pair[0].delivered_at or pair[0].opened_at)


def days_in(visit: Visit) -> int:
    assert visit.delivered_at is not None
    return max(1, -((visit.arrived_at - visit.delivered_at) // DAY))


def problems(visit: Visit) -> set[str]:
    orders = [order for order in visit.orders if order.get("biz_type") == "warranty"]
    done = {
        line["op_code"] for order in orders for line in order.labour
        if line.get("op_code") and line.get("payer") == "WAR"
    }  # fmt: skip
    return done | {said for order in orders if (said := (order.get("complaint_text") or "").strip())}


def lemon_law(limit_days: int, limit_repairs: int) -> PlaceMeasure:
    def count(world: World, place: Place, month: str) -> Pair | None:
        starts = [world.first_month[store] for store in place.stores if store in world.first_month]
        known = protected(world, place)
        if not starts or month < min(starts) or not known:
            return None
        days: dict[str, int] = defaultdict(int)
        times: dict[tuple[str, str], int] = defaultdict(int)
        at_limit = set()
        for visit, bought in known:
            assert visit.vin is not None
            if (visit.delivered_month or "") > month or shift(month_of(bought), 24) <= month:
                continue
            days[visit.vin] += days_in(visit)
            for problem in problems(visit):
                times[visit.vin, problem] += 1
            repeated = any(times[visit.vin, problem] >= limit_repairs for problem in problems(visit))
            if days[visit.vin] >= limit_days or repeated:
                at_limit.add(visit.vin)
        return Fraction(len(at_limit)), None

    return count


METRICS = {
    "bay-turns": (1, summed(bay_turns)),
    "visits-per-advisor-day": (1, summed(visits_per_advisor_day)),
    "visits-per-advisor-day/roster": (1, summed(visits_per_roster_day)),
    "first-time-fill-rate": (100, summed(first_time_fill)),
    "first-time-fill-rate/same-day": (100, summed(same_day)),
    "mystery-shop-count": (1, summed(mystery_count)),
    "mystery-shop-score": (100, summed(mystery_score)),
    "site-check-completion": (100, summed(completion("巡"))),
    "video-check-completion": (100, summed(completion("视频"))),
    "improvement-loop-closure": (100, summed(loops_closed)),
    "lemon-law-risk": (1, lemon_law(20, 3)),
    "lemon-law-risk/past": (1, lemon_law(31, 5)),
}
