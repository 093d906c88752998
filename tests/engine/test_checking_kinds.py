"""What becomes of the rows of every kind, by the rules of its fields."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from tests.engine.tables import STORES, Heading, Row, checked, table

from biaogan.engine.facts.checking import Context, check
from biaogan.engine.facts.kinds import KINDS

WHOLE_ROWS: dict[str, Row] = {
    "store": {"store": "S01", "store_name": "金牛店", "city": "成都"},
    "repair_order": {"ro_no": "R1", "opened_at": "2025-06-02"},
    "ro_labour": {"ro_no": "R1", "op_code": "A", "net_amount": "10"},
    "ro_part": {"ro_no": "R1", "part_no": "P", "net_amount": "10"},
    "ro_misc": {"ro_no": "R1", "kind": "拖车费", "amount": "10"},
    "settlement": {"ro_no": "R1", "settled_at": "2025-06-02", "total_net": "10"},
    "receivable": {"settle_no": "J1", "receivable": "10"},
    "promotion": {"promo_id": "H1", "start": "2025-06-01", "end": "2025-06-30"},
    "vehicle": {"vin": "V1", "sale_date": "2025-06-02"},
    "appointment": {"appt_no": "Y1", "planned_at": "2025-06-02 09:00"},
    "survey": {"service_date": "2025-06-02", "score": "9", "scale": "10"},
    "complaint": {"complaint_no": "T1", "received_at": "2025-06-02 09:00"},
    "insurance_policy": {"policy_no": "B1", "end": "2025-06-02"},
    "service_product": {"contract_no": "H1", "sold_at": "2025-06-02"},
    "staff": {"staff_id": "E1", "hire_date": "2025-06-02"},
    "position_plan": {"position": "机修", "month": "2025-06", "planned_posts": "3"},
    "attendance": {"staff_id": "E1", "date": "2025-06-02", "attended_hours": "8"},
    "training_record": {"staff_id": "E1", "due_date": "2025-06-02"},
    "certification": {"staff_id": "E1", "issued_at": "2025-06-02"},
    "finance_month": {"month": "2025-06", "gp_aftersales": "10"},
    "target": {"kpi_code": "售后产值", "month": "2025-06", "value": "10"},
    "reported_kpi": {"code": "当月进厂台次", "month": "2025-06", "value": "10"},
    "part_stock": {"part_no": "P", "date": "2025-06-30", "qty": "2"},
    "part_demand": {"part_no": "P", "requested_at": "2025-06-02"},
    "inspection": {"insp_id": "X1", "date": "2025-06-02", "score": "9"},
    "improvement": {"improvement_no": "G1", "due_date": "2025-06-30"},
}


def test_every_kind_has_a_whole_row_among_the_examples() -> None:
    assert set(WHOLE_ROWS) == set(KINDS)


@pytest.mark.parametrize("kind", WHOLE_ROWS)
def test_a_whole_row_becomes_a_fact_of_the_declared_columns(kind: str) -> None:
    result = checked(kind, WHOLE_ROWS[kind])
    assert (result.accepted, result.reasons) == (1, {})
    assert dict(result.good.schema) == KINDS[kind].schema
    assert result.good["store"].to_list() == ["S01"]


@pytest.mark.parametrize("kind", WHOLE_ROWS)
def test_a_row_without_a_required_value_is_refused(kind: str) -> None:
    for field in KINDS[kind].fields:
        empty_allowed = (kind, field.name) in {
            ("ro_labour", "net_amount"),
            ("ro_part", "net_amount"),
            ("ro_misc", "amount"),
        }
        if field.required and not empty_allowed and field.name != "store_name":
            result = checked(kind, WHOLE_ROWS[kind] | {field.name: None, "store": "S01"})
            assert result.rejected.height == 1, field.name


def test_an_empty_net_amount_is_accepted_and_an_unreadable_one_refused() -> None:
    result = checked(
        "ro_labour",
        {"ro_no": "R1", "net_amount": None, "op_code": "A"},
        {"ro_no": "R1", "net_amount": "面议"},
    )
    assert result.good["net_amount_fen"].to_list() == [None]
    assert result.rejected["codes"].to_list() == [["invalid-amount"]]
    assert result.rejected["details"].to_list() == ["net_amount: 面议"]


@pytest.mark.parametrize(
    ("qty", "amount", "mark", "code"),
    [
        ("1", "-20", None, "qty-amount-sign"),
        ("-1", "20", None, "qty-amount-sign"),
        ("-1", "-20", "是", None),
        ("1", "20", "否", None),
        ("0", "-20", None, None),
        ("1", None, None, None),
        ("1", "20", "是", "return-not-negative"),
    ],
)
def test_quantity_and_amount_of_a_part_have_one_sign(
    qty: str, amount: str | None, mark: str | None, code: str | None
) -> None:
    result = checked(
        "ro_part", {"ro_no": "R1", "part_no": "P", "qty": qty, "net_amount": amount, "is_return": mark}
    )
    assert list(result.reasons) == ([code] if code else [])


@pytest.mark.parametrize(
    ("score", "scale", "nps", "good"),
    [
        ("9", "10", "10", True),
        ("10", "10", "0", True),
        ("11", "10", "9", False),
        ("-1", "10", "9", False),
        ("95", "100", "11", False),
        ("9", "10", "9.5", False),
        (None, "10", None, True),
        ("850", "1000", None, True),
        ("5", None, None, True),
    ],
)
def test_a_score_lies_within_its_scale(
    score: str | None, scale: str | None, nps: str | None, good: bool
) -> None:
    row: Row = {"service_date": "2025-06-02", "score": score, "scale": scale, "nps_score": nps}
    assert list(checked("survey", row).reasons) == ([] if good else ["score-out-of-scale"])


def test_a_masked_vin_is_no_vehicle() -> None:
    assert list(checked("vehicle", {"vin": "LBV***********123"}, {"vin": "lbv1"}).reasons) == ["masked-vin"]


def test_payers_and_part_classes_are_coded() -> None:
    words = [
        "客户付费",
        "客户自费",
        "自费",
        "厂家付费",
        "索赔",
        "OEM索赔",
        "厂家索赔",
        "保修",
        "保险",
        "保险理赔",
        "店内付费",
        "内部",
        "套餐",
        "赠送",
    ]
    codes = checked("ro_part", *[{"ro_no": "R1", "payer": word} for word in words]).good["payer"].to_list()
    assert codes == ["CP"] * 3 + ["WAR"] * 5 + ["INS"] * 2 + ["INT"] * 2 + ["PKG", None]
    parts = checked(
        "ro_part", *[{"ro_no": "R1", "part_class": word} for word in ("精品", "养护品", "装潢", "机油")]
    ).good
    assert parts.select("part_class", "part_class_text").rows() == [
        ("accessory", "精品"),
        ("accessory", "养护品"),
        ("accessory", "装潢"),
        (None, "机油"),
    ]


def test_the_state_of_an_appointment_is_its_own() -> None:
    words = ["未进厂", "取消进厂", "延迟进厂", "提前进厂", "准时进厂", "已到店", "已预约", "12541001"]
    rows: list[Row] = [
        {"appt_no": f"Y{place}", "planned_at": "2025-06-02", "status": word}
        for place, word in enumerate(words)
    ]
    assert checked("appointment", *rows).good["status"].to_list() == [
        "not-arrived",
        "cancelled",
        "late",
        "early",
        "on-time",
        "arrived",
        "booked",
        "not-arrived",
    ]


def test_flags_are_read_in_every_form() -> None:
    words = [
        "是",
        "Y",
        "1",
        "1.0",
        "√",
        "TRUE",
        "已竣工",
        "否",
        "N",
        "0",
        "FALSE",
        "×",
        "未竣工",
        None,
        "也许",
    ]
    rows: list[Row] = [
        {"ro_no": f"R{place}", "opened_at": "2025-06-02", "is_completed": word}
        for place, word in enumerate(words)
    ]
    result = checked("repair_order", *rows)
    assert result.good["is_completed"].to_list() == [True] * 7 + [False] * 6 + [None] * 2
    assert result.warnings["unreadable-flag"] == 1


def test_a_column_headed_not_applicable_is_turned_round() -> None:
    rows: list[Row] = [{"insp_id": "X1", "date": "2025-06-02", "applicable": word} for word in ("是", "否")]
    turned = checked("inspection", *rows, columns=[Heading("applicable", "不适用")])
    assert turned.good["applicable"].to_list() == [False, True]
    assert checked("inspection", *rows, columns=[Heading("applicable", "是否适用")]).good[
        "applicable"
    ].to_list() == [True, False]


def test_ten_thousands_of_the_header_or_of_the_unit_column() -> None:
    row: Row = {"month": "2025-06", "gp_aftersales": "12.345678", "amount_unit": None}
    header = checked("finance_month", row, columns=[Heading("gp_aftersales", "售后毛利（万元）", "万元")])
    column = checked(
        "finance_month", row | {"amount_unit": "万元"}, row | {"amount_unit": "元", "month": "2025-07"}
    )
    assert header.good["gp_aftersales_fen"].to_list() == [12345678]
    assert column.good["gp_aftersales_fen"].to_list() == [12345678, 1235]


def test_amounts_including_tax_are_divided_one_by_one_but_not_those_of_finance_and_targets() -> None:
    gross = Context(store_of=STORES.store_of, amounts="gross", vat=Decimal("0.13"))
    lines = checked(
        "ro_part", {"ro_no": "R1", "net_amount": "113", "cost_amount": "0.05"}, context=gross
    ).good
    assert lines.select("net_amount_fen", "cost_amount_fen").rows() == [(10000, 4)]
    assert (
        checked("finance_month", {"month": "2025-06", "gp_aftersales": "113"}, context=gross).good[
            "gp_aftersales_fen"
        ][0]
        == 11300
    )
    target = checked("target", {"kpi_code": "产值", "month": "2025-06", "value": "113"}, context=gross)
    assert target.good["value_milli"].to_list() == [113_000]


def test_a_totals_row_is_compared_before_tax_is_taken_out() -> None:
    gross = Context(store_of=STORES.store_of, amounts="gross")
    rows: list[Row] = [{"ro_no": "R1", "net_amount": "1.01"}] * 3
    assert checked(
        "ro_labour", *rows, {"store_name": "合计", "net_amount": "3.03"}, context=gross
    ).reasons == {"total-row": 1}


def test_targets_name_metrics_and_keep_their_unit() -> None:
    rows: list[Row] = [
        {"kpi_code": "售后产值", "month": "2025-06", "value": "120.5", "unit": "万元", "version": None},
        {"kpi_code": "进厂台次", "month": "2025年6月", "value": "900", "version": "2"},
        {"kpi_code": "毛利率", "month": "202506", "value": "45.5%"},
        {"kpi_code": "客户满意度", "month": "2025-06", "value": "0.9"},
        {"kpi_code": "一次修复率", "month": "2025-06", "value": "0.9"},
        {"kpi_code": "自创指标", "month": "2025-06", "value": "7"},
    ]
    good = checked("target", *rows).good
    assert good.select("kpi_code", "month", "value_milli", "version").rows() == [
        ("revenue", "2025-06", 1_205_000_000, 1),
        ("visits", "2025-06", 900_000, 2),
        ("gross-margin", "2025-06", 45_500, 1),
        ("csi", "2025-06", 900, 1),
        ("first-time-fix", "2025-06", 90_000, 1),
        ("自创指标", "2025-06", 7_000, 1),
    ]


def test_a_wide_table_gives_a_fact_for_each_filled_column_and_counts_its_rows_once() -> None:
    wide = [
        {"kpi_code": "售后产值", "value|month=2026-01": "10", "value|month=2026-02": "20"},
        {"kpi_code": "进厂台次", "value|month=2026-01": "x", "value|month=2026-02": "30"},
        {"kpi_code": "爽约率", "value|month=2026-01": None, "value|month=2026-02": None},
        {"kpi_code": "返修率", "value|month=2026-01": "x", "value|month=2026-02": None},
    ]
    result = checked("target", *wide, columns=[Heading("value|month=2026-02", "2月（万元）", "万元")])
    assert result.good.select("line", "kpi_code", "month", "value_milli").rows() == [
        (2, "revenue", "2026-01", 10_000),
        (2, "revenue", "2026-02", 200_000_000),
        (3, "visits", "2026-02", 300_000_000),
    ]
    assert (result.read, result.accepted, result.reasons) == (4, 2, {"invalid-number": 1, "no-values": 1})
    assert result.warnings["left-out-cells"] == 1


def test_charges_and_figures_across_become_rows() -> None:
    misc = checked("ro_misc", {"ro_no": "R1", "amount|kind=拖车费": "50", "amount|kind=救援费": "8.5"})
    assert misc.good.select("ro_no", "kind", "amount_fen").rows() == [
        ("R1", "拖车费", 5000),
        ("R1", "救援费", 850),
    ]
    kpis = checked(
        "reported_kpi", {"month": "2025-06", "value|code=当月进厂台次": "300", "value|code=忠诚客户数": "20"}
    )
    assert kpis.good.select("code", "value_milli").rows() == [("visits", 300_000), ("忠诚客户数", 20_000)]


def test_the_store_may_be_missing_where_the_member_of_staff_tells_it() -> None:
    rows = table({"staff_id": "E1", "date": "2025-06-02", "attended_hours": "7.5"})
    good = check("attendance", rows, Context()).good
    assert good.select("store", "attended_hours_milli", "date").rows() == [(None, 7500, date(2025, 6, 2))]


def test_a_survey_without_answer_date_was_sent_and_not_answered() -> None:
    assert checked("survey", {"service_date": "2025-06-02", "answered_at": "--"}).good[
        "answered_at"
    ].to_list() == [None]


def test_a_year_not_written_is_taken_from_the_other_dates_of_the_table() -> None:
    rows: list[Row] = [
        {"complaint_no": "T1", "received_at": "2025-06-01 08:00", "closed_at": "6月2日"},
        {"complaint_no": "T2", "received_at": "6月3日 09:30", "closed_at": "2025-06-05"},
    ]
    result = checked("complaint", *rows)
    assert result.good["received_at"].to_list()[1] == datetime.fromisoformat("2025-06-03T09:30")
    assert result.warnings["year-assumed"] == 2


def test_a_block_total_and_a_grand_total_are_both_checked() -> None:
    line: Row = {"ro_no": "R1", "net_amount": "10", "qty": "1"}
    sums: list[Row] = [
        line,
        line,
        {"store_name": "小计", "net_amount": "20"},
        line,
        {"store_name": "小计", "net_amount": "10"},
    ]
    good = checked("ro_part", *sums, {"store_name": "总计", "net_amount": "30.00", "qty": "3"})
    assert good.reasons == {"total-row": 3}
    bad = checked("ro_part", *sums, {"store_name": "总计", "net_amount": "30.00", "qty": "4"})
    assert bad.reasons == {"total-mismatch": 1, "total-row": 2}


def test_a_discount_is_a_share_of_one() -> None:
    words = ["90%", "9折", "0.9", "85折", "12.5%"]
    good = checked("ro_labour", *[{"ro_no": "R1", "discount_rate": word} for word in words]).good
    assert good["discount_rate_milli"].to_list() == [900, 900, 900, 850, 125]


def test_staff_leave_in_three_ways() -> None:
    words = ["辞职", "辞退", "调动", "是"]
    rows: list[Row] = [
        {"staff_id": f"E{n}", "hire_date": "2020-01-01", "leave_type": word, "is_active": "离职"}
        for n, word in enumerate(words)
    ]
    good = checked("staff", *rows).good
    assert good["leave_type"].to_list() == ["voluntary", "involuntary", "transfer", "transfer"]
    assert good["is_active"].to_list() == [False] * 4
