"""What becomes of the rows of an order file."""

from __future__ import annotations

from datetime import datetime

from tests.engine.tables import STORES, Row, checked, table

from biaogan.engine.facts.checking import Context, check


def order(**values: str | None) -> Row:
    return {"ro_no": "R1", "opened_at": "2025-06-02 09:00", **values}


def test_the_store_is_found_by_name_alias_or_code_after_folding() -> None:
    result = checked(
        "repair_order",
        order(),
        order(ro_no="R2", store_name=" 金牛 店"),
        order(ro_no="R3", store_name="Ｓ01"),
    )
    assert result.good["store"].to_list() == ["S01", "S01", "S01"]


def test_an_unknown_store_is_refused_and_named() -> None:
    result = checked("repair_order", order(), order(store_name="火星店"))
    assert result.rejected.select("line", "codes").rows() == [(3, ["unknown-store"])]
    assert result.unknown_stores == ("火星店",)


def test_the_default_store_fills_only_files_without_a_store_column() -> None:
    context = Context(store_of=STORES.store_of, default_store="S02")
    alone = check("repair_order", table({"ro_no": "R1", "opened_at": "2025-06-02"}), context)
    named = checked("repair_order", order(store_name=None), context=context)
    assert alone.good["store"].to_list() == ["S02"]
    assert named.reasons == {"missing-store": 1}


def test_the_second_identical_order_row_is_dropped() -> None:
    result = checked("repair_order", order(net_total="100"), order(net_total="100"), order(net_total="90"))
    assert result.good["line"].to_list() == [2, 4]
    assert result.ignored.rows() == [(3, "duplicate-row")]


def test_identical_part_lines_are_all_kept() -> None:
    line: Row = {"ro_no": "R1", "part_no": "P1", "qty": "1", "net_amount": "20"}
    assert checked("ro_part", line, line).accepted == 2


def test_an_impossible_opening_is_refused_and_an_impossible_promise_counts_as_empty() -> None:
    result = checked(
        "repair_order",
        order(opened_at="2025-02-30"),
        order(promised_first="改天"),
        order(opened_at="--", ro_no="R3"),
    )
    assert result.rejected["codes"].to_list() == [["invalid-date"], ["missing-date"]]
    assert result.good["promised_first"].to_list() == [None]
    assert result.warnings["unreadable-date"] == 1


def test_the_arrival_stands_for_an_opening_the_file_does_not_have() -> None:
    row: Row = {"ro_no": "R1", "arrived_at": "20250602 09:30"}
    assert checked("repair_order", row).good["opened_at"].to_list() == [
        datetime.fromisoformat("2025-06-02T09:30")
    ]


def test_one_column_of_category_and_type_fills_what_it_names() -> None:
    words = ["返工", "OEM索赔", "精品销售", "PDI", "保养", "一般维修", "索赔"]
    result = checked(
        "repair_order", *[order(ro_no=f"R{place}", biz_type=word) for place, word in enumerate(words)]
    ).good
    assert result.select("ro_type", "biz_type", "is_internal").rows() == [
        ("rework", "repair", None),
        ("claim", "warranty", None),
        ("sale", "accessories", None),
        ("repair", "internal", True),
        ("repair", "maintenance", None),
        ("repair", "repair", None),
        ("claim", "warranty", None),
    ]


def test_category_and_type_in_two_columns_keep_their_own() -> None:
    result = checked(
        "repair_order",
        order(ro_type="索赔", biz_type="事故"),
        order(ro_no="R2", ro_type="维修", biz_type="精品销售"),
    ).good
    assert result.select("ro_type", "biz_type").rows() == [("claim", "accident"), ("sale", "accessories")]


def test_status_tells_void_and_reversed_orders() -> None:
    rows = [
        order(ro_no="R1", status="作废"),
        order(ro_no="R2", status="反结算", net_total="-5"),
        order(ro_no="R3", status="已结算"),
    ]
    result = checked("repair_order", *rows).good
    assert result["status"].to_list() == ["void", "reversed", "settled"]
    assert result.select("is_void", "is_reversal").rows() == [(True, None), (None, True), (None, None)]


def test_a_totals_row_that_agrees_is_ignored_and_one_that_does_not_is_refused() -> None:
    rows = [
        order(net_total="100.10"),
        order(ro_no="R2", net_total="x"),
        order(ro_no="R3", opened_at="never", net_total="50"),
    ]
    total: Row = {"store_name": "合计", "net_total": "150.10"}
    assert checked("repair_order", *rows, total).ignored.rows() == [(5, "total-row")]
    wrong = checked("repair_order", *rows, total | {"net_total": "150.11"})
    assert wrong.rejected.select("line", "codes").rows() == [(4, ["invalid-date"]), (5, ["total-mismatch"])]


def test_a_wording_without_code_is_kept_with_its_money() -> None:
    result = checked("repair_order", order(ro_type="维修", biz_type="事故快修", net_total="80"))
    assert result.good.select("biz_type", "biz_type_text").rows() == [(None, "事故快修")]
    assert result.unmapped_values == (
        {"field": "biz_type", "wording": "事故快修", "rows": 1, "money_fen": 8000},
    )


def test_a_person_may_say_what_a_wording_means() -> None:
    context = Context(store_of=STORES.store_of, value_maps={("biz_type", "事故快修"): "accident"})
    assert checked("repair_order", order(ro_type="维修", biz_type="事故快修"), context=context).good[
        "biz_type"
    ].to_list() == ["accident"]


def test_a_last_row_of_sums_without_label_is_a_totals_row() -> None:
    rows = [order(net_total="10"), order(ro_no="R2", net_total="20")]
    bare: Row = {"store_name": None, "ro_no": None, "opened_at": None}
    assert checked("repair_order", *rows, bare | {"net_total": "30"}).reasons == {"total-row": 1}
    assert checked("repair_order", *rows, bare | {"net_total": "31"}).reasons == {"total-mismatch": 1}


def test_a_row_with_two_faults_names_both() -> None:
    result = checked("repair_order", order(store_name="火星店", ro_no=None, opened_at="昨天"))
    assert set(result.rejected["codes"][0]) == {"unknown-store", "missing-key", "invalid-date"}
    assert result.rejected["details"][0] == "opened_at: 昨天; store_name: 火星店; ro_no: "
