"""Setting targets: versions, reasons, and what is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from biaogan.org.models import AuditEvent
from biaogan.targets.goals.actions import Refused, Wish, set_goals
from biaogan.targets.goals.queries import goals
from biaogan.targets.models import GoalSource, GoalVersion

AT = datetime(2026, 5, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MONTH = "2026-05"


def wish(world, value, *, seen=None, place="own", month=MONTH, slug="revenue"):
    value, seen = (None if one is None else Decimal(one) for one in (value, seen))
    return Wish(slug, world.stores[place], month, value, seen)


def put(world, *wishes, at=AT, note="", by="regional_manager"):
    return set_goals(wishes=wishes, source=GoalSource.TYPED, note=note, at=at, by=world.people[by])


def value(world, day, *, place="own", month=MONTH, slug="revenue"):
    code = world.stores[place].code
    found = goals([slug], stores=[code], months=[month], as_of=day).get((slug, code, month))
    return found and found.value


def test_a_revised_target_keeps_what_counted_before(world):
    put(world, wish(world, 500_000))
    put(world, wish(world, 450_000, seen=500_000), at=AT + timedelta(days=5), note="道路封闭两周")
    days = [date(2026, 5, day) for day in (9, 10, 14, 15, 31)]
    assert [value(world, day) for day in days] == [None, 500_000, 500_000, 450_000, 450_000]
    assert list(GoalVersion.objects.values_list("version", "note")) == [(1, ""), (2, "道路封闭两周")]


def test_a_target_that_holds_changes_only_with_a_reason(world):
    put(world, wish(world, 500_000), wish(world, 600_000, month="2026-06"))
    with translation.override("en"), pytest.raises(Refused, match="say why"):
        put(world, wish(world, 450_000, seen=500_000))
    assert put(world, wish(world, 610_000, seen=600_000, month="2026-06")) == 1, "June has not begun"


def test_a_target_is_taken_back_and_not_made_nought(world):
    put(world, wish(world, 500_000))
    put(world, wish(world, None, seen=500_000), note="误填", at=AT + timedelta(days=1))
    assert value(world, date(2026, 5, 10)) == 500_000
    assert value(world, date(2026, 5, 11)) is None


def test_what_stands_already_makes_no_version(world):
    put(world, wish(world, 500_000))
    assert put(world, wish(world, 500_000, seen=500_000)) == 0
    assert GoalVersion.objects.count() == 1


def test_one_fault_and_nothing_is_set(world):
    with pytest.raises(Refused) as refusal:
        put(world, wish(world, 500_000), wish(world, 0, place="sister"))
    assert list(refusal.value.reasons) == [("revenue", "T-sister", MONTH)]
    assert GoalVersion.objects.count() == 0


def test_nobody_overwrites_what_somebody_else_has_just_set(world):
    put(world, wish(world, 500_000))
    with translation.override("en"), pytest.raises(Refused, match="Somebody has changed"):
        put(world, wish(world, 480_000, seen=None), note="x")


def test_a_store_has_no_target_before_it_opened(world):
    store = world.stores["own"]
    store.opened_on = date(2026, 5, 20)
    store.save()
    with translation.override("en"), pytest.raises(Refused, match="opened on 2026-05-20"):
        put(world, wish(world, 500_000, month="2026-04"))
    assert put(world, wish(world, 500_000)) == 1


def test_the_trail_says_who_changed_which_month(world):
    put(world, wish(world, 500_000), wish(world, 520_000, month="2026-06"))
    event = AuditEvent.objects.get(action="targets-set")
    assert (event.person, event.store_code) == (world.people["regional_manager"], "T-own")
    assert event.details["before"] == {"2026-05": None, "2026-06": None}
    assert [Decimal(one) for one in event.details["after"].values()] == [500_000, 520_000]
