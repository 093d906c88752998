"""The grid of targets, asked for by a region's manager, a store's manager, a viewer and a stranger."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biaogan.org.models import AuditEvent
from biaogan.targets.goals.queries import goals
from biaogan.targets.models import GoalSource, GoalVersion

MANAGER, NOW = "regional_manager", "2026-05-20T12:00:00+08:00"
GRID = "/goals?metric=revenue&year=2026"


@pytest.fixture(autouse=True)
def _on_a_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def name(place, month, slug="revenue"):
    return f"{slug}|{place}|2026-{month:02d}"


def send(client, cells, *, query="metric=revenue&year=2026", seen=None, note="", source="typed"):
    client.cookies["django_language"] = "en"
    data = {**cells, "seen": json.dumps(seen or {}), "note": note, "source": source}
    return client.post(f"/goals/save?{query}", data)


def held(slug="revenue", month="2026-06", stores=("T-own", "T-sister")):
    found = goals([slug], stores=list(stores), months=[month], as_of=date(2026, 5, 20))
    return {place: goal.value for (_, place, _), goal in found.items()}


def test_a_typed_grid_is_set(world):
    region = f"region:{world.regions['own'].pk}"
    answer = send(
        world.client(MANAGER),
        {name("T-own", 6): "50万", name("T-sister", 6): "300", name(region, 6): "900k"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/goals?metric=revenue&year=2026")
    assert held() == {"T-own": 500_000, "T-sister": 300_000, "region": 900_000}


def test_the_difference_between_region_and_stores_is_always_shown(world, text):
    region = f"region:{world.regions['own'].pk}"
    client = world.client(MANAGER)
    send(client, {name("T-own", 6): "500", name("T-sister", 6): "300", name(region, 6): "900"})
    page = text(client, GRID)
    foot = page[page.index("<tfoot>") : page.index("</tfoot>")]
    assert "Stores together" in foot
    assert "800.0" in foot
    assert "Region less stores" in foot
    assert "100.0" in foot


def test_a_year_is_compared_only_where_both_sides_have_the_same_months(world):
    region = f"region:{world.regions['own'].pk}"
    client = world.client(MANAGER)
    send(client, {name("T-own", 6): "500", name(region, 6): "900"})
    assert client.get(GRID).context["feet"][1].total == "400.0"
    send(client, {name(region, 7): "900"})
    assert client.get(GRID).context["feet"][1].total == ""


def test_a_wrong_cell_is_named_by_row_and_column_and_all_stays_as_typed(world):
    answer = send(
        world.client(MANAGER), {name("T-own", 6): "五百", name("T-sister", 7): "0", name("T-own", 8): "480"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Row own店, column 2026-06: “五百” is not a number." in page
    assert 'value="五百"' in page
    assert 'value="480"' in page
    assert GoalVersion.objects.count() == 0
    later = send(world.client(MANAGER), {name("T-sister", 7): "0"}).content.decode()
    assert "A target of 0 only works where less is better" in later
    assert GoalVersion.objects.count() == 0


def test_a_reason_is_asked_for_where_a_target_holds(world):
    client, cell = world.client(MANAGER), name("T-own", 5)
    send(client, {cell: "500"})
    page = send(client, {cell: "450"}, seen={cell: "500"}).content.decode()
    assert "say why it changes" in page
    assert send(client, {cell: "450"}, seen={cell: "500"}, note="道路封闭").status_code == 302
    history = client.get("/goals/history?metric=revenue&year=2026&place=T-own").content.decode()
    for word in ("道路封闭", "regional_manager", "¥500.0k", "¥450.0k"):
        assert word in history


def test_a_block_from_excel_finds_its_rows_and_months(world):
    block = "\t1月\t2026-06\t8月\nsister别名\t\t30万\t-\nown店\t\t500,000元\tabc\n没有的店\t1\t2\t3"
    client = world.client(MANAGER)
    client.cookies["django_language"] = "en"
    page = client.post("/goals/paste?metric=revenue&year=2026", {"block": block}).content.decode()
    assert f'name="{name("T-sister", 6)}" value="30万"' in page
    assert f'name="{name("T-own", 6)}" value="500,000元"' in page
    assert f'name="{name("T-own", 8)}" value="abc"' in page
    assert "Row own店, column 2026-08" in page
    assert "Line 3: “没有的店” is none of the rows" in page
    assert GoalVersion.objects.count() == 0, "a pasted block waits to be saved"


def test_one_store_has_its_metrics_down(world):
    client = world.client(MANAGER)
    cells = {name("T-own", 6, "nps"): "62", name("T-own", 6, "comeback-rate"): "0"}
    assert send(client, cells, query="store=T-own&year=2026").status_code == 302
    assert held("nps")["T-own"] == 62
    assert held("comeback-rate")["T-own"] == 0
    assert "revenue-attainment|" not in client.get("/goals?store=T-own&year=2026").content.decode()


@pytest.mark.parametrize("seen", ["", "no json", "[1]", '{"revenue|T-own|2026-06": 7}'])
def test_a_form_that_came_back_torn_overwrites_nothing(world, seen):
    client, cell = world.client(MANAGER), name("T-own", 6)
    send(client, {cell: "500"})
    client.post("/goals/save?metric=revenue&year=2026", {cell: "1", "seen": seen, "note": "x"})
    assert held()["T-own"] == 500_000


def test_cells_outside_the_scope_are_not_there(world):
    answer = send(world.client(MANAGER), {name("T-far", 6): "500"})
    assert answer.status_code == 302
    assert GoalVersion.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        (MANAGER, GRID, 200), ("store_manager", GRID, 200), ("viewer", GRID, 200), ("advisor", GRID, 403),
        ("store_manager", "/goals?store=T-sister", 404), (MANAGER, "/goals?store=T-far", 404),
        (MANAGER, "/goals?metric=nothing", 404), (MANAGER, "/goals?metric=revenue-attainment", 404),
        (MANAGER, "/goals?year=1999", 404), (MANAGER, "/goals?year=x", 200),
        ("store_manager", "/goals/history?place=T-sister", 404),
        ("store_manager", "/goals/history?place=T-own", 200),
        ("store_manager", "/goals/spread?metric=revenue", 403),
        (MANAGER, "/goals/spread?metric=revenue", 200),
    ],
)  # fmt: skip
def test_everybody_sees_their_own(world, who, address, status):
    assert world.client(who).get(address).status_code == status


def test_a_stores_manager_reads_and_does_not_set(world):
    send(world.client(MANAGER), {name("T-own", 6): "500", name("T-sister", 6): "300"})
    client = world.client("store_manager")
    assert send(client, {name("T-own", 6): "1"}).status_code == 403
    client.cookies["django_language"] = "en"
    page = client.get(GRID).content.decode()
    assert '<input type="text" inputmode' not in page
    assert "500.0" in page
    assert "sister店" not in page
    place = f"region:{world.regions['own'].pk}"
    assert client.get(f"/goals/history?place={place}").status_code == 404


def test_a_year_is_spread_and_sums_to_the_fen(region):
    client, place = region.client(MANAGER), f"region:{region.regions['own'].pk}"
    client.cookies["django_language"] = "en"
    asked = {"metric": "revenue", "year": 2027, "place": place, "total": "很多", "key": "own"}
    assert "is not a number" in client.get("/goals/spread", asked).content.decode()
    answer = client.get("/goals/spread", asked | {"total": "1234567.89元"})
    filled = answer.context["filling"]
    assert filled.source == GoalSource.PLANNED
    assert sum(Decimal(text) * 1000 for text in filled.texts.values()) == Decimal("1234567.89")
    assert len(filled.texts) == 12
    assert "Year plan ¥1.23m by: Its own months of last year" in answer.content.decode()


def test_a_year_without_a_past_says_which_key_to_choose(world):
    client = world.client(MANAGER)
    client.cookies["django_language"] = "en"
    asked = {"metric": "revenue", "year": 2027, "place": "T-own", "total": "600", "key": "own"}
    assert "There is no whole year to go by" in client.get("/goals/spread", asked).content.decode()
    texts = client.get("/goals/spread", asked | {"key": "equal"}).context["filling"].texts
    assert set(texts.values()) == {"50"}
    days = client.get("/goals/spread", asked | {"key": "working-days"}).context["filling"].texts
    assert Decimal(days[name("T-own", 2).replace("2026", "2027")]) == min(map(Decimal, days.values()))


def test_a_level_follows_a_straight_line(world):
    asked = {"metric": "on-time-delivery", "year": 2027, "place": "T-own", "first": "90%", "last": "95.5"}
    texts = world.client(MANAGER).get("/goals/spread", asked).context["filling"].texts
    assert list(texts.values())[:3] == ["90", "90.5", "91"]
    assert list(texts.values())[-1] == "95.5"


def test_the_regions_target_is_split_to_its_stores(region):
    client, own = region.client(MANAGER), region.regions["own"]
    send(client, {name(f"region:{own.pk}", 6): "100.001"})
    asked = {"metric": "revenue", "year": 2026, "region": own.pk, "key": "equal"}
    texts = client.get("/goals/split", asked).context["filling"].texts
    assert sorted(texts.values()) == ["50", "50.001"], "both together are the region's"
    by_year = client.get("/goals/split", asked | {"key": "last-year"}).context["filling"].texts
    assert sum(map(Decimal, by_year.values())) == Decimal("100.001")
    GoalVersion.objects.all().delete()  # the region is shared by the tests of this file
    refused = client.get("/goals/split", asked).content.decode()
    assert "has no target of this year yet" in refused


def test_the_file_is_what_the_page_shows_and_is_noted(world):
    client = world.client(MANAGER)
    send(client, {name("T-own", 6): "500"})
    answer = client.post("/goals/export?metric=revenue&year=2026")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert 500_000 in rows["own店"]
    assert AuditEvent.objects.latest("sequence").action == "table-exported"


def test_the_grid_asks_no_more_for_more_targets(world):
    client = world.client(MANAGER)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(GRID)
        return len(queries)

    client.get(GRID)
    empty = count()
    send(client, {name(place, month): "500" for place in ("T-own", "T-sister") for month in range(6, 13)})
    client.get(GRID)
    assert count() <= empty <= 25
