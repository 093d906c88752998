"""Files are left unread only where they hold nothing of what is asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.builders import checked

from biaogan.engine.facts.lake import Lake

STORES = ("S01", "S02", "S03", "S04")
DAYS = st.integers(0, 400).map(lambda days: datetime(2025, 1, 1) + timedelta(days=days))


def orders(store: str) -> pl.DataFrame:
    days = (datetime(2025, 1, 3) + timedelta(days=number * 4) for number in range(100))
    rows = [
        {"ro_no": f"{store}-{number:03d}", "opened_at": day, "settled_at": day if number % 7 else None}
        for number, day in enumerate(days)
    ]
    return checked("repair_order", *rows, store=store)


@pytest.fixture(scope="module")
def lake(tmp_path_factory) -> Lake:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    lake.accept("repair_order", None, pl.concat([orders(store) for store in STORES]), "B1")
    return lake


def asked(low: object, high: object, stores=STORES) -> pl.DataFrame:
    return pl.DataFrame({"store": list(stores)}).with_columns(low=pl.lit(low), high=pl.lit(high))


def inside(rows: pl.LazyFrame, column: str, ranges: pl.DataFrame) -> set[tuple[str, str]]:
    met = rows.join(ranges.lazy(), on="store").filter(pl.col(column).is_between("low", "high"))
    return set(met.select("store", "ro_no").collect().iter_rows())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["opened_at", "settled_at"]), DAYS, DAYS, st.sets(st.sampled_from(STORES), min_size=1))
def test_the_files_that_are_read_hold_every_row_asked_for(lake, column, one, other, stores):
    ranges = asked(min(one, other), max(one, other), sorted(stores))
    whole, narrowed = lake.read("repair_order", 0), lake.narrowed("repair_order", 0, column, ranges)
    assert inside(narrowed, column, ranges) == inside(whole, column, ranges)


def test_a_month_is_read_from_the_files_of_the_month(lake):
    ranges = asked(datetime(2025, 5, 1), datetime(2025, 5, 31))
    parts = lake.narrowed("repair_order", 0, "opened_at", ranges).select("part").unique().collect()
    assert parts["part"].to_list() == ["2025-05"]


def test_an_order_number_is_looked_for_in_files_that_may_hold_it(tmp_path):
    lake = Lake(tmp_path)
    lake.accept("repair_order", None, orders("S02"), "B1")
    ranges = asked("S02-040", "S02-041", ["S02"])
    found = lake.narrowed("repair_order", 0, "ro_no", ranges).collect()
    assert {"S02-040", "S02-041"} <= set(found["ro_no"])
    assert found["part"].n_unique() <= 2


def test_without_a_range_or_a_table_nothing_is_read(lake):
    none = asked("a", "b", []).cast({"store": pl.String})
    assert lake.narrowed("repair_order", 0, "ro_no", none).collect().height == 0
    assert lake.narrowed("ro_labour", None, "ro_no", none).collect().height == 0
