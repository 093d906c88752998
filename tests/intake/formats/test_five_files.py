"""The five files a dealer exports together are told apart and understood."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.intake.formats import five_files
from tests.intake.formats.sheets import fields, recognised

from biaogan.engine.facts.checking import Context, check

EXPECTED = {
    "repair_order": (
        five_files.ORDERS,
        56,
        {
            "分厂": "store_name",
            "委托号": "ro_no",
            "VIN": "vin",
            "车辆牌号": "plate",
            "进厂日期": "arrived_at",
            "状态": "status",
            "工单分类": "ro_type",
            "结算日期": "settled_at",
            "交车日期": "delivered_at",
            "预计交车日期": "promised_first",
            "总金额": "list_total",
            "总折扣金额": "discount_total",
            "应付总金额": "net_total",
            "工时合计": "labour_total",
            "零件合计": "parts_total",
            "进厂里程": "mileage_in",
            "车辆本店销售": "sold_by_store",
            "预检单号": "parent_ro_no",
            "促销关怀活动": "promo_id",
            "故障描述": "complaint_text",
            "回访日期": "follow_up_date",
            "服务顾问": "sa_id",
        },
    ),
    "settlement": (
        five_files.SETTLEMENTS,
        32,
        {
            "工单号": "ro_no",
            "结算方式": "settle_type",
            "付款方式": "pay_method",
            "结算人": "settled_by",
            "工时应付": "labour_net",
            "零件应付": "parts_net",
            "工时合计": "labour_list",
            "零件合计": "parts_list",
            "应付总金额": "total_net",
            "总金额": "total_list",
            "结算日期": "settled_at",
            "发票号": "invoice_no",
            "分厂": "store_name",
        },
    ),
    "ro_part": (
        five_files.PARTS,
        58,
        {
            "工单号": "ro_no",
            "零件代码": "part_no",
            "零件名称": "part_name",
            "数量": "qty",
            "单价": "unit_price",
            "金额": "list_amount",
            "折扣": "discount_amount",
            "优惠后金额": "net_amount",
            "零件成本": "cost_amount",
            "入库价": "unit_cost",
            "收费方式": "payer",
            "配件大类": "part_class",
            "退料": "is_return",
            "领料日期": "issued_at",
            "结算日期": "settled_at",
            "增料": "add_on",
            "出库类别": "issue_type",
            "分厂": "store_name",
        },
    ),
    "ro_labour": (
        five_files.LABOUR,
        29,
        {
            "工单号": "ro_no",
            "工时代码": "op_code",
            "工时名称": "op_name",
            "标准工时": "std_hours",
            "标准工费": "std_amount",
            "工时金额": "list_amount",
            "实收工费": "net_amount",
            "派工工费": "cost_amount",
            "付款分类": "payer",
            "是否增项": "add_on",
            "维修技师": "tech_id",
            "派工日期": "dispatched_at",
            "完工日期": "finished_at",
            "结算日期": "settled_at",
            "工时单价": "hour_price",
            "班组": "trade",
            "分厂": "store_name",
        },
    ),
    "vehicle": (
        five_files.VEHICLES,
        40,
        {
            "VIN": "vin",
            "发票日(销售日)": "sale_date",
            "行驶里程": "mileage_last",
            "保修到期": "warranty_end",
            "厂牌": "brand",
            "客户名称": "owner",
            "使用人电话": "owner_phone",
            "上次保养日期": "last_service_date",
            "定保到期": "next_service_date",
            "过户车": "is_transferred",
            "车辆状态": "vehicle_status",
            "分厂": "store_name",
            "客户档案号": "owner_id",
        },
    ),
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_file_of_the_five_file_set_is_recognised_by_its_headers(kind: str) -> None:
    headers, count, expected = EXPECTED[kind]
    assert len(headers) == count
    found = recognised(headers, ["x"] * count)
    assert (found.kind, found.header_row) == (kind, 1)
    assert expected.items() <= fields(found).items()


def test_dates_and_times_of_the_order_file_are_joined() -> None:
    row = dict.fromkeys(five_files.ORDERS, "") | {
        "委托号": "W1",
        "进厂日期": "20250602",
        "进厂时间": "09:30:00",
        "交车日期": "20250602",
        "交车时间": "",
        "结算日期": "",
        "结算时间": "",
    }
    table = recognised(five_files.ORDERS, list(row.values())).table
    assert table["arrived_at"].to_list() == ["20250602 09:30:00"]
    assert table["delivered_at"].to_list() == ["20250602"]
    assert table["settled_at"].to_list() == [None]


def test_one_column_of_category_and_type_fills_both() -> None:
    row = ["返工" if header == "工单分类" else "x" for header in five_files.ORDERS]
    table = recognised(five_files.ORDERS, row).table
    assert (table["ro_type"].to_list(), table["biz_type"].to_list()) == (["返工"], ["返工"])


def test_unknown_headers_are_listed() -> None:
    found = recognised(five_files.LABOUR, ["x"] * 29)
    assert {"派工人", "审查人", "备注", "地址"} <= set(found.unmapped)
    assert "工单号" not in found.unmapped


def test_an_order_of_the_five_file_set_becomes_a_fact() -> None:
    row = dict.fromkeys(five_files.ORDERS, "") | {
        "分厂": "金牛店",
        "委托号": "W20250601.0",
        "VIN": "\tlbv1",
        "车辆牌号": "川A·12345",
        "进厂日期": "20250602",
        "进厂时间": "09:30:00",
        "预计交车日期": "20250602",
        "预计交车时间": "17:00",
        "结算日期": "2025-06-03",
        "状态": "已结算",
        "工单分类": "保修索赔",
        "总金额": "￥1,200.00",
        "总折扣金额": "200",
        "应付总金额": "1000",
        "车辆本店销售": "是",
    }
    found = recognised(["维修查询"], five_files.ORDERS, list(row.values()))
    checked = check(found.kind, found.table, Context(store_of={"金牛店": "S01"}), columns=found.columns)
    fact = checked.good.to_dicts()[0]
    expected = {
        "line": 3,
        "store": "S01",
        "ro_no": "W20250601",
        "vin": "LBV1",
        "plate": "川A12345",
        "arrived_at": datetime.fromisoformat("2025-06-02T09:30"),
        "opened_at": datetime.fromisoformat("2025-06-02T09:30"),
        "promised_first": datetime.fromisoformat("2025-06-02T17:00"),
        "settled_at": datetime.fromisoformat("2025-06-03"),
        "status": "settled",
        "ro_type": "claim",
        "biz_type": "warranty",
        "list_total_fen": 120_000,
        "net_total_fen": 100_000,
        "sold_by_store": True,
    }
    assert {name: fact[name] for name in expected} == expected
    assert checked.unmapped_values == ()
