"""How many database queries a page asks: never more than was written down, and not more with more rows.

`BIAOGAN_TEST_WRITE_QUERIES=1 pytest tests/test_query_counts.py` writes the numbers anew; a number that
grew wants a reason in the commit.
"""

from __future__ import annotations

import csv
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.targets.conftest import own_home

from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options
from biaogan.quality.standards.loading import load_starting_set
from house_world import build

TABLE = Path(__file__).with_name("query_counts.csv")
AT = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HEADER = "门店,工单号,车牌号,VIN,服务顾问,开单日期,预交车时间,交车时间,结算日期,维修类型,工单状态,工时费"
STORES = ("T-own", "T-sister", "T-far")
PAGES = (
    "/cockpit",
    "/metrics",
    "/metrics/revenue?month=2026-05",
    "/metrics/first-time-fix?month=2026-05&store=T-own&cut=advisor",
    "/metrics/on-time-delivery/comparison?month=2026-05",
    "/metrics/revenue/why?month=2026-05",
    "/metrics/revenue/rows?month=2026-05&store=T-own",
    "/signals?month=2026-05",
    "/signals/on-time-delivery?month=2026-05&store=T-own",
    "/landing",
    "/scorecard?month=2026-05",
    "/scorecard/stores/T-own?month=2026-05",
    "/scorecard/weights",
    "/goals?metric=revenue&year=2026",
    "/goals?store=T-own&year=2026",
    "/decisions",
    "/decisions/new",
    "/alerts",
    "/tasks",
    "/notes",
    "/stores/T-own?month=2026-05",
    "/orders?month=2026-05",
    "/orders/T-own/A05-T-own-0?counts=1",
    "/imports/",
    "/imports/B00001/",
    "/imports/B00001/rows/2",
    "/imports/new",
    "/data-quality/?month=2026-05",
    "/stores",
    "/regions",
    "/people",
    "/audit",
    "/settings",
    "/persons/",
    "/jobs/",
    "/quality/complaints",
    "/quality/complaints/stores",
    "/quality/complaints/limits",
    "/quality/surprises",
    "/quality/surprises/ideas",
    "/quality/surprises/shared",
    "/quality/surprises/preferences",
    "/search?q=T-own",
    "/quality/feedback",
    "/quality/feedback/texts",
    "/quality/feedback/queue",
    "/quality/feedback/themes/waiting",
    "/quality/integrity?month=2026-05",
    "/account",
    "/quality/shops",
    "/quality/video",
    "/quality/overview",
    "/quality/witnesses?store=T-own",
    "/quality/standards",
    "/quality/standards/items",
    "/quality/standards/sop/welcome",
    "/quality/inspections",
    "/quality/findings",
    "/quality/improvements",
    "/work",
    "/brief",
    "/channels",
    "/reports/",
)


def order(number: str, store: str, car: str, day: str) -> str:
    who = f"{store},{number},云A{car[-5:]},LBV{car:0>14},顾问{int(car) % 3}"
    return f"{who},{day} 09:00:00,{day} 15:00:00,{day} 14:00:00,{day} 16:00:00,一般维修,已结算,800"


def bring(folder: Path, mark: str) -> None:
    """Two months of orders of every store; another mark brings as many again."""
    lines = [
        order(
            f"{mark}{month}-{store}-{at}", store, f"{ord(mark)}{place}{at:02d}", f"2026-{month}-{at + 1:02d}"
        )
        for month in ("04", "05")
        for place, store in enumerate(STORES)
        for at in range(12)
    ]
    path = folder / f"{mark}.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8-sig")
    import_paths(paths=[path], options=Options(), by=None, at=AT, below=folder)


def counted(client) -> dict[str, int]:
    """Queries of each page, once what is worked out for a state of the facts has been worked out."""
    found = {}
    for page in PAGES:
        assert client.get(page).status_code == 200, page
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        found[page] = len(queries)
    return found


def written_down() -> dict[str, int]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["page"]: int(row["queries"]) for row in csv.DictReader(file)}


def grown(found: dict[str, int], known: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Pages that ask more than is known: what was, what is."""
    return {page: (known[page], count) for page, count in found.items() if count > known[page]}


@pytest.mark.timeout(300)
def test_no_page_asks_more_than_before_and_none_more_with_more_rows(db, tmp_path):
    with own_home(tmp_path):
        client = build().client("regional_manager")
        load_starting_set(by=None, at=AT)
        bring(tmp_path, "A")
        once = counted(client)
        bring(tmp_path, "B")
        bring(tmp_path, "C")
        assert counted(client) == once, "the number of queries depends on the number of rows"
    if os.environ.get("BIAOGAN_TEST_WRITE_QUERIES"):
        rows = "".join(f"{page},{count}\n" for page, count in once.items())
        TABLE.write_text(f"page,queries\n{rows}", encoding="utf-8")
    assert grown(once, written_down()) == {}, "page: (was, is)"


def test_a_page_that_asks_more_is_found():
    known = written_down()
    assert set(known) == set(PAGES)
    page = PAGES[0]
    assert grown(known | {page: known[page] + 1}, known) == {page: (known[page], known[page] + 1)}
