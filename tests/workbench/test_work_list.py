"""The work list: ticked by what the system saw or by hand, for one person, on the right days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from biaogan.followup.actions import write_note
from biaogan.org.models import AuditEvent, Person
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of
from biaogan.workbench.duties import actions, queries
from biaogan.workbench.models import Area, Duty, FeedToken, Talk, Tick
from house_world import build

# Wednesday, 18 November 2026, and a quiet week.
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()


@pytest.fixture
def world(db):
    return build()


def manager_of(world):
    return world.people["regional_manager"]


def line(world, code, day=TODAY):
    work = queries.work_list(scope=scope_of(manager_of(world)), day=day)
    return next(one for one in work.lines if one.duty.code == code)


def test_the_duties_of_the_job_are_there_once(world):
    assert Duty.objects.filter(owner=None).count() == 13
    assert actions.load_duties() == 0
    cadences = [one.cadence for one in Duty.objects.all()]
    assert {name: cadences.count(name) for name in set(cadences)} == {
        "daily": 3, "weekly": 4, "monthly": 3, "quarterly": 3,
    }  # fmt: skip


def test_what_the_system_saw_ticks_a_duty_for_that_day_and_person(world):
    with time_machine.travel(NOON, tick=False):
        write_note(store=world.stores["own"], text="已电话核对", by=manager_of(world), at=NOON)
        write_note(store=world.stores["own"], text="门店自查", by=world.people["store_manager"], at=NOON)
    assert line(world, "figures").is_done
    assert line(world, "figures").seen[0].action == "note-written"
    assert len(line(world, "figures").seen) == 1
    assert not line(world, "figures", TODAY + timedelta(days=1)).is_done


def test_visits_count_a_store_once_and_ask_for_as_many_as_the_setting_says(world):
    wanted = line(world, "visits")
    assert (wanted.wanted, wanted.done, wanted.due) == (2, 0, date(2026, 11, 19))
    assert line(world, "inspection").wanted == 2  # the two stores of the region


def test_a_tick_by_hand_needs_words_and_its_time(world):
    duty, person = Duty.objects.get(code="sharing"), manager_of(world)
    with pytest.raises(NotAllowed):
        actions.tick_duty(duty=duty, day=TODAY, note="  ", minutes=None, by=person, at=NOON)
    with pytest.raises(NotAllowed):
        actions.tick_duty(
            duty=duty, day=TODAY + timedelta(days=1), note="完成", minutes=None, by=person, at=NOON
        )
    tick = actions.tick_duty(duty=duty, day=TODAY, note="交车标准分享", minutes=90, by=person, at=NOON)
    assert tick.period == "2026-11"
    assert line(world, "sharing").is_done
    actions.take_tick_back(tick=tick, by=person)
    assert not line(world, "sharing").is_done
    assert [event.action for event in AuditEvent.objects.filter(about="duty").order_by("sequence")] == [
        "duty-ticked", "duty-tick-taken-back",
    ]  # fmt: skip


def test_an_own_duty_is_seen_by_its_owner_alone_and_can_be_removed(world):
    mine = actions.add_duty(
        name="复盘周会", cadence="weekly", place=5, area="coaching", minutes=30, times=1, by=manager_of(world)
    )
    assert line(world, mine.code).due == date(2026, 11, 20)
    assert not Duty.objects.of(world.people["head_office"]).filter(pk=mine.pk).exists()
    with pytest.raises(NotAllowed):
        actions.retire_duty(duty=Duty.objects.get(code="people"), by=manager_of(world), at=NOON)
    actions.retire_duty(duty=mine, by=manager_of(world), at=NOON)
    with pytest.raises(StopIteration):
        line(world, mine.code)


@pytest.mark.parametrize(
    ("cadence", "place"), [("weekly", 8), ("weekly", -1), ("monthly", 0), ("monthly", 40), ("daily", 2)]
)
def test_a_duty_cannot_be_due_on_a_day_that_does_not_exist(world, cadence, place):
    with pytest.raises(NotAllowed):
        actions.add_duty(
            name="x", cadence=cadence, place=place, area="people", minutes=5, times=1, by=manager_of(world)
        )


def test_people_not_spoken_to_for_thirty_days_are_named(world):
    manager, advisor = manager_of(world), world.people["advisor"]
    scope = scope_of(manager)
    silent = {one.person: one.days for one in queries.silent_people(scope=scope, day=TODAY)}
    assert silent[advisor] is None
    assert world.people["manager-far"] not in silent
    actions.record_talk(about=advisor, on=TODAY - timedelta(days=29), note="想学钣喷", by=manager, at=NOON)
    assert advisor not in {one.person for one in queries.silent_people(scope=scope, day=TODAY)}
    tomorrow = queries.silent_people(scope=scope, day=TODAY + timedelta(days=1))
    assert {one.person: one.days for one in tomorrow}[advisor] == 30
    event = AuditEvent.objects.get(action="talk-recorded")
    assert "钣喷" not in str(event.details)


def test_the_meter_shares_the_week_and_says_nothing_of_an_empty_one(world):
    manager, scope = manager_of(world), scope_of(manager_of(world))
    assert queries.meter(scope=scope, day=TODAY).chasing is None
    with time_machine.travel(NOON, tick=False):
        for _ in range(3):  # three notes are one look at the figures
            write_note(store=world.stores["own"], text="已核对", by=manager, at=NOON)
        actions.record_talk(about=world.people["advisor"], on=TODAY, note="", by=manager, at=NOON)
        actions.tick_duty(
            duty=Duty.objects.get(code="sharing"), day=TODAY, note="分享会", minutes=60, by=manager, at=NOON
        )
    found = queries.meter(scope=scope, day=TODAY)
    assert found.minutes == {Area.FIGURES: 20, Area.PEOPLE: 20 + 60}
    assert found.chasing == pytest.approx(20.0)


def test_the_feed_lists_due_days_until_it_is_revoked(world, client):
    manager = manager_of(world)
    with time_machine.travel(NOON, tick=False):
        secret = actions.make_feed(by=manager, at=NOON)
        answer = client.get(f"/calendar/{secret}.ics")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    names = {str(event["summary"]): event.decoded("dtstart") for event in reversed(events)}
    assert answer["Content-Type"].startswith("text/calendar")
    assert names["到店走访"] == date(2026, 11, 19)
    assert not any("关键数据" in name for name in names)
    assert secret not in FeedToken.objects.get().digest
    actions.revoke_feed(by=manager)
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_a_feed_of_somebody_who_left_shows_nothing(world, client):
    secret = actions.make_feed(by=manager_of(world), at=NOON)
    Person.objects.filter(pk=manager_of(world).pk).update(is_active=False)
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_the_errand_through_the_pages(world):
    """The manager opens the list, ticks a duty, notes a talk and looks where the week went."""
    browser = world.client("regional_manager")
    browser.cookies["django_language"] = "zh-hans"
    page = browser.get("/work").content.decode()
    assert "工作清单" in page
    assert "到店走访" in page
    sharing = Duty.objects.get(code="sharing")
    assert browser.post(f"/work/{sharing.pk}", {"note": ""}).status_code == 200
    assert not Tick.objects.exists()
    assert browser.post(f"/work/{sharing.pk}", {"note": "分享会已开", "minutes": 45}).url == "/work"
    about = world.people["technician"]
    day = timezone.localdate()
    assert browser.post("/work/talks", {"about": about.pk, "on": day, "note": ""}).url == "/work"
    assert Talk.objects.get().about == about
    assert "追数据" in browser.get("/work/meter").content.decode()
    assert browser.get("/work?day=2026-02-30").status_code == 404
    assert world.client("store_manager").get("/work").status_code == 403
