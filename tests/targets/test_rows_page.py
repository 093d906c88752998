"""The rows behind a figure, down to the line of the file."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import openpyxl
import polars as pl
from tests.targets.region import AMOUNT, LAST, LATE, PER_MONTH

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Cut
from biaogan.org.models import AuditEvent
from biaogan.org.scope import scope_of
from biaogan.targets.asked import asked
from biaogan.targets.metric_rows import PAGE_LENGTH, metric_rows, page_of_rows

TODAY = date(2026, 6, 20)


def about(world):
    return asked(scope=scope_of(world.people["regional_manager"]), today=TODAY, store="T-own")


def test_the_rows_make_the_figure(region):
    own = about(region)
    found = page_of_rows(metric_of("revenue"), own, metric_rows(metric_of("revenue"), own))
    assert found.count == PER_MONTH
    assert sum(row.fen for row in found.rows) == found.reading.value * 100 == AMOUNT * PER_MONTH * 100


def test_rows_say_on_which_side_they_count(region):
    metric, own = metric_of("on-time-delivery"), about(region)
    found = page_of_rows(metric, own, metric_rows(metric, own))
    assert (found.in_numerator, found.in_denominator) == (PER_MONTH - LATE["T-own"], PER_MONTH)


def test_the_rows_of_an_advisor_are_those_of_the_advisors_orders(region):
    metric, own = metric_of("visits"), about(region)
    whole = metric_rows(metric, own)
    parts = [metric_rows(metric, own, part=(Cut.ADVISOR, name)) for name in whole["sa_id"].unique()]
    assert [part.height for part in parts] == [PER_MONTH // 2] * 2
    assert pl.concat(parts)["line"].sort().to_list() == whole["line"].sort().to_list()


def test_four_clicks_lead_from_the_region_to_the_line_of_the_file(region, text):
    client, address = region.client("regional_manager"), "/metrics/revenue"
    links = [
        r'"(/metrics/revenue\?[^"]*store=T-own[^"]*)"', r'"(/metrics/revenue/rows\?[^"]*advisor=[^"]*)"',
        r'"(/imports/[^"/]*/rows/\d+)"',
    ]  # fmt: skip
    for pattern in links:
        found = re.search(pattern, text(client, address))
        assert found, (pattern, address)
        address = found.group(1).replace("&amp;", "&")
    assert "工单.csv" in text(client, address)


def test_whoever_may_not_see_orders_or_the_store_gets_none(region):
    address = f"/metrics/revenue/rows?store=T-own&month={LAST}"
    statuses = {
        who: region.client(who).get(address).status_code
        for who in ("regional_manager", "store_manager", "viewer", "head_office", "manager-far")
    }
    assert statuses == {
        "regional_manager": 200, "store_manager": 200, "viewer": 403, "head_office": 403, "manager-far": 404,
    }  # fmt: skip


def test_no_row_names_a_person(region, text):
    shown = text(region.client("regional_manager"), f"/metrics/revenue/rows?store=T-own&month={LAST}")
    assert "LBV" not in shown
    assert "云O" not in shown


def test_a_page_holds_so_many_rows(region):
    metric, own = metric_of("active-vehicles"), about(region)
    frame = metric_rows(metric, own)
    assert frame.height > PAGE_LENGTH
    assert len(page_of_rows(metric, own, frame, length=PAGE_LENGTH).rows) == PAGE_LENGTH
    last = page_of_rows(metric, own, frame, first=frame.height - 3, length=PAGE_LENGTH)
    assert len(last.rows) == 3


def test_an_export_holds_all_rows_and_is_noted(region):
    address = f"/metrics/active-vehicles/rows/export?store=T-own&month={LAST}"
    answer = region.client("regional_manager").post(address)
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    metric, own = metric_of("active-vehicles"), about(region)
    assert sheet.max_row - 1 == metric_rows(metric, own).height > PAGE_LENGTH
    assert (
        AuditEvent.objects.filter(action="table-exported").latest("pk").details["rows"] == sheet.max_row - 1
    )
    statuses = [
        region.client(who).post(address).status_code for who in ("viewer", "head_office", "manager-far")
    ]
    assert statuses == [403, 403, 404]
