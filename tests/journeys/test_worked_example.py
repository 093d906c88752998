"""The worked example of the KPI dictionary (7.C): from dealers' files to its figures, by the real command."""

from __future__ import annotations

import pytest

from journeys import dealers
from journeys.home import Home
from naive.golden import records

pytestmark = [pytest.mark.only_on("sqlite"), pytest.mark.timeout(600)]

MONTH = "2025-06"
FIGURES = {
    "revenue": "17050.00",
    "labour-revenue": "5950.00",
    "parts-revenue": "9100.00",
    "accessory-revenue": "2000.00",
    "internal-revenue": "200.00",
    "visits": 5,
    "ro-count": 6,
    "revenue-per-visit": "3410.00",
    "accident-share": pytest.approx(100 * 8000 / 17050),
    "warranty-share": pytest.approx(100 * 800 / 17050),
    "on-time-delivery": 80,
    "first-time-fix": pytest.approx(200 / 3),
    "wip-orders": 1,
}
PAYERS = {"CP": "客户付费", "WAR": "索赔", "INS": "保险", "INT": "店内付费"}
ORDERS = ["工单号", "原工单号", "VIN", "开单时间", "预交车时间", "竣工时间", "结算日期", "工单类型",
          "维修类型", "工单状态", "内部单"]  # fmt: skip
LABOUR = ["工单号", "项目名称", "标准工时", "工时金额", "实收工费", "收费区分"]
PARTS = ["工单号", "配件代码", "配件名称", "配件大类", "数量", "金额", "优惠后金额", "收费区分"]


def orders() -> list[list[str]]:
    fields = ["ro_no", "parent", "vin", "open", "promise", "ready", "settle", "ro_type", "biz", "status"]
    return [
        ORDERS,
        *([row[f] for f in fields] + ["是" if row["internal"] == "1" else "否"] for row in records()),
    ]


def labour() -> list[list[str]]:
    lines = [[row["ro_no"], "检修", sign(row), row["labour"], row["labour"], payer(row)] for row in records()]
    return [LABOUR, *lines]


def parts() -> list[list[str]]:
    filters = [line(row, "P1", "机滤", "机油", row["parts"]) for row in records()]
    mats = [line(row, "P2", "脚垫", "精品", row["acc"]) for row in records() if row["acc"] != "0"]
    return [PARTS, *filters, *mats]


def line(row: dict[str, str], code: str, name: str, part_class: str, amount: str) -> list[str]:
    return [row["ro_no"], code, name, part_class, sign(row), amount, amount, payer(row)]


def sign(row: dict[str, str]) -> str:
    return "-1" if row["reversal"] == "1" else "1"


def payer(row: dict[str, str]) -> str:
    return PAYERS[row["payer"]]


SHAPES = {
    "report, template and GB18030": {
        "维修工单查询.xls": dealers.report_xls(orders()),
        "项目明细.xlsx": dealers.template_xlsx(labour()),
        "出库明细.csv": dealers.text(parts(), "gb18030"),
    },
    "web page and UTF texts": {
        "工单.xls": dealers.page_xls(orders()),
        "项目.txt": dealers.text(labour(), "utf-16", "\t"),
        "配件.csv": dealers.text(parts(), dealers.UTF8_WITH_MARK),
    },
    "one workbook": {"六月.xlsx": dealers.workbook({"工单": orders(), "工时": labour(), "配件": parts()})},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_worked_example_reads_the_same_from_every_shape_of_file(tmp_path, shape):
    home, folder = Home(tmp_path / "home"), tmp_path / "files"
    folder.mkdir()
    for name, content in SHAPES[shape].items():
        (folder / name).write_bytes(content)
    home.done("stores", "add", "S01", "北城店")
    files = home.bring(folder, options=["--store", "S01"])
    sheets = [sheet for file in files for sheet in file["sheets"]]
    assert sorted(sheet["kind"] for sheet in sheets) == ["repair_order", "ro_labour", "ro_part"]
    assert [sheet["quarantined"] for sheet in sheets] == [0, 0, 0]
    found = home.readings(",".join(FIGURES), MONTH, as_of="2025-08-31")
    assert {one["metric"]: one["value"] for one in found} == FIGURES
