"""The list of orders and the page of one: found, counted, opened to the file, hidden from strangers."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from tests.targets.region import AMOUNT, LABOUR, LAST, PER_MONTH

from biaogan.intake.state import current_version
from biaogan.org.models import AuditEvent
from biaogan.targets import orders
from biaogan.targets.orders import Wanted

FIRST_ORDER = f"OWN{LAST.replace('-', '')}000"
pytestmark = pytest.mark.django_db


def find(stores=("T-own",), **asked):
    return orders.find(current_version(), Wanted(stores=list(stores), **{"month": LAST, **asked}))


def test_a_month_of_a_store_holds_its_orders_newest_first(region):
    found = find()
    assert found.height == PER_MONTH
    days = found["opened_at"].to_list()
    assert days == sorted(days, reverse=True)
    assert {day.date().month for day in days} == {int(LAST[-2:])}


def test_the_other_axis_is_the_month_of_settlement(region):
    found = find(axis="settled", sort="settled")
    assert found.height == PER_MONTH
    assert {day.strftime("%Y-%m") for day in found["settled_at"]} == {LAST}


def test_a_number_finds_orders_of_all_months_but_only_of_the_stores_asked_for(region):
    assert find(text=FIRST_ORDER)["ro_no"].to_list() == [FIRST_ORDER]
    assert find(text="OWN202503").height == PER_MONTH
    assert find(("T-sister",), text=FIRST_ORDER).height == 0


def test_a_plate_is_found_whole_and_never_in_part(region):
    found = find(text="云o00003")
    assert {number[-3:] for number in found["ro_no"]} == {"003"}
    assert found.height == 15
    assert find(text="云O0000").height == 0


def test_choices_narrow_and_an_advisor_is_one_of_the_month(region):
    [first, second] = orders.advisors(current_version(), Wanted(["T-own"], LAST))
    of_each = [find(choices={"advisor": one}).height for one in (first, second)]
    assert of_each == [PER_MONTH // 2, PER_MONTH // 2]
    assert find(choices={"category": "repair", "status": "settled"}).height == PER_MONTH
    assert find(choices={"category": "accident"}).height == 0


def test_an_order_without_lines_counts_by_its_totals(region):
    shown = orders.with_amounts(current_version(), find())
    assert set(shown["amount_fen"]) == {AMOUNT * 100}


def test_the_list_masks_plates_and_names_and_counts(region, text):
    page = text(region.client("regional_manager"), f"/orders?month={LAST}&store=T-own")
    assert f">{PER_MONTH}<" in page
    assert "云O·**" in page
    assert "云O00003" not in page
    assert f'href="/orders/T-own/{FIRST_ORDER}"' in page


def test_a_filter_that_nobody_offered_filters_nothing(region, text):
    page = text(region.client("regional_manager"), "/orders?store=T-own&month=1999-01&category=x&sort=drop")
    assert f">{PER_MONTH}<" in page


def test_orders_of_other_stores_do_not_exist(region):
    client = region.client("store_manager")
    assert client.get("/orders?store=T-own").status_code == 200
    for address in ("/orders?store=T-sister", f"/orders/T-sister/SIS{FIRST_ORDER[3:]}", "/orders/T-own/X"):
        assert client.get(address).status_code == 404, address
    everything = client.get("/orders").content.decode()
    assert set(re.findall(r'href="/orders/([^/]+)/', everything)) == {"T-own"}


def test_the_page_of_an_order_shows_money_and_the_line_of_the_file(region, text):
    client = region.client("regional_manager")
    page = text(client, f"/orders/T-own/{FIRST_ORDER}")
    assert "1,200.00" in page
    assert f"{LABOUR:.2f}" in page.replace(",", "")
    [link] = set(re.findall(r'href="(/imports/B[^"]+/rows/\d+)"', page))
    assert FIRST_ORDER in client.get(link).content.decode()


def test_the_page_says_which_figures_count_the_order(region, text):
    page = text(region.client("regional_manager"), f"/orders/T-own/{FIRST_ORDER}?counts=1")
    for slug in ("revenue", "visits", "ro-count"):
        assert f"/metrics/{slug}?month={LAST}" in page


def exported(region, query="", person="regional_manager"):
    return region.client(person).post(f"/orders/export?{query}")


def test_the_export_holds_every_row_with_its_sum_and_is_noted(region):
    before = AuditEvent.objects.filter(action="table-exported").count()
    answer = exported(region, f"month={LAST}&store=T-own")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(BytesIO(answer.content))
    data, definitions, about = book.worksheets
    header, *rows, total = data.iter_rows(values_only=True)
    amount = next(at for at, name in enumerate(header) if name.startswith(("Amount", "金额")))
    assert [row[amount] for row in rows] == [AMOUNT] * PER_MONTH
    assert total[amount] == AMOUNT * PER_MONTH
    assert definitions.max_row > 1
    said = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert {"regional_manager", current_version()} <= set(said.values())
    assert data.oddFooter.left.text
    event = AuditEvent.objects.filter(action="table-exported").latest("sequence")
    assert AuditEvent.objects.filter(action="table-exported").count() == before + 1
    assert (event.key, event.details["rows"]) == ("orders", PER_MONTH)


@pytest.mark.parametrize(("person", "status"), [("viewer", 403), ("head_office", 403), ("advisor", 403)])
def test_who_may_not_see_orders_cannot_export_them(region, person, status):
    assert exported(region, person=person).status_code == status


def test_an_export_is_a_post(region):
    assert region.client("regional_manager").get("/orders/export").status_code == 405


def test_months_end_where_they_end(region):
    found = find(("T-own", "T-sister", "T-far"), month="2025-03")
    days = {day.date() for day in found["opened_at"]}
    assert min(days) >= date(2025, 3, 1)
    assert max(days) <= date(2025, 3, 31)
