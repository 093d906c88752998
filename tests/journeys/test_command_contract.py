"""What the commands print and return for a small region's files: others build on exactly this."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from journeys import dealers
from journeys.home import Home

pytestmark = [pytest.mark.only_on("sqlite"), pytest.mark.timeout(900)]

MARCH = "2026-03"
REPORT = dealers.rows("""
    门店,工单号,VIN,开单日期,结算日期,维修金额,工时费,工单状态
    北城店,A1,VA1,2026-03-02,2026-03-02,100,100,已结算
    北城（旗舰）,A2,VA2,2026-03-03,2026-03-03,200,200,已结算
    合计,,,,,300,300,
    制表人：某某,,,,,,,
""")
TEMPLATE = dealers.rows("""
    工单号,门店,VIN,开单日期,结算日期,维修金额,工时费,工单状态
    B1,S02,VB1,2026-03-04,2026-03-05,500,500,已结算
""")
MIXED = dealers.rows("""
    门店,工单号,VIN,开单日期,结算日期,维修金额,工时费,工单状态,随车音乐
    北城店,C1,VC1,2026-03-06,2026-03-06,50,50,已结算,
    无名店,C2,VC2,2026-03-06,2026-03-06,70,70,已结算,
    北城店,C3,VC3,2026-13-45,2026-03-06,90,90,已结算,
""")
LABOUR = dealers.rows("""
    门店,工单号,项目名称,标准工时,工时金额,实收工费,收费区分
    北城店,A1,检修,1,100,80,客户付费
""")
COMPLAINTS = dealers.rows("""
    门店,投诉编号,受理时间,首次回复时间,结案日期
    北城店,T1,2026-03-07 09:00,2026-03-07 20:00,2026-03-09
""")
APPOINTMENTS = dealers.rows("""
    门店,预约单号,接受预约日,预约进厂时间,预约单状态,VIN
    北城店,Y1,2026-03-01 09:00,2026-03-02 09:00,准时进厂,VA1
    北城店,Y2,2026-03-01 10:00,2026-03-08 09:00,未进厂,VX9
""")
FILES = {
    "1_维修工单查询.xls": dealers.report_xls(REPORT),
    "2_工单模板.xlsx": dealers.template_xlsx(TEMPLATE),
    "3_维修查询.csv": dealers.text(MIXED, "gb18030"),
    "4_项目查询.xls": dealers.page_xls(LABOUR),
    "5_客户.xlsx": dealers.workbook({"投诉": COMPLAINTS, "预约": APPOINTMENTS}),
}
SLUGS = ("revenue", "visits", "ro-count", "revenue-per-visit", "labour-revenue", "complaint-response-24h")
SHEET_KEYS = {"sheet", "kind", "header_row", "batch", "read", "accepted", "quarantined", "ignored"}
SHEET_KEYS |= {"unmapped_columns", "reasons"}
READING_KEYS = {"metric", "place", "month", "by", "numerator", "denominator", "value", "unit", "n", "version"}


class Region:
    """A home with the files brought in once, and what the import said; copies of it may be changed."""

    def __init__(self, root: Path) -> None:
        self.root, self.files, self.home = root, root / "files", Home(root / "home")
        self.files.mkdir()
        for name, content in FILES.items():
            (self.files / name).write_bytes(content)
        self.home.add_stores(("S01", "北城店", "北城(旗舰)"), ("S02", "南湖店", "南湖"))
        self.report = {
            Path(file["path"]).name: file for file in self.home.bring(self.files, code=1)
        }  # fmt: skip
        self.before = self.figures(self.home)

    def copy(self, name: str) -> Home:
        shutil.copytree(self.home.folder, self.root / name)
        return Home(self.root / name)

    @staticmethod
    def figures(home: Home) -> dict[tuple[str, str, str], object]:
        return home.values(",".join(SLUGS), "2026-02..2026-03")

    def batch(self, name: str) -> str:
        return self.report[name]["sheets"][0]["batch"]


@pytest.fixture(scope="module")
def region(tmp_path_factory) -> Region:
    return Region(tmp_path_factory.mktemp("region"))


def sheets(region: Region) -> dict[str, tuple[object, ...]]:
    return {
        f"{name[0]}{sheet['sheet'] if name[0] == '5' else ''}": tuple(
            sheet[key] for key in ("kind", "header_row", "read", "quarantined")
        )
        for name, file in region.report.items()
        for sheet in file["sheets"]
    }


def test_every_shape_is_recognised_with_its_header_row(region):
    found = sheets(region)
    found = {name: (kind, row, bad) for name, (kind, row, _read, bad) in found.items()}
    assert found == {
        "1": ("repair_order", 4, 0),
        "2": ("repair_order", 2, 0),
        "3": ("repair_order", 1, 2),
        "4": ("ro_labour", 1, 0),
        "5投诉": ("complaint", 1, 0),
        "5预约": ("appointment", 1, 0),
    }


def test_every_row_read_is_accounted_for(region):
    for file in region.report.values():
        assert {"path", "sha256", "status", "sheets"} <= file.keys()
        for sheet in file["sheets"]:
            assert sheet.keys() >= SHEET_KEYS
            assert sheet["read"] == sheet["accepted"] + sheet["quarantined"] + sheet["ignored"] > 0
    first = region.report["1_维修工单查询.xls"]["sheets"][0]
    assert (first["read"], first["accepted"], first["ignored"]) == (4, 2, 2)
    sample = region.report["2_工单模板.xlsx"]["sheets"][0]
    assert (sample["read"], sample["accepted"], sample["ignored"]) == (2, 1, 1)


def test_refused_rows_are_counted_by_reason_and_unknown_headers_are_listed(region):
    mixed = region.report["3_维修查询.csv"]
    assert mixed["status"] == "partly"
    assert mixed["sheets"][0]["reasons"] == {"unknown-store": 1, "invalid-date": 1}
    assert mixed["sheets"][0]["unmapped_columns"] == ["随车音乐"]
    others = [file["status"] for name, file in region.report.items() if file is not mixed]
    assert others == ["accepted"] * 4


def test_figures_come_from_lines_where_there_are_lines(region):
    figures = region.before
    assert figures["revenue", "S01", MARCH] == "330.00"
    assert figures["labour-revenue", "S01", MARCH] == "330.00"
    assert figures["revenue", "S02", MARCH] == "500.00"
    assert (figures["visits", "S01", MARCH], figures["ro-count", "S01", MARCH]) == (3, 3)
    assert figures["revenue-per-visit", "S01", MARCH] == "110.00"
    assert figures["complaint-response-24h", "S01", MARCH] == 100


def test_every_metric_place_and_month_asked_for_is_there_and_nothing_is_null(region):
    found = region.home.readings(",".join(SLUGS), "2025-12..2026-03")
    asked = {(slug, place, f"20{month}") for slug in SLUGS for place in ("S01", "S02")
             for month in ("25-12", "26-01", "26-02", "26-03")}  # fmt: skip
    assert {(one["metric"], one["place"], one["month"]) for one in found} == asked
    for one in found:
        assert one.keys() == READING_KEYS
        assert one["by"] == {}
        if one["month"] < MARCH and one["metric"] != "wip-orders":
            assert one["value"] is None, one


def test_a_region_sums_its_stores_and_is_named_region(region):
    [total, per_visit] = region.home.readings("revenue,revenue-per-visit", MARCH, by="region")
    assert (total["place"], total["by"], total["value"]) == ("region", {}, "830.00")
    assert (total["numerator"], total["denominator"], total["unit"]) == ("830.00", None, "CNY")
    assert (per_visit["numerator"], per_visit["denominator"], per_visit["value"]) == ("830.00", 4, "207.50")


def test_rows_behind_a_reading_name_file_sheet_and_line(region):
    found = region.home.json("rows", "ro-count", "--store", "S01", "--month", MARCH)
    places = {row["ro_no"]: (Path(row["file"]).name, row["line"]) for row in found}
    assert places == {
        "A1": ("1_维修工单查询.xls", 5),
        "A2": ("1_维修工单查询.xls", 6),
        "C1": ("3_维修查询.csv", 2),
    }
    assert {row["sheet"] for row in found if row["ro_no"] != "C1"} == {"Sheet1"}


def test_the_list_of_metrics_holds_every_slug_of_the_contract(region):
    listed = {metric["slug"] for metric in region.home.json("metrics", "list")}
    assert listed >= CONTRACT


def test_batches_are_listed_one_a_sheet(region):
    listed = region.home.json("batches")
    keys = {"batch", "path", "sheet", "kind", "read", "accepted", "quarantined", "ignored"}
    assert all(batch.keys() >= keys for batch in listed)
    reported = {sheet["batch"] for file in region.report.values() for sheet in file["sheets"]}
    assert {batch["batch"] for batch in listed} == reported
    assert len(listed) == 6


def test_the_same_file_again_changes_nothing(region):
    home = region.copy("again")
    [file] = home.bring(region.files / "1_维修工单查询.xls", code=1)
    assert file["status"] == "duplicate"
    assert region.figures(home) == region.before
    assert len(home.json("batches")) == 6


def test_a_dry_run_counts_the_same_and_leaves_nothing(region):
    home = Home(region.root / "dry")
    home.add_stores(("S01", "北城店", "北城(旗舰)"))
    mixed = region.files / "3_维修查询.csv"
    tried = home.bring(mixed, options=["--dry-run"], code=1)[0]["sheets"][0]
    assert home.json("batches") == []
    real = home.bring(mixed, code=1)[0]["sheets"][0]
    counts = ("read", "accepted", "quarantined", "ignored", "reasons")
    assert [tried[key] for key in counts] == [real[key] for key in counts]


def test_refused_rows_come_back_mended_and_count(region):
    home, out = region.copy("mended"), region.root / "refused.xlsx"
    home.done("quarantine", region.batch("3_维修查询.csv"), "--out", out)
    book = openpyxl.load_workbook(out)
    header, *lines = book.active.iter_rows(values_only=True)
    assert header[: len(MIXED[0])] == tuple(MIXED[0])
    assert len(header) > len(MIXED[0]), "a reason stands beside each row"
    assert [line[1] for line in lines] == ["C2", "C3"]
    book.active.cell(2, 1).value = "南湖店"
    book.active.cell(3, 4).value = "2026-03-06"
    book.save(out)
    [file] = home.bring(out)
    assert (file["status"], file["sheets"][0]["kind"]) == ("accepted", "repair_order")
    assert file["sheets"][0]["accepted"] == 2
    after = region.figures(home)
    assert (after["revenue", "S01", MARCH], after["revenue", "S02", MARCH]) == ("420.00", "570.00")


def test_an_undo_restores_every_figure_and_the_file_may_come_again(region):
    home, later = region.copy("undone"), region.root / "later.csv"
    later.write_bytes(dealers.text([REPORT[0], [*REPORT[2][:5], "999", "999", "已结算"]], "utf-8"))
    [file] = home.bring(later)
    assert home.values("revenue", MARCH)["revenue", "S01", MARCH] == "1129.00"
    home.done("undo", file["sheets"][0]["batch"])
    assert region.figures(home) == region.before
    assert home.bring(later)[0]["status"] == "accepted"
    assert home.values("revenue", MARCH)["revenue", "S01", MARCH] == "1129.00"


def test_a_restored_home_gives_the_same_readings(region):
    file, back = region.root / "kept.backup", Home(region.root / "back")
    region.home.done("backup", file)
    back.done("restore", file)
    assert region.figures(back) == region.before


def zip_of_windows(folder: Path) -> bytes:
    """Names stand in GBK without a mark: written as plain letters first, for zipfile would mark them."""
    buffer = io.BytesIO()
    plain = {name: f"{name[0]}".ljust(len(name.encode("gbk")), "_").encode() for name in FILES}
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in reversed(FILES):
            archive.write(folder / name, plain[name].decode())
    content = buffer.getvalue()
    for name in FILES:
        content = content.replace(plain[name], name.encode("gbk"))
    return content


def test_a_zip_counts_like_its_files_in_a_folder(region):
    home, packed = Home(region.root / "zipped"), region.root / "门店.zip"
    home.add_stores(("S01", "北城店", "北城(旗舰)"), ("S02", "南湖店", "南湖"))
    packed.write_bytes(zip_of_windows(region.files))
    report = home.bring(packed, code=1)
    assert sorted(Path(file["path"]).name for file in report) == sorted(FILES)
    assert region.figures(home) == region.before


def test_wrong_use_is_told_in_one_line(region):
    home = region.home
    assert "nowhere.csv" in home.refused("import", region.root / "nowhere.csv", "--json")
    assert "no-such" in home.refused("metrics", "show", "revenue,no-such", "--months", MARCH, "--json")
    assert "B99999" in home.refused("undo", "B99999")
    assert "S09" in home.refused("rows", "revenue", "--store", "S09", "--month", MARCH)
    home.refused("metrics", "show", "revenue", "--months", "March")


def test_a_damaged_workbook_is_refused_in_words(region):
    home, damaged = region.copy("damaged"), region.root / "damaged.xlsx"
    damaged.write_bytes(FILES["2_工单模板.xlsx"][:1500])
    answer = home.run("import", damaged, "--json")
    assert answer.returncode in (1, 2)
    if answer.returncode == 1:
        [file] = json.loads(answer.stdout)["files"]
        assert (file["status"], file["sheets"]) == ("refused", [])
    assert len(home.json("batches")) == 6


def test_gross_amounts_lose_their_tax(tmp_path):
    home, file = Home(tmp_path / "home"), tmp_path / "含税.csv"
    file.write_bytes(dealers.text([REPORT[0], [*REPORT[1][:5], "113", "113", "已结算"]], "utf-8"))
    home.done("stores", "add", "S01", "北城店")
    home.bring(file, options=["--amounts", "gross", "--vat", "0.13"])
    assert home.values("revenue", MARCH)["revenue", "S01", MARCH] == "100.00"


CONTRACT = {
    "revenue", "labour-revenue", "parts-revenue", "accessory-revenue", "value-added-revenue",
    "internal-revenue", "revenue-attainment", "gross-margin", "labour-gross-margin",
    "parts-gross-margin", "revenue-per-visit", "revenue-per-customer-year", "absorption",
    "personnel-cost-ratio", "operating-expense-ratio", "parts-labour-ratio", "accident-share",
    "warranty-share", "effective-labour-rate", "hours-per-visit", "discount-ratio", "promotion-share",
    "active-vehicles", "retention", "retention-age-1", "retention-age-3", "retention-age-5", "churn",
    "maintenance-return-rate", "first-service-rate", "new-customer-share", "csi", "nps",
    "complaint-rate", "complaint-response-24h", "complaint-closure-72h", "visits-per-vehicle",
    "survey-response", "visits", "ro-count", "appointment-rate", "no-show-rate", "on-time-delivery",
    "cycle-time-median", "cycle-time-p90", "first-time-fix", "comeback-rate", "technician-utilisation",
    "technician-efficiency", "technician-productivity", "wip-orders", "follow-up-rate",
    "output-per-head", "labour-efficiency", "turnover", "key-vacancy", "certified-technicians",
    "training-completion",
}  # fmt: skip
