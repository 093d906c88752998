"""A store's manager brings a file, follows a figure to its line, mends what was refused, takes it back."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.intake.files import HEADER, Order
from tests.intake.files import orders_csv as written
from tests.targets.conftest import own_home

from biaogan.config import handlers
from biaogan.intake.models import Batch, Upload
from biaogan.jobs.worker import Worker
from house_world import build

MONTH = "2026-05"
GOOD = [
    Order("R0001", "T-own", total="1200.00"),
    Order("R0002", "T-own", vin="LBV00000000000002", total="800.00"),
]
WRONG = Order("R0003", "T-own", vin="LBV00000000000003", opened="2026-13-45", total="500.00")


def orders_csv(orders: list[Order], name: str) -> SimpleUploadedFile:
    """A store that exports orders alone: their labour totals are the money."""
    return written(orders, name=name, header=HEADER.replace("应付总金额", "工时费"))


@pytest.fixture
def world(db, tmp_path):
    with own_home(tmp_path):
        yield build()


def bring(client, file) -> Upload:
    """Upload, check, confirm; the worker runs in between, as it does beside the pages."""
    answer = client.post("/imports/new", {"given": [file], "amounts": "net", "vat": "13"})
    assert answer.status_code == 302, answer.context["form"].errors
    upload = Upload.objects.latest("pk")
    work()
    assert client.get(f"/imports/uploads/{upload.pk}/check").status_code == 200
    client.post(f"/imports/uploads/{upload.pk}/confirm")
    work()
    return upload


def work() -> None:
    handlers.collect()
    worker = Worker(beat_seconds=600)
    while worker.run_next():
        pass


def page(client, address: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def revenue(client) -> str:
    """What the metric page shows for the own store, to the fen."""
    shown = page(client, f"/metrics/revenue?month={MONTH}&store=T-own")
    found = re.search(r'class="kpi-value">.*?title="([^"]+)"', shown, re.DOTALL)
    return found.group(1) if found else ""


def test_a_figure_opens_down_to_the_line_of_the_file(world):
    client = world.client("store_manager")
    bring(client, orders_csv(GOOD, name="五月.csv"))
    assert "五月.csv" in page(client, "/imports/")
    cockpit = page(client, "/cockpit")
    assert f"/metrics/revenue?month={MONTH}" in cockpit
    assert "2,000" in revenue(client)
    rows = page(client, f"/metrics/revenue/rows?month={MONTH}&store=T-own")
    assert {"R0001", "R0002"} <= set(re.findall(r"R\d{4}", rows))
    line = re.search(r'href="(/imports/B\w+/rows/2)"', rows)
    assert line
    shown = page(client, line.group(1))
    assert "R0001" in shown
    assert "1200" in shown
    assert "云A12345" not in shown, "a plate is masked until it is asked for"
    assert "R0001" in page(client, "/orders/T-own/R0001")


def test_a_refused_row_is_mended_in_excel_and_counts(world):
    client = world.client("store_manager")
    bring(client, orders_csv([*GOOD, WRONG], name="五月.csv"))
    batch = Batch.objects.get()
    assert (batch.accepted, batch.quarantined) == (2, 1)
    assert "2,000" in revenue(client)
    refused = client.post(f"/imports/{batch.code}/refused.xlsx")
    book = openpyxl.load_workbook(BytesIO(refused.content))
    header = [cell.value for cell in book.active[1]]
    book.active.cell(2, header.index("开单日期") + 1).value = "2026-05-06 09:00:00"
    mended = BytesIO()
    book.save(mended)
    bring(client, SimpleUploadedFile("五月-已修改.xlsx", mended.getvalue()))
    assert "2,500" in revenue(client)


def test_an_undo_takes_the_figures_back(world):
    client = world.client("store_manager")
    bring(client, orders_csv(GOOD, name="五月.csv"))
    before = revenue(client)
    bring(
        client, orders_csv([Order("R0009", "T-own", vin="LBV00000000000009", total="99.00")], name="补.csv")
    )
    assert "2,099" in revenue(client)
    newest = Batch.objects.order_by("-position").first()
    assert client.get(f"/imports/{newest.code}/undo").status_code == 200
    assert client.post(f"/imports/{newest.code}/undo").status_code == 302
    assert revenue(client) == before
    assert newest.code in page(client, "/imports/"), "the history keeps what was undone"


def test_the_same_file_is_refused_with_the_day_of_the_first(world):
    client = world.client("store_manager")
    bring(client, orders_csv(GOOD, name="五月.csv"))
    upload = bring(client, orders_csv(GOOD, name="五月.csv"))
    upload.refresh_from_db()
    [file] = upload.report["files"]
    assert file["status"] == "duplicate"
    assert Batch.objects.get().accepted_at.strftime("%Y-") in file["zh"]
    assert Batch.objects.count() == 1


def test_another_stores_manager_sees_nothing_of_it(world):
    bring(world.client("store_manager"), orders_csv(GOOD, name="五月.csv"))
    other, code = world.client("manager-sister"), Batch.objects.get().code
    for address in ("/orders/T-own/R0001", "/stores/T-own", f"/imports/{code}/", f"/imports/{code}/rows/2"):
        assert other.get(address).status_code == 404, address
    for address in ("/imports/", "/orders", "/search?q=R0001"):
        shown = page(other, address)
        assert "R0001 ·" not in shown
        assert "五月.csv" not in shown
    assert other.post(f"/imports/{code}/undo").status_code == 404
