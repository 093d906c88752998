"""Customers: vehicles that come back, surveys, complaints (clarifications 57-68)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from naive.money import revenue_of_year
from naive.orders import Row, Visit
from naive.periods import completed_years, ending_with, last_day, month_of, shift, years_later
from naive.world import Pair, Place, PlaceMeasure, StoreMeasure, World, summed

RETURN_DAYS = timedelta(days=60)


def vehicles(world: World, place: Place, months: list[str], keep: Callable[[Visit], bool]) -> set[str]:
    """Vehicles with a visit to keep whose settlement month is one of `months`."""
    return {
        visit.vin for visit in world.visits
        if visit.vin and visit.store in place.stores and visit.settled_month in months and keep(visit)
    }  # fmt: skip


def active(world: World, place: Place, month: str) -> set[str]:
    return vehicles(world, place, ending_with(month, 12), lambda visit: visit.qualifies)


def active_vehicles(world: World, place: Place, month: str) -> Pair | None:
    if not world.has_history(place, month, 12):
        return None
    return Fraction(len(active(world, place, month))), None


def visits_per_vehicle(world: World, place: Place, month: str) -> Pair | None:
    if not world.has_history(place, month, 12):
        return None
    year = ending_with(month, 12)
    own = [visit for visit in world.visits if visit.store in place.stores and visit.settled_month in year]
    return Fraction(len(own)), Fraction(len(active(world, place, month)))


def revenue_per_customer_year(world: World, place: Place, month: str) -> Pair | None:
    if not world.has_history(place, month, 12):
        return None
    return revenue_of_year(world, place.stores, month), Fraction(len(active(world, place, month)))


def base_and_retained(world: World, place: Place, month: str) -> tuple[int, int]:
    base = vehicles(world, place, ending_with(shift(month, -12), 12), lambda visit: visit.qualifies)
    back = vehicles(world, place, ending_with(month, 12), lambda visit: visit.retains)
    return len(base), len(base & back)


def retention(world: World, place: Place, month: str) -> Pair | None:
    if not world.has_history(place, month, 24):
        return None
    base, retained = base_and_retained(world, place, month)
    return Fraction(retained), Fraction(base)


def churn(world: World, place: Place, month: str) -> Pair | None:
    if not world.has_history(place, month, 24):
        return None
    base, retained = base_and_retained(world, place, month)
    return Fraction(base - retained), Fraction(base)


def new_customer_share(world: World, place: Place, month: str) -> Pair | None:
    if not world.has_history(place, month, 24):
        return None
    seen = active(world, place, month)
    start = ending_with(month, 12)[0]
    before = {
        visit.vin for visit in world.visits
        if visit.store in place.stores and visit.qualifies and (visit.settled_month or "") < start
    }  # fmt: skip
    return Fraction(len(seen - before)), Fraction(len(seen))


def own_sold(world: World, place: Place) -> list[tuple[str, date]]:
    """VIN and day of sale of the vehicles the stores of the place sold."""
    sold = []
    for row in world.facts.get("vehicle", []):
        day = row.get("sale_date") or row.get("registered_date") or row.get("warranty_start")
        if row.get("sold_by") in place.stores and day is not None:
            sold.append((row["vin"], day))
    return sold


def retention_at_age(*ages: int) -> PlaceMeasure:
    def kept(world: World, place: Place, month: str) -> Pair:
        end = last_day(month)
        cohort = {vin for vin, day in own_sold(world, place) if completed_years(day, end) in ages}
        return Fraction(len(cohort & active(world, place, month))), Fraction(len(cohort))

    return kept


def maintenance_days(world: World, place: Place) -> dict[str, set[date]]:
    days: dict[str, set[date]] = {}
    for visit in world.visits:
        if visit.store in place.stores and visit.maintenance and visit.vin:
            days.setdefault(visit.vin, set()).add(visit.opened_on)
    return days


def maintenance_return_rate(world: World, place: Place, month: str) -> Pair:
    due_count = returned = 0
    for days in maintenance_days(world, place).values():
        for day in days:
            due = years_later(day, 1)
            early, late = due - RETURN_DAYS, due + RETURN_DAYS
            if month_of(due) != month or late > world.as_of:
                continue
            if any(day < other < early for other in days):
                continue
            due_count += 1
            returned += any(early <= other <= late for other in days)
    return Fraction(returned), Fraction(due_count)


def first_service_rate(world: World, place: Place, month: str) -> Pair | None:
    if world.as_of < years_later(last_day(month), 1):
        return None
    days = maintenance_days(world, place)
    cohort = [(vin, day) for vin, day in own_sold(world, place) if month_of(day) == month]
    served = [
        vin for vin, sold in cohort
        if any(sold <= day <= years_later(sold, 1) for day in days.get(vin, ()))
    ]  # fmt: skip
    return Fraction(len(served)), Fraction(len(cohort))


def answered(world: World, store: str, months: list[str], score: str) -> list[Fraction]:
    return [
        Fraction(row[score], 1000)
        for month in months
        for row in world.rows_in("survey", store, "service_date", month)
        if row.get("answered_at") is not None and row.get(score) is not None
    ]


def csi(world: World, store: str, month: str) -> Pair:
    scores = answered(world, store, [month], "score_milli")
    return sum(scores, Fraction(0)), Fraction(len(scores))


def nps(world: World, store: str, month: str) -> Pair:
    scores = answered(world, store, ending_with(month, 3), "nps_score_milli")
    promoters = sum(score >= 9 for score in scores)
    detractors = sum(score <= 6 for score in scores)
    return Fraction(promoters - detractors), Fraction(len(scores))


def survey_response(world: World, store: str, month: str) -> Pair:
    rows = world.rows_in("survey", store, "service_date", month)
    return Fraction(sum(row.get("answered_at") is not None for row in rows)), Fraction(len(rows))


def complaint_rate(world: World, store: str, month: str) -> Pair:
    received = world.rows_in("complaint", store, "received_at", month)
    return Fraction(len(received)), Fraction(len(world.settled_visits(store, month)))


def within(row: Row, when: str, limit: timedelta) -> bool:
    return row.get(when) is not None and row[when] - row["received_at"] <= limit


def complaints_within(when: str, limit: timedelta) -> StoreMeasure:
    def share(world: World, store: str, month: str) -> Pair:
        received = world.rows_in("complaint", store, "received_at", month)
        return Fraction(sum(within(row, when, limit) for row in received)), Fraction(len(received))

    return share


METRICS: dict[str, tuple[int, PlaceMeasure]] = {
    "active-vehicles": (1, active_vehicles),
    "visits-per-vehicle": (1, visits_per_vehicle),
    "revenue-per-customer-year": (1, revenue_per_customer_year),
    "retention": (100, retention),
    "churn": (100, churn),
    "new-customer-share": (100, new_customer_share),
    "retention-age-1": (100, retention_at_age(1)),
    "retention-age-3": (100, retention_at_age(3)),
    "retention-age-5": (100, retention_at_age(5, 6)),
    "maintenance-return-rate": (100, maintenance_return_rate),
    "first-service-rate": (100, first_service_rate),
    "csi": (1, summed(csi)),
    "nps": (100, summed(nps)),
    "survey-response": (100, summed(survey_response)),
    "complaint-rate": (1000, summed(complaint_rate)),
    "complaint-response-24h": (100, summed(complaints_within("first_contact_at", timedelta(hours=24)))),
    "complaint-closure-72h": (100, summed(complaints_within("closed_at", timedelta(hours=72)))),
}
