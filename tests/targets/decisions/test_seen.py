"""What the facts say of customers, against a slow count in plain loops."""

from __future__ import annotations

import random
from datetime import date, datetime

import polars as pl
import pytest

from biaogan.engine.facts.snapshot import in_memory
from biaogan.engine.methods.three_year.region import AGES
from biaogan.engine.periods import number
from biaogan.targets.decisions.seen import observed

END = "2026-06"


@pytest.fixture(scope="module")
def visits():
    """Three years of visits of eighty cars: car, store, month, day, amount, payer, promotion."""
    dice = random.Random(7)
    rows = []
    for car in range(80):
        every = dice.choice([4, 6, 9, 15])
        for step in range(dice.randrange(4), 36, every):
            when = number("2023-07") + step + dice.randrange(2)
            if when <= number(END) and dice.random() < 0.85:
                deal = dice.random() < 0.5
                rows.append((car, "A", when, 10 + dice.randrange(9), 100 * dice.randrange(1, 90), deal))
    return rows


def sold(car):
    return number("2023-07") - (car * 5) % 100


def month_text(when):
    return f"{when // 12}-{when % 12 + 1:02d}"


@pytest.fixture(scope="module")
def found(visits):
    orders, lines = [], []
    for place, (car, store, when, day, fen, deal) in enumerate(visits):
        at = datetime.fromisoformat(f"{month_text(when)}-{day} 10:00:00")
        common = {"store": store, "ro_no": f"R{place}", "batch": "B1", "line": place + 2}
        orders.append(common | {
            "vin": f"V{car}", "opened_at": at, "settled_at": at, "biz_type": "maintenance",
            "ro_type": "repair", "promo_id": "P1" if deal else None,
            "sale_date": date.fromisoformat(f"{month_text(sold(car))}-01"),
        })  # fmt: skip
        lines.append(common | {
            "net_amount_fen": fen, "list_amount_fen": 2 * fen, "payer": "CP" if car % 2 else "WAR",
        })  # fmt: skip
    frames = {"repair_order": pl.DataFrame(orders), "ro_labour": pl.DataFrame(lines)}
    return observed(in_memory(frames), ["A"], END)


def naive(visits):
    end, first = number(END) + 1, min(when for _, _, when, *_ in visits)
    sums = {name: [0.0] * AGES for name in ("car_quarters", "visits", "visits_value_fen", "gone")}
    lost = back = 0
    for start in (end - 3, end - 6, end - 9, end - 12):
        assert start - 24 >= first - 1
        for car in range(80):
            mine = [(when, fen) for one, _, when, _, fen, _ in visits if one == car]
            before = [when for when, _ in mine if when < start]
            came = [fen for when, fen in mine if start <= when < start + 3]
            last = max([*before, sold(car)])
            if mine and last >= start - 12 and (start - sold(car)) // 3 < AGES:
                age = (start - sold(car)) // 3
                sums["car_quarters"][age] += 1
                sums["visits"][age] += len(came)
                sums["visits_value_fen"][age] += 2 * sum(came)
                sums["gone"][age] += not came and last < start + 3 - 12
            if before and start - 24 >= first and start - 36 <= last < start - 12:
                lost += 1
                back += bool(came)
    return sums, lost, back


def test_quarters_watched_are_those_a_slow_count_finds(visits, found):
    sums, lost, back = naive(visits)
    assert sum(sums["car_quarters"]) > 80
    assert {name: getattr(found, name) for name in sums} == sums
    assert (found.lost_quarters, found.returned) == (lost, back)


def test_cars_money_and_deals_are_those_a_slow_count_finds(visits, found):
    end = number(END) + 1
    seen = {car for car, *_ in visits}
    ages = [(end - 1 - sold(car)) // 3 for car in seen]
    assert found.cars == [float(ages.count(age)) for age in range(AGES)]
    year = [row for row in visits if row[2] >= end - 12]
    assert found.visits_year == len(year)
    assert found.revenue_fen == sum(row[4] for row in year)
    assert found.discountable_fen == sum(row[4] for row in year if row[0] % 2)
    judged = dependent = 0
    for car in {row[0] for row in year if row[0] % 2}:
        last = sorted((row[2], row[3], row[5]) for row in visits if row[0] == car)[-3:]
        judged += len(last) == 3
        dependent += len(last) == 3 and sum(deal for *_, deal in last) >= 2
    assert judged > 10
    assert (found.judged, found.dependent) == (judged, dependent)


def test_without_orders_nothing_is_known():
    nothing = observed(in_memory({}), ["A"], END)
    assert set(vars(nothing).values()) == {None}
