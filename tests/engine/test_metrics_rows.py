"""Every reading opens to the rows that were counted."""

from __future__ import annotations

import pytest

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.example import example_of
from biaogan.engine.metrics.reading import readings
from biaogan.engine.metrics.rows import rows

ONE_ROW_PER_CASE = [
    "ro-count", "wip-orders", "survey-response", "complaint-response-24h", "complaint-closure-72h",
    "no-show-rate", "training-completion", "certified-technicians", "first-service-rate", "retention-age-1",
    "csi",
]  # fmt: skip


def behind(slug):
    example = example_of(slug)
    store, snapshot = example.stores()[0], example.snapshot()
    found = readings(snapshot, [slug], months=example.months(), stores=[store], as_of=example.as_of)
    for reading in found:
        yield reading, rows(snapshot, slug, store=store, month=reading.month, as_of=example.as_of)


@pytest.mark.parametrize("slug", CATALOGUE)
def test_a_reading_with_data_has_rows_and_each_row_once(slug):
    for reading, frame in behind(slug):
        assert frame.select("kind", "batch", "line").is_duplicated().sum() == 0
        assert set(frame["store"].drop_nulls()) <= {reading.place}
        if reading.value:
            assert frame["counted_in_numerator"].any()


@pytest.mark.parametrize("slug", ONE_ROW_PER_CASE)
def test_the_rows_are_as_many_as_the_reading_says(slug):
    for reading, frame in behind(slug):
        if reading.denominator is not None:
            assert frame["counted_in_denominator"].sum() == reading.denominator
        if reading.numerator is not None and slug != "csi":
            assert frame["counted_in_numerator"].sum() == reading.numerator


def test_a_visit_that_came_back_is_only_in_the_denominator():
    first = next(frame for reading, frame in behind("first-time-fix") if reading.month == "2025-01")
    fixed = first.filter("counted_in_numerator")["ro_no"].to_list()
    assert fixed == ["R3"]
    assert set(first.filter("counted_in_denominator")["ro_no"]) == {"R1", "R3", "R5"}


def test_money_rows_bring_the_amount_of_their_own_line():
    frame = next(frame for reading, frame in behind("revenue") if reading.month == "2025-01")
    assert frame["net_amount_fen"].sum() == 280_000
