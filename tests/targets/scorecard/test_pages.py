"""The scorecard through its pages: scores, ranks, red lines, weights, who may see and change what."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import transaction

from biaogan.org.models import AuditEvent
from biaogan.org.scope import scope_of
from biaogan.targets.asked import asked
from biaogan.targets.goals.actions import Wish, set_goals
from biaogan.targets.models import GoalSource, Scorecard
from biaogan.targets.scorecard.actions import set_scorecard
from biaogan.targets.scorecard.composed import SHIPPED, Entry, composed_for
from biaogan.targets.scorecard.queries import Basis, region_card

MANAGER, MONTH = "regional_manager", "2026-05"
NOW = datetime(2026, 6, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TAKEN = Decimal(43_200)  # what a store of the region takes in a month
TWO = [Entry("revenue", Decimal(60)), Entry("on-time-delivery", Decimal(40), Decimal(90))]


@pytest.fixture(autouse=True)
def _on_a_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def fresh(region):
    """The module's region, which each test may change for itself."""
    with transaction.atomic():
        yield region
        transaction.set_rollback(True)


def cards(world, person=MANAGER):
    return region_card(asked(scope=scope_of(world.people[person]), today=NOW.date(), month=MONTH))


def aim(world, place, value):
    wish = Wish("revenue", world.stores[place], MONTH, value)
    set_goals(wishes=[wish], source=GoalSource.TYPED, note="年度分解", at=NOW, by=world.people[MANAGER])


def compose(world, entries, month=MONTH):
    return set_scorecard(
        region=world.regions["own"],
        month=month,
        entries=entries,
        note="试行",
        at=NOW,
        by=world.people[MANAGER],
    )


def posted(client, entries, *, month="2026-06", note="试行"):
    client.cookies["django_language"] = "en"
    data = {"month": month, "note": note}
    for slug, weight, standard, red_line in entries:
        data |= {f"weight-{slug}": weight, f"standard-{slug}": standard, f"red_line-{slug}": red_line}
    return client.post("/scorecard/weights/save", data)


def test_stores_are_scored_against_their_targets_and_ranked(fresh):
    compose(fresh, TWO)
    aim(fresh, "own", TAKEN)
    aim(fresh, "sister", TAKEN * 2)
    found = cards(fresh)
    assert [one.store.code for one in found.stores] == ["T-own", "T-sister"]
    own, sister = found.stores
    assert (own.of("revenue").score, sister.of("revenue").score) == (100, 50)
    on_time = own.of("on-time-delivery")
    assert (on_time.basis, on_time.aim) == (Basis.STANDARD, 90)
    assert own.card.total == pytest.approx(60 + 0.4 * float(on_time.reading.value) / 90 * 100)
    assert (own.steady.rank, own.steady.kept) == (1, 1.0)
    # The region's revenue target is that of its stores: 86,400 of 129,600.
    assert found.region.of("revenue").score == pytest.approx(66.67, abs=0.01)


def test_what_has_no_target_is_weighed_out_and_said(fresh, text):
    found = cards(fresh)
    assert found.composed == SHIPPED
    own = found.stores[0].card
    assert "retention" in own.missing
    assert sum(own.used.values()) == pytest.approx(100)
    page = text(fresh.client(MANAGER), f"/scorecard/stores/T-own?month={MONTH}")
    assert "so weighed out" in page
    assert "no target" in page


def test_a_store_beyond_a_red_line_is_amber_and_last(fresh, text):
    compose(fresh, [Entry("revenue", Decimal(100)), Entry("on-time-delivery", Decimal(0), None, Decimal(50))])
    aim(fresh, "own", TAKEN * 2)
    aim(fresh, "sister", TAKEN)
    own, sister = cards(fresh).stores
    assert (own.store.code, sister.store.code) == ("T-own", "T-sister")
    assert (own.card.total, sister.card.total) == (50, 100)
    assert (sister.card.breached, sister.card.standing) == (("on-time-delivery",), "amber")
    assert "Red line crossed: On-time delivery" in text(fresh.client(MANAGER), f"/scorecard?month={MONTH}")


def test_weights_that_do_not_make_a_hundred_are_named_and_stay_as_typed(world):
    answer = posted(world.client(MANAGER), [("revenue", "60", "", ""), ("nps", "35.5", "", "")])
    page = answer.content.decode()
    assert "The weights add up to 95.5, not to 100: 4.5 are missing." in page
    assert 'value="35.5"' in page
    assert not Scorecard.objects.exists()


@pytest.mark.parametrize(
    ("entries", "note", "month", "sentence"),
    [
        ([("revenue", "many", "", "")], "试行", "2026-06", "is not a number"),
        ([("revenue", "100", "0", "")], "试行", "2026-06", "a standard is more than 0"),
        ([("revenue", "100", "", "")], " ", "2026-06", "Please say why"),
        ([("revenue", "100", "", "")], "试行", "2020-01", "Please choose the month"),
        ([("revenue", "-5", "", ""), ("nps", "105", "", "")], "试行", "2026-06", "between 0 and 100"),
        ([("revenue", "100", "九十", "")], "试行", "2026-06", "is not a number"),
    ],
)
def test_what_cannot_be_a_scorecard_is_refused_with_a_sentence(world, entries, note, month, sentence):
    answer = posted(world.client(MANAGER), entries, note=note, month=month)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Scorecard.objects.exists()


def test_a_change_counts_from_its_month_and_says_who_and_why(world):
    client, region = world.client(MANAGER), world.regions["own"]
    assert (
        posted(client, [("revenue", "60", "", ""), ("first-time-fix", "40", "90", "80")]).status_code == 302
    )
    assert composed_for(region, "2026-05") == SHIPPED
    now = composed_for(region, "2026-06")
    assert [(one.slug, one.weight, one.standard, one.red_line) for one in now.entries] == [
        ("revenue", 60, None, None), ("first-time-fix", 40, 90, 80),
    ]  # fmt: skip
    event = AuditEvent.objects.get(action="scorecard-set")
    assert event.details["changes"]["first-time-fix"] == [["8", "90", "80"], ["40.00", "90.0000", "80.0000"]]
    assert (
        posted(client, [("revenue", "60", "", ""), ("first-time-fix", "40", "90", "80")]).status_code == 200
    )
    page = client.get("/scorecard/weights").content.decode()
    assert "weight 10 → 60" in page
    assert "试行" in page


def test_who_may_see_and_change_what(fresh):
    own = fresh.client("manager-own")
    assert own.get(f"/scorecard/stores/T-own?month={MONTH}").status_code == 200
    assert own.get(f"/scorecard/stores/T-sister?month={MONTH}").status_code == 404
    assert posted(own, [("revenue", "100", "", "")]).status_code == 403
    assert fresh.client(MANAGER).get("/scorecard/stores/T-far").status_code == 404
    assert cards(fresh, "manager-own").stores[0].steady is None, "one store alone has no rank"


def test_a_home_without_data_says_so(world, text):
    assert "Scorecard" in text(world.client(MANAGER), "/scorecard")
    assert world.client(MANAGER).get("/scorecard/stores/T-own").status_code == 404


def test_the_card_is_handed_out_with_its_definitions(fresh):
    answer = fresh.client(MANAGER).post(f"/scorecard/export?month={MONTH}")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert len(book.sheetnames) >= 5
    assert book.worksheets[0]["B2"].value in {"own店", "sister店"}
    assert AuditEvent.objects.filter(action__contains="export").exists()
