"""Complaints and the facts: taking over open ones, whether customers came back, what the watch finds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.quality.complaints.cases import HOUR, NOW, closed, contacted, recorded
from tests.quality.facts import CHINA, COMPLAINTS, ORDERS, bring, order, plate, vin
from tests.targets.conftest import own_home

from biaogan.engine.facts.kind import Personal
from biaogan.followup.models import Alert
from biaogan.org.scope import scope_of
from biaogan.quality import rules
from biaogan.quality.complaints import promising, queries, taking_over
from biaogan.quality.complaints.returning import WITHIN, Back, came_back, judged
from biaogan.quality.models import Complaint
from biaogan.quality.vehicles import vehicle_of, visits_of
from biaogan.workbench.watch import watch
from house_world import build

FILED = [
    "T-own,TS1,2026-05-19 10:00:00,,,400热线,维修质量,重大,空调没修好，电话13812345678,{vin},A1,处理中",
    "T-own,TS2,2026-05-18 10:00:00,2026-05-18 12:00:00,,店内,服务态度,一般,顾问冷淡,{vin},A2,处理中",
    "T-own,TS3,2026-05-01 10:00:00,2026-05-01 12:00:00,2026-05-02 10:00:00,店内,价格,一般,贵,{vin},A3,已结案",
    "T-sister,TS4,2026-05-19 10:00:00,,,网络,交车超时,较重,晚了两天,{vin},A4,处理中",
    "T-sister,TS5,2026-05-10 10:00:00,,,网络,其他,一般,无,{vin},A5,已关闭",
]


@pytest.fixture
def home(db, tmp_path):
    with own_home(tmp_path) as folder:
        yield folder


@pytest.fixture
def world(home):
    return build()


def stores(world, *places):
    return [world.stores[place] for place in places]


def test_open_complaints_of_files_are_taken_over_once_with_the_clock_of_their_day(world, home):
    bring(home, "投诉", COMPLAINTS, [line.format(vin=vin(7)) for line in FILED], at=NOW)
    by = world.people["regional_manager"]
    assert taking_over.waiting_by_store(["T-own", "T-sister"], at=NOW) == {"T-own": 2, "T-sister": 1}
    taken = taking_over.take_over(stores=stores(world, "own", "sister"), by=by, at=NOW)
    assert taking_over.take_over(stores=stores(world, "own", "sister"), by=by, at=NOW) == []
    one = Complaint.objects.get(number="TS1")
    assert (one.severity, one.topic, one.channel, one.state) == (1, "repair", "brand", "new")
    assert one.contact_due == datetime(2026, 5, 19, 12, 0, tzinfo=CHINA)
    assert one.text == "空调没修好，电话***"
    assert one.vehicle == vehicle_of(vin(7)).key
    two = Complaint.objects.get(number="TS2")
    assert (two.state, two.contacted_in_time) == ("contacted", True)
    assert {complaint.number for complaint in taken} == {"TS1", "TS2", "TS4"}


def test_a_plate_and_a_vin_of_the_files_are_the_same_car(world, home):
    assert vehicle_of(plate(3)).key.startswith(Personal.PLATE.value[0]), "not known yet"
    bring(home, "工单", ORDERS, [order("T-own", "A1", 3, "2026-01-05")], at=NOW)
    assert vehicle_of(plate(3)).key == vehicle_of(vin(3)).key
    assert recorded(world, vehicle=plate(3)).vehicle == recorded(world, vehicle=vin(3)).vehicle
    assert Complaint.objects.counted().count() == 1


@pytest.mark.parametrize("text", ["这不是车牌", "云A1", "LBV12345", "13812345678"])
def test_what_is_neither_plate_nor_vin_is_refused(world, text):
    from biaogan.org.policies import NotAllowed

    with pytest.raises(NotAllowed):
        vehicle_of(text)


def test_customers_came_back_did_not_or_it_is_too_early(world, home):
    bring(
        home,
        "工单",
        ORDERS,
        [
            order("T-own", "A1", 1, "2026-01-05"),
            order("T-sister", "A2", 1, "2026-04-05"),  # back, at another store
            order("T-own", "B1", 2, "2026-01-05"),
            order("T-own", "B2", 2, "2026-01-20", "返修"),  # rework is no coming back
            order("T-own", "C1", 3, "2026-05-18"),
            order("T-own", "D1", 4, "2026-08-30"),  # so far the orders reach
        ],
        at=NOW,
    )
    january = datetime(2026, 1, 10, 15, 0, tzinfo=CHINA)
    early = {"opened_at": january - HOUR, "at": january, "topic": "price"}
    back, gone = (closed(world, recorded(world, vehicle=plate(car), **early), when=january) for car in (1, 2))
    fresh = closed(world, recorded(world, vehicle=plate(3)))
    unknown = closed(world, recorded(world, vehicle=""))
    assert came_back([back, gone, fresh, unknown]) == {
        back.pk: Back.YES,
        gone.pk: Back.NO,
        fresh.pk: Back.EARLY,
    }
    scope = scope_of(world.people["regional_manager"])
    own = next(line for line in queries.store_lines(scope=scope, at=NOW) if line.store.code == "T-own")
    assert (own.returned.k, own.returned.n, own.early) == (1, 2, 1)


def test_without_orders_nothing_is_said_about_coming_back(world):
    assert came_back([closed(world, recorded(world))]) == {}


@pytest.mark.parametrize(
    ("days", "until", "said"),
    [
        ([0], 400, Back.NO),  # the same day belongs to the trouble
        ([1], 400, Back.YES),
        ([182], 400, Back.YES),
        ([183], 400, Back.NO),
        ([], 100, Back.EARLY),
        ([], 183, Back.NO),
    ],
)
def test_six_months_begin_on_the_day_after(days, until, said):
    since = datetime(2026, 1, 10, 8, 0)
    visits = [since + timedelta(days=day) for day in days]
    assert judged(since, visits, since + timedelta(days=until)) is said
    assert timedelta(days=183) == WITHIN


def test_visits_are_found_by_either_name_of_the_car(world, home):
    bring(home, "工单", ORDERS, [order("T-own", "A1", 3, "2026-01-05")], at=NOW)
    car = vehicle_of(vin(3)).key
    assert visits_of([car]) == {car: [datetime(2026, 1, 5, 9, 0)]}
    assert visits_of(["v-nobody"]) == {}


def found(world, today, *places):
    return {
        (one.rule.code.rstrip("0123456789"), one.store)
        for one in rules.find(stores=stores(world, *places), today=today)
    }


def test_the_watch_finds_what_is_due_today_critical_broken_or_still_in_files(world, home):
    bring(home, "投诉", COMPLAINTS, [FILED[3].format(vin=vin(7))], at=NOW)
    critical = recorded(world, severity=1, vehicle="")
    later = contacted(world, recorded(world, place="sister", vehicle=""), by="manager-sister")
    promising.make_promise(
        complaint=later, what="周三前答复", recipient="customer", due=NOW + HOUR,
        by=world.people["manager-sister"], at=NOW,
    )  # fmt: skip
    today = date(2026, 5, 20)
    assert found(world, today, "own", "sister") == {
        ("complaint-critical-", "T-own"),
        ("complaints-due", "T-own"),
        ("promises-due", "T-sister"),
        ("complaints-in-files", "T-sister"),
    }
    assert found(world, date(2026, 5, 23), "sister") >= {("complaints-due", "T-sister")}
    closed(world, critical)
    assert found(world, today, "own") == set()


def test_the_watch_raises_a_critical_complaint_once_and_clears_it_when_it_is_closed(world, time_machine):
    time_machine.move_to(NOW, tick=False)
    critical = recorded(world, severity=1, vehicle="")
    watch(at=NOW)
    watch(at=NOW)
    alert = Alert.objects.get(rule=f"complaint-critical-{critical.pk}")
    assert alert.address == f"/quality/complaints/{critical.pk}"
    closed(world, critical)
    watch(at=NOW)
    alert.refresh_from_db()
    assert alert.state == "cleared"
