"""Whatever a page of this room shows can be taken along: every table as Excel, with what its words mean."""

from __future__ import annotations

import html
import re
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone
from tests.targets.conftest import own_home
from tests.targets.region import LAST
from tests.targets.region import bring as bring_orders

from biaogan.engine.methods.three_year.levers import Levers
from biaogan.intake.exports import NOT_IN_A_NAME
from biaogan.targets.decisions.actions import run_test, write_decision
from biaogan.workbench.watch import watch
from house_world import build

MEANINGS = {"en": "Definitions", "zh-hans": "口径"}
PAGES = (
    f"/cockpit?month={LAST}",
    f"/metrics?month={LAST}",
    f"/metrics/on-time-delivery?month={LAST}&store=T-sister",
    f"/metrics/on-time-delivery/comparison?month={LAST}",
    f"/metrics/revenue/why?month={LAST}&against=month",
    f"/metrics/on-time-delivery/rows?month={LAST}&store=T-sister",
    f"/stores/T-sister?month={LAST}",
    f"/signals?month={LAST}",
    f"/signals/on-time-delivery?month={LAST}&store=T-sister",
    "/landing",
    f"/scorecard?month={LAST}",
    f"/scorecard/stores/T-sister?month={LAST}",
    "/goals?metric=revenue&year=2026",
    "/goals?store=T-own&year=2026",
    "/decisions",
    "/alerts",
    "/tasks",
)
# Every table and chart of these pages, but those named here, is a sheet of the page's file.
ELSEWHERE = {
    # its page's invented rows, and what explains it
    "/metrics/on-time-delivery": {"Repair orders", "维修工单", "These give", "得出的结果"},
    "/stores/T-sister": {"Imports", "数据导入"},  # handed out in the room of the imports
    "/goals": {"own店"},  # the same grid stands in the file under its kind
}

pytestmark = pytest.mark.timeout(600)  # a region is imported first


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to("2026-06-20T12:00:00+08:00", tick=False)
    with own_home(tmp_path) as home:
        made = build()
        bring_orders(home, ["T-own", "T-sister"])
        yield made


def told(client, address: str, language: str) -> str:
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def shown_on(page: str) -> list[str]:
    """Captions of the tables and charts that have rows."""
    blocks = re.findall(
        r'class="table-caption"[^>]*>([^<]*)</h2>(.*?)(?=class="table-caption"|$)', page, re.DOTALL
    )
    tables = [caption for caption, rest in blocks if "<tbody" in rest]
    charts = re.findall(r"<figcaption>([^<]*)</figcaption>", page)
    return [html.unescape(one).strip() for one in [*tables, *charts]]


def files_of(client, page: str) -> list[openpyxl.Workbook]:
    forms = re.findall(r'<form class="export" method="post" action="([^"]+)"', page)
    answers = [client.post(html.unescape(address)) for address in dict.fromkeys(forms)]
    return [openpyxl.load_workbook(BytesIO(one.content)) for one in answers]


def missing(client, address: str, language: str) -> list[str]:
    """What stands on the page and in none of its files; a file without definitions is told as well."""
    page = told(client, address, language)
    books = files_of(client, page)
    sheets = {name for book in books for name in book.sheetnames}
    bare = [book.sheetnames[0] for book in books if MEANINGS[language] not in book.sheetnames]
    known = ELSEWHERE.get(address.split("?", maxsplit=1)[0], set())
    lacking = [
        one for one in shown_on(page) if one not in known and one.translate(NOT_IN_A_NAME)[:31] not in sheets
    ]
    return [*lacking, *(f"{name}: no definitions" for name in bare)]


@pytest.mark.parametrize("language", MEANINGS)
def test_every_table_and_chart_of_the_room_is_handed_out_with_its_meaning(world, language):
    client = world.client("regional_manager")
    watch(at=timezone.now())
    pages = [*PAGES, decision_of(world)]
    found = {address: lacking for address in pages if (lacking := missing(client, address, language))}
    assert found == {}


def decision_of(world) -> str:
    by, now = world.people["regional_manager"], timezone.now()
    made = write_decision(
        title="九折", what="全年九折", proposer="陈投资", place=world.regions["own"],
        levers=Levers(discount_depth=0.1), by=by, at=now,
    )  # fmt: skip
    run_test(decision=made, by=by, at=now)
    return f"/decisions/{made.pk}"


def test_a_store_manager_takes_along_the_own_store_only(world):
    client = world.client("store_manager")
    for address in PAGES:
        if "T-sister" in address:
            assert client.get(address).status_code == 404, address
            continue
        for book in files_of(client, told(client, address, "en")):
            cells = {
                str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
            }
            assert not any("sister" in text for text in cells), address
