"""The pages of decisions over a region with orders, asked for by four kinds of people."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biaogan.engine.methods.three_year.forecast import Fan
from biaogan.org.models import AuditEvent
from biaogan.targets.decisions.base import base_of
from biaogan.targets.decisions.happening import happened
from biaogan.targets.models import Decision

MANAGER, NOW = "regional_manager", "2026-06-20T09:00:00+08:00"


@pytest.fixture(autouse=True)
def _on_a_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def place(region, db):
    """Tests of this module write: what they write goes with them."""
    return region


def form(**changes):
    return {
        "title": "全年八折", "what": "全年对所有客户打八折", "proposer": "陈投资", "place": "store:T-own",
        "discount_depth": "20", "discount_reach": "100", "discount_from": "1", "discount_for": "12",
        "discount_in": ["1", "2", "3", "4"], "training": "100", "price_level": "100", **changes,
    }  # fmt: skip


def page(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def english(world, who=MANAGER):
    client = world.client(who)
    client.cookies["django_language"] = "en"
    return client


def made(world, **changes):
    answer = english(world).post("/decisions/new", form(test="1", **changes))
    assert answer.status_code == 302, answer.content.decode()
    return int(answer.headers["Location"].rpartition("/")[2])


def test_a_written_and_tested_decision_shows_verdict_rule_fans_and_footing(place):
    said = page(english(place).get(f"/decisions/{made(place)}"))
    assert "Three-year test" in said
    assert "Veto. The main reason: " in said
    assert "A discount of 20 % on" in said
    assert said.count("data-chart") == 6
    assert "What the result hangs on" in said
    assert "What would turn the verdict" in said
    assert "measured here" in said
    assert "fewer than 100 cases in the region, a reference value is used" in said


def test_bad_input_is_said_and_nothing_is_lost(place):
    bad = form(proposer=" ", discount_depth="130", lost_depth="0.3", own_cost_fen="-5", contract="多")
    said = page(english(place).post("/decisions/new", bad))
    assert "Say who proposes this" in said
    assert "Discount depth cannot be 130 %. Enter a value from 0 % to 100 %." in said
    assert "Write 15 or 15%, not 0.15." in said
    assert "Enter an amount of yuan from 0 up." in said
    assert "“多” is not a number" in said
    assert 'value="130"' in said
    assert "全年对所有客户打八折" in said
    assert Decision.objects.count() == 0


def test_levers_are_tried_without_being_saved(place):
    client = english(place)
    said = page(client.post("/decisions/try", form(title="", proposer=""), headers={"HX-Request": "true"}))
    assert "Three-year test" in said
    assert "<html" not in said
    wrong = page(client.post("/decisions/try", form(discount_depth="130"), headers={"HX-Request": "true"}))
    assert "cannot be 130 %" in wrong
    whole = page(client.post("/decisions/try", form()))  # without JavaScript: a page with the form filled
    assert 'value="20"' in whole
    assert "Three-year test" in whole
    assert Decision.objects.count() == 0


def test_a_store_manager_proposes_for_the_own_store_and_decides_nothing(place):
    own = english(place, "store_manager")
    pk = made(place)
    assert own.get(f"/decisions/{pk}").status_code == 200
    assert own.post(f"/decisions/{pk}/decide", {"state": "go"}).status_code == 403
    other = own.post("/decisions/new", form(place="store:T-sister"))
    assert "place" in other.context["form"].errors
    region = made(place, place=f"region:{place.regions['own'].pk}")
    assert own.get(f"/decisions/{region}").status_code == 404


def test_strangers_see_nothing_and_viewers_change_nothing(place):
    pk = made(place)
    assert place.client("manager-sister").get(f"/decisions/{pk}").status_code == 404
    assert place.client("manager-far").post(f"/decisions/{pk}/test").status_code == 404
    viewer = english(place, "viewer")
    assert "Test again" not in page(viewer.get(f"/decisions/{pk}"))
    assert viewer.post(f"/decisions/{pk}/test").status_code == 403
    assert place.client("anonymous").get(f"/decisions/{pk}").status_code == 302


def test_deciding_against_the_verdict_asks_for_a_reason(place):
    pk, client = made(place), english(place)
    said = page(client.post(f"/decisions/{pk}/decide", {"state": "go", "reason": "", "starts": "2026-07"}))
    assert "The test speaks against this" in said
    answer = client.post(
        f"/decisions/{pk}/decide", {"state": "go", "reason": "总部要求", "starts": "2026-07"}
    )
    assert answer.status_code == 302
    assert Decision.objects.get(pk=pk).state == "go"


def test_a_look_back_scores_what_happened_and_the_proposer(place):
    pk, client = made(place), english(place)
    client.post(f"/decisions/{pk}/decide", {"state": "pilot", "reason": "先试", "starts": "2026-04"})
    Decision.objects.filter(pk=pk).update(starts="2026-03")  # as if it had been decided in spring
    assert "Look-backs due" in page(client.get("/decisions"))
    assert client.post(f"/decisions/{pk}/look-back/3").status_code == 302
    said = page(client.get(f"/decisions/{pk}"))
    assert "Forecast and what happened" in said
    again = client.post(f"/decisions/{pk}/look-back/3", follow=True)
    assert "This look-back has been made already." in again.content.decode()
    kept = Decision.objects.get(pk=pk).look_backs.get()
    assert kept.happened["revenue_percent"] == pytest.approx(0)  # the same orders each month
    assert kept.happened["retention_points"] is None
    assert all(Fan(**one["fan"]).p10 <= Fan(**one["fan"]).p90 for one in kept.scores)
    assert "How forecasts fared, by proposer" in page(client.get("/decisions"))


def test_the_change_is_that_against_the_year_before_the_start(place):
    pk = made(place)
    Decision.objects.filter(pk=pk).update(starts="2026-03", state="go", reason="好")
    found = happened(Decision.objects.get(pk=pk), 3, today=date(2026, 6, 20))
    assert found.changes["revenue_percent"] == pytest.approx(0)
    year = happened(Decision.objects.get(pk=pk), 12, today=date(2026, 6, 20))
    assert year.changes["revenue_percent"] is None  # months are missing: no gap is taken for a loss


def test_the_page_is_taken_as_a_file_with_definitions_and_noted(place):
    pk = made(place)
    answer = english(place).post(f"/decisions/{pk}/export")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert "Definitions" in book.sheetnames
    assert "Assumptions" in book.sheetnames
    assert AuditEvent.objects.filter(action="table-exported").exists()
    assert english(place).post("/decisions/export").status_code == 200
    assert place.client("viewer").post(f"/decisions/{pk}/export").status_code == 403


def test_the_base_is_measured_and_kept_for_the_version_of_the_facts(place):
    first = base_of(place.stores["own"], today=date(2026, 6, 20))
    assert first.month == "2026-05"
    assert first.revenue_fen == 12 * 36 * 1200 * 100
    assert base_of(place.stores["own"], today=date(2026, 6, 20)) == first
    assert {"margin", "dependent", "load", "training_fen"} <= set(first.calibrated.assumed)


def test_the_list_asks_no_more_with_more_decisions(place):
    client, counts = english(place), []
    for more in (1, 4):
        for _ in range(more):
            assert client.post("/decisions/new", form()).status_code == 302
        client.get("/decisions")
        with CaptureQueriesContext(connection) as asked:
            assert page(client.get("/decisions")).count("全年八折") >= more
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_levers_stand_in_the_form_as_they_were_written(place):
    pk = made(place, lost_depth="12.5%", own_cost_fen="20000.5", training="110", discount_in=["2", "4"])
    kept = Decision.objects.get(pk=pk).levers
    assert (kept["lost_depth"], kept["own_cost_fen"], kept["training"]) == (0.125, 2_000_050, 1.1)
    said = page(english(place).get(f"/decisions/{pk}/edit"))
    assert 'value="12.5"' in said
    assert 'value="20000.50"' in said
    assert 'value="110"' in said
