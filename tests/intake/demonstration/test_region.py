"""The demonstration region: the same every time, in every shape, with the stories that were planted."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import time
from datetime import date
from functools import cache
from pathlib import Path

import fastexcel
import numpy as np
import polars as pl
import pytest

from biaogan.intake.demonstration import SMALL, STORES, STORIES, Size, grow, layouts
from biaogan.intake.demonstration.names import VIN_WEIGHTS, vehicle_numbers
from biaogan.intake.demonstration.region import month_names
from biaogan.intake.demonstration.seasons import Calendar, day_weights
from biaogan.intake.demonstration.sending import Period, of_period
from biaogan.intake.demonstration.world import Grown, grow_store

UNTIL = date(2026, 6, 30)
TINY = Size(stores=10, months=8, orders_per_store_month=30, monthly_files=2)
WINDOW = Size(stores=10, months=30, orders_per_store_month=160)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    list(grow(folder, size=TINY, until=UNTIL))
    return folder


def manifest(folder: Path) -> list[dict]:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.*"))
    }


def of_shape(folder: Path, shape: str, store: str = "") -> tuple[Path, dict]:
    """The last file of a shape, and what the manifest says about it."""
    entry = [e for e in manifest(folder) if e["shape"] == shape and e["store"].startswith(store)][-1]
    return folder / entry["path"], entry


@cache
def store(code: str) -> Grown:
    chosen = next(one for one in STORES if one.code == code)
    return grow_store(chosen, size=WINDOW, until=UNTIL, seed=20260101)


def settled(code: str) -> pl.DataFrame:
    rows = store(code).frames["repair_order"].filter(pl.col("version") == 0)
    kept = rows.filter(pl.col("settled_at").is_not_null() & ~pl.col("is_internal"))
    return kept.with_columns(month=pl.col("opened_at").dt.strftime("%Y-%m"))


def halves(code: str, story: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Settled orders before a story begins, and in its last six months."""
    begins = STORIES[story].first_month(until=UNTIL, months=WINDOW.months)
    orders = settled(code)
    last = month_names(UNTIL, WINDOW.months)[-6]
    return orders.filter(pl.col("month") < begins), orders.filter(pl.col("month") >= last)


def comeback_rate(orders: pl.DataFrame) -> float:
    repairs = orders["cause"].is_in(["repair", "warranty", "accident"]).sum()
    return (orders["cause"] == "rework").sum() / repairs


def test_the_same_seed_gives_the_same_bytes(region: Path, tmp_path: Path) -> None:
    list(grow(tmp_path, size=TINY, until=UNTIL))
    assert fingerprints(tmp_path) == fingerprints(region)


def test_another_seed_gives_another_region(tmp_path: Path) -> None:
    one_store = Size(stores=1, months=3, orders_per_store_month=20)
    for seed in (1, 2):
        list(grow(tmp_path / str(seed), size=one_store, until=UNTIL, seed=seed))
    assert fingerprints(tmp_path / "1") != fingerprints(tmp_path / "2")


def test_the_small_region_grows_in_five_seconds(tmp_path: Path) -> None:
    begin = time.process_time()
    paths = list(grow(tmp_path, size=SMALL, until=UNTIL))
    assert time.process_time() - begin < 5
    assert {path.parent.name for path in paths} == {"S01", "S02", "S03", "region"}


def test_every_shape_occurs(region: Path) -> None:
    shapes = {entry["shape"] for entry in manifest(region)}
    assert shapes == {
        "xls-title", "xls-plain", "xlsx", "xlsx-template", "html", "workbook", "sheet-per-month",
        "csv-gb18030", "csv-utf8-bom", "csv-utf16",
    }  # fmt: skip


def test_every_store_sends_its_main_kinds(region: Path) -> None:
    kinds: dict[str, set[str]] = {}
    for entry in manifest(region):
        kinds.setdefault(entry["store"], set()).update(sheet["kind"] for sheet in entry["sheets"])
    for one in STORES:
        assert {"repair_order", "vehicle", "staff", "survey", "finance_month"} <= kinds[one.code]
        assert {"insurance_policy", "service_product", "receivable", "reported_kpi"} <= kinds[one.code]
    assert "ro_labour" not in kinds["S06"], "the header-only store sends no lines"
    assert "ro_misc" in kinds["S01"] & kinds["S03"]
    assert kinds["region"] == {"store", "target", "promotion", "inspection"}


def test_files_of_a_store_sort_in_the_order_they_were_sent(region: Path) -> None:
    orders = [e["path"] for e in manifest(region) if e["store"] == "S10" and "维修工单" in e["path"]]
    assert orders == sorted(orders)
    assert len(orders) == 4, "two archives and two months"


def test_titled_xls_is_biff8_with_its_header_in_row_four(region: Path) -> None:
    path, entry = of_shape(region, "xls-title", "S01")
    assert path.suffix == ".xls"
    assert path.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"
    rows = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()
    assert entry["sheets"][0]["header_row"] == 4
    assert rows.row(1)[0] == "导出日期:"
    assert list(rows.row(3)) == layouts.DMS_ORDER.headers


def test_template_begins_in_column_b_with_marks_and_a_sample(region: Path) -> None:
    path, _ = of_shape(region, "xlsx-template", "S08")
    rows = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()
    assert rows.row(1)[0] is None
    assert rows.row(1)[2] == "工单号（*）"
    assert rows.row(2)[1] == "示例信息，导入时删除"


def test_five_files_carry_their_headers_exactly(region: Path) -> None:
    counts = {"维修查询": 56, "结算明细": 32, "出库明细": 58, "项目查询": 29, "车辆信息": 40}
    for title, count in counts.items():
        path = next(
            region / e["path"] for e in manifest(region) if title in e["path"] and e["shape"] == "xlsx"
        )
        headers = (
            fastexcel.read_excel(path).load_sheet(0, header_row=None, n_rows=1, dtypes="string").to_polars()
        )
        five = [
            one for one in vars(layouts).values() if getattr(one, "kind", None) and len(one.columns) == count
        ]
        assert list(headers.row(0)) == five[0].headers


def test_five_files_hold_order_numbers_as_numbers_and_time_apart_from_date(region: Path) -> None:
    path = next(
        region / e["path"] for e in manifest(region) if "维修查询" in e["path"] and e["shape"] == "xlsx"
    )
    rows = fastexcel.read_excel(path).load_sheet(0).to_polars()
    assert rows["委托号"].dtype == pl.Float64
    assert rows["进厂日期"].str.contains(r"^\d{8}$").all()
    assert rows["进厂时间"].str.contains(r"^\d\d:\d\d$").all()


def test_html_named_xls_holds_several_tables(region: Path) -> None:
    path, _ = of_shape(region, "html", "S04")
    page = path.read_text(encoding="utf-8")
    assert path.suffix == ".xls"
    assert page.startswith("<html")
    assert page.count("<table") == 3


@pytest.mark.parametrize(
    ("shape", "encoding"),
    [("csv-gb18030", "gb18030"), ("csv-utf8-bom", "utf-8-sig"), ("csv-utf16", "utf-16")],
)
def test_text_files_open_in_their_encoding(region: Path, shape: str, encoding: str) -> None:
    path, entry = of_shape(region, shape, "S")
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding))))
    sheet = entry["sheets"][0]
    assert rows[0][0] in {"门店", "特约店"}
    assert len(rows) == 1 + sheet["rows"] + sheet["ignored"]


def test_workbooks_hold_one_kind_per_sheet_or_one_month_per_sheet(region: Path) -> None:
    path, entry = of_shape(region, "workbook")
    assert [sheet["kind"] for sheet in entry["sheets"]] == ["repair_order", "ro_labour", "ro_part"]
    assert fastexcel.read_excel(path).sheet_names == ["工单", "维修项目", "配件明细"]
    path, _ = of_shape(region, "sheet-per-month", "S02")
    assert "6月" in fastexcel.read_excel(path).sheet_names


def test_page_exports_repeat_their_header_and_end_in_totals_and_a_footer(region: Path) -> None:
    path = next(
        region / e["path"] for e in manifest(region)
        if e["store"] == "S05" and e["path"].endswith("维修项目_2026-06.csv")
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("gb18030"))))
    assert rows.count(rows[0]) > 1
    assert rows[-2][0] == "合计"
    assert rows[-1][0].startswith("制表人")
    money = layouts.LABOUR.headers.index("优惠后金额")
    data = [row for row in rows[:-2] if row != rows[0]]
    assert float(rows[-2][money]) == pytest.approx(sum(float(row[money]) for row in data), abs=0.001)


def test_one_store_counts_in_ten_thousand_yuan_and_says_so(region: Path) -> None:
    path = next(
        region / e["path"] for e in manifest(region) if e["store"] == "S01" and "经营月报" in e["path"]
    )
    frame = fastexcel.read_excel(path).load_sheet(0).to_polars()
    assert "售后营业额（万元）" in frame.columns
    assert frame["售后营业额（万元）"].max() < 100


def test_bad_cells_are_few_and_known(region: Path) -> None:
    refused: dict[str, int] = {}
    rows = 0
    for entry in manifest(region):
        for sheet in entry["sheets"]:
            rows += sheet["rows"]
            for reason, count in sheet["refused"].items():
                refused[reason] = refused.get(reason, 0) + count
    assert set(refused) == {
        "invalid-date", "invalid-amount", "qty-amount-sign", "score-out-of-scale", "total-mismatch",
    }  # fmt: skip
    assert 0 < sum(refused.values()) < rows * 0.005


def test_vehicle_numbers_pass_the_check_digit() -> None:
    letters = dict(
        zip(
            "ABCDEFGHJKLMNPRSTUVWXYZ",
            [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9],
            strict=True,
        )
    )
    for number in vehicle_numbers(3, np.array([0, 1, 2, 3]), np.array([2014, 2018, 2022, 2026])):
        values = [int(c) if c.isdigit() else letters[c] for c in number]
        rest = sum(value * weight for value, weight in zip(values, VIN_WEIGHTS, strict=True)) % 11
        assert len(number) == 17
        assert number[8] == ("X" if rest == 10 else str(rest))


def test_nobody_comes_during_the_spring_festival() -> None:
    first, last = np.datetime64("2026-01-01"), np.datetime64("2026-03-31")
    weights = day_weights(first, last)
    assert weights[46:52].tolist() == [0.0] * 6, "16 to 21 February 2026"
    days = Calendar(first, last).busy_day(np.linspace(0, 89.9, 5000))
    closed = (days >= np.datetime64("2026-02-16")) & (days <= np.datetime64("2026-02-21"))
    assert not closed.any()


def test_an_ordinary_store_looks_like_a_luxury_dealership() -> None:
    orders = settled("S10")
    visits = orders.filter((pl.col("cause") != "accessories") & pl.col("parent_ro_no").is_null())
    money = store("S10").money
    revenue, cost = money["revenue"].sum() / 100, money["cost"].sum() / 100
    assert 2_500 < revenue / len(visits) < 3_700
    assert 0.40 < 1 - cost / revenue < 0.50
    on_time = orders["completed_at"] <= orders["promised_first"] + pl.duration(minutes=15).pipe(_literal)
    assert 0.84 < on_time.mean() < 0.95
    assert 0.01 < comeback_rate(orders) < 0.06


def _literal(expression: pl.Expr) -> object:
    return pl.select(expression).item()


def test_the_rising_store_rises() -> None:
    before, after = halves("S01", "rising")
    per_month = len(before) / before["month"].n_unique(), len(after) / after["month"].n_unique()
    assert per_month[1] > per_month[0] * 1.15


def test_the_borrowed_future_earns_more_and_repairs_twice() -> None:
    before, after = halves("S02", "borrowed-future")
    assert after["net_total"].mean() > before["net_total"].mean() * 1.05
    assert comeback_rate(after) > comeback_rate(before) * 2


def test_the_promise_is_opening_plus_two_hours() -> None:
    orders = settled("S03")
    two_hours = (orders["promised_first"] - orders["opened_at"]).dt.total_minutes() == 120
    assert two_hours.mean() > 0.9


def test_after_the_promotion_comes_the_dip() -> None:
    months = month_names(UNTIL, WINDOW.months)
    begins = STORIES["promotion-with-dip"].month_index(WINDOW.months)
    counts = dict(settled("S03").group_by("month").len().iter_rows())
    usual = np.median([counts[month] for month in months])
    assert counts[months[begins]] > usual * 1.15
    assert max(counts[months[begins + 1]], counts[months[begins + 2]]) < usual * 0.9


def test_the_short_staffed_store_leaves_posts_empty_and_cars_waiting() -> None:
    before, after = halves("S04", "short-staffed")
    plan = store("S04").frames["position_plan"]
    last = plan.filter(pl.col("month") == "2026-06")
    assert last["filled_posts"].sum() < last["planned_posts"].sum()

    def hours(orders: pl.DataFrame) -> float:
        return (orders["delivered_at"] - orders["arrived_at"]).dt.total_minutes().median() / 60

    assert hours(after) > hours(before) * 1.2


def test_the_gaming_store_sends_few_surveys_and_wins_them_all() -> None:
    surveys = store("S05").frames["survey"].with_columns(month=pl.col("service_date").dt.strftime("%Y-%m"))
    begins = STORIES["survey-gaming"].first_month(until=UNTIL, months=WINDOW.months)
    before, after = surveys.filter(pl.col("month") < begins), surveys.filter(pl.col("month") > begins)
    share = [(one["nps_score"].drop_nulls() >= 9).mean() for one in (before, after)]
    assert share[1] > share[0] + 0.15
    burst = after["answered_at"].drop_nulls()
    assert (burst.dt.day() == burst.dt.month_end().dt.day()).mean() > 0.9


def test_an_open_order_is_sent_again_when_it_is_settled() -> None:
    orders = store("S10").frames["repair_order"]
    may, june = (
        of_period(orders, "repair_order", Period(month, (month,))) for month in ("2026-05", "2026-06")
    )
    waiting = set(
        may.filter(pl.col("settled_at").is_null() & ~pl.col("forgotten") & ~pl.col("is_void"))["ro_no"]
    )
    assert waiting
    settled_later = june.filter(pl.col("settled_at").is_not_null())["ro_no"]
    assert waiting & set(settled_later)
