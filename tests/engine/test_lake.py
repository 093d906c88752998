"""The lake: what a batch changes, what an undo restores, what a killed writer leaves behind."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from tests.engine.builders import checked

from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.facts.lake import Lake, Written
from biaogan.engine.facts.merging import KEY, as_facts

JUNE, JULY = datetime(2025, 6, 12, 9), datetime(2025, 7, 1, 10)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path)


def bring(lake: Lake, pin: int | None, rows: pl.DataFrame, batch: str, kind: str = "repair_order") -> Written:
    lake.keep(kind, batch, as_facts(rows, KINDS[kind], batch).drop(KEY))
    return lake.accept(kind, pin, rows, batch)


def content(lake: Lake, pin: int | None, kind: str = "repair_order") -> pl.DataFrame:
    frame = lake.read(kind, pin).collect()
    return frame.sort([c for c in ("store", "ro_no", "vin", "batch", "line") if c in frame.columns])


def orders(lake: Lake, pin: int | None) -> set[tuple[str, str, str]]:
    return set(content(lake, pin).filter("surviving").select("store", "ro_no", "batch").iter_rows())


def test_a_later_file_replaces_the_order_it_names_and_no_other(lake):
    first = bring(
        lake,
        None,
        checked("repair_order", {"ro_no": "A1", "opened_at": JUNE}, {"ro_no": "A2", "opened_at": JUNE}),
        "B1",
    )
    second = bring(lake, first.version, checked("repair_order", {"ro_no": "A1", "opened_at": JULY}), "B2")
    assert orders(lake, second.version) == {("S01", "A1", "B2"), ("S01", "A2", "B1")}


def test_two_stores_may_use_the_same_number(lake):
    first = bring(lake, None, checked("repair_order", {"ro_no": "A1", "opened_at": JUNE}), "B1")
    second = bring(
        lake, first.version, checked("repair_order", {"ro_no": "A1", "opened_at": JUNE}, store="S02"), "B2"
    )
    assert orders(lake, second.version) == {("S01", "A1", "B1"), ("S02", "A1", "B2")}


def test_an_order_that_moves_to_another_month_leaves_the_old_one(lake):
    first = bring(lake, None, checked("repair_order", {"ro_no": "A1", "opened_at": JUNE}), "B1")
    second = bring(lake, first.version, checked("repair_order", {"ro_no": "A1", "opened_at": JULY}), "B2")
    assert content(lake, second.version)["part"].to_list() == ["2025-07"]


def test_lines_of_an_order_are_replaced_as_a_set(lake):
    line = {"ro_no": "A1", "settled_at": JUNE, "net_amount_fen": 100}
    first = bring(lake, None, checked("ro_part", line, line, {**line, "ro_no": "A2"}), "B1", "ro_part")
    second = bring(lake, first.version, checked("ro_part", {**line, "net_amount_fen": 700}), "B2", "ro_part")
    amounts = content(lake, second.version, "ro_part").group_by("ro_no").agg(pl.col("net_amount_fen").sum())
    assert dict(amounts.iter_rows()) == {"A1": 700, "A2": 100}


def test_identical_part_lines_of_one_file_are_both_kept(lake):
    line = {"ro_no": "A1", "part_no": "P", "net_amount_fen": 100}
    written = bring(lake, None, checked("ro_part", line, line), "B1", "ro_part")
    assert content(lake, written.version, "ro_part")["net_amount_fen"].to_list() == [100, 100]


def test_a_reversed_order_keeps_its_rows_and_survives_in_the_last_settlement(lake):
    rows = checked(
        "repair_order",
        {"ro_no": "A7", "opened_at": JUNE, "settled_at": JUNE, "net_total_fen": 240000},
        {
            "ro_no": "A7",
            "opened_at": JUNE,
            "settled_at": datetime(2025, 6, 13),
            "net_total_fen": -240000,
            "is_reversal": True,
        },
        {"ro_no": "A7", "opened_at": JUNE, "settled_at": datetime(2025, 6, 13), "net_total_fen": 235000},
    )
    frame = content(lake, bring(lake, None, rows, "B1").version)
    assert frame["net_total_fen"].sum() == 235000
    assert frame.filter("surviving")["net_total_fen"].to_list() == [235000]


def test_a_reversal_in_a_later_file_completes_the_row_it_reverses(lake):
    first = bring(
        lake,
        None,
        checked(
            "repair_order", {"ro_no": "A7", "opened_at": JUNE, "settled_at": JUNE, "net_total_fen": 240000}
        ),
        "B1",
    )
    later = checked(
        "repair_order",
        {"ro_no": "A7", "opened_at": JUNE, "settled_at": JULY, "net_total_fen": -240000, "is_reversal": True},
        {"ro_no": "A7", "opened_at": JUNE, "settled_at": JULY, "net_total_fen": 235000},
    )
    second = bring(lake, first.version, later, "B2")
    assert content(lake, second.version)["net_total_fen"].sum() == 235000
    third = bring(lake, second.version, later, "B3")
    assert content(lake, third.version)["net_total_fen"].sum() == 235000


def test_of_two_states_in_one_file_the_settled_one_counts(lake):
    rows = checked(
        "repair_order",
        {"ro_no": "A1", "opened_at": JUNE, "settled_at": JUNE, "net_total_fen": 5},
        {"ro_no": "A1", "opened_at": JUNE, "net_total_fen": 9},
    )
    frame = content(lake, bring(lake, None, rows, "B1").version)
    assert frame.select("surviving", "net_total_fen").rows() == [(True, 5)]


def test_an_empty_cell_of_a_later_vehicle_file_erases_nothing(lake):
    first = bring(
        lake, None, checked("vehicle", {"vin": "v1", "model": "T5", "sold_by_store": True}), "B1", "vehicle"
    )
    later = checked("vehicle", {"vin": "v1", "sale_date": date(2024, 1, 5)}, store="S02")
    second = bring(lake, first.version, later, "B2", "vehicle")
    row = content(lake, second.version, "vehicle").row(0, named=True)
    assert (row["model"], row["sale_date"], row["sold_by"]) == ("T5", date(2024, 1, 5), "S01")


def test_undo_restores_the_former_rows_exactly(lake):
    first = bring(
        lake,
        None,
        checked("repair_order", {"ro_no": "A1", "opened_at": JUNE}, {"ro_no": "A2", "opened_at": JULY}),
        "B1",
    )
    second = bring(
        lake,
        first.version,
        checked("repair_order", {"ro_no": "A1", "opened_at": JULY}, {"ro_no": "A3", "opened_at": JULY}),
        "B2",
    )
    undone = lake.withdraw("repair_order", second.version, "B2", ["B1"])
    assert content(lake, undone.version).equals(content(lake, first.version))


def test_undo_of_an_older_batch_keeps_what_a_newer_one_said(lake):
    first = bring(
        lake,
        None,
        checked("repair_order", {"ro_no": "A1", "opened_at": JUNE}, {"ro_no": "A2", "opened_at": JUNE}),
        "B1",
    )
    second = bring(lake, first.version, checked("repair_order", {"ro_no": "A1", "opened_at": JULY}), "B2")
    undone = lake.withdraw("repair_order", second.version, "B1", ["B2"])
    assert orders(lake, undone.version) == {("S01", "A1", "B2")}


def test_undo_of_a_vehicle_file_forgets_only_what_it_said(lake):
    first = bring(lake, None, checked("vehicle", {"vin": "v1", "model": "T5"}), "B1", "vehicle")
    second = bring(
        lake, first.version, checked("vehicle", {"vin": "v1", "model": "T7", "brand": "Q"}), "B2", "vehicle"
    )
    undone = lake.withdraw("vehicle", second.version, "B2", ["B1"])
    row = content(lake, undone.version, "vehicle").row(0, named=True)
    assert (row["model"], row["brand"]) == ("T5", None)


def test_a_writer_killed_before_its_pin_counted_leaves_no_trace(lake):
    first = bring(lake, None, checked("repair_order", {"ro_no": "A1", "opened_at": JUNE}), "B1")
    bring(
        lake,
        first.version,
        checked("repair_order", {"ro_no": "A1", "opened_at": JULY}, {"ro_no": "X", "opened_at": JULY}),
        "killed",
    )
    second = bring(lake, first.version, checked("repair_order", {"ro_no": "A2", "opened_at": JUNE}), "B2")
    assert orders(lake, second.version) == {("S01", "A1", "B1"), ("S01", "A2", "B2")}


def test_a_very_first_writer_killed_leaves_no_trace_either(lake):
    bring(lake, None, checked("repair_order", {"ro_no": "X", "opened_at": JULY}), "killed")
    first = bring(lake, None, checked("repair_order", {"ro_no": "A1", "opened_at": JUNE}), "B1")
    assert orders(lake, first.version) == {("S01", "A1", "B1")}


def test_a_former_state_can_be_opened_again(lake):
    first = bring(lake, None, checked("repair_order", {"ro_no": "A1", "opened_at": JUNE}), "B1")
    bring(lake, first.version, checked("repair_order", {"ro_no": "A1", "opened_at": JULY}), "B2")
    assert orders(lake, first.version) == {("S01", "A1", "B1")}


def test_a_batch_without_rows_changes_nothing(lake):
    first = bring(lake, None, checked("repair_order", {"ro_no": "A1", "opened_at": JUNE}), "B1")
    empty = checked("repair_order", {"ro_no": "A1"}).clear()
    assert orders(lake, bring(lake, first.version, empty, "B2").version) == {("S01", "A1", "B1")}
    assert (
        content(
            lake, bring(lake, None, checked("survey", {}).clear(), "B3", "survey").version, "survey"
        ).height
        == 0
    )


def test_surveys_without_a_number_are_told_apart_by_their_content(lake):
    row = {"service_date": date(2025, 6, 1), "score_milli": 9000}
    first = bring(lake, None, checked("survey", row, {**row, "score_milli": 8000}), "B1", "survey")
    again = bring(lake, first.version, checked("survey", row), "B2", "survey")
    assert content(lake, again.version, "survey").height == 2
