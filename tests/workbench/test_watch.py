"""The watch over a small region, really imported."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from tests.targets.conftest import own_home
from tests.targets.region import bring

from biaogan.followup.models import Alert, Notice, Round
from biaogan.targets.signals.actions import rebase_limits
from biaogan.workbench.watch import look, watch
from house_world import build

NOW = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def region(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), own_home(tmp_path_factory.mktemp("home")) as home, transaction.atomic():
        made = build()
        bring(home, [store.code for store in made.stores.values()])
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _taken_back(region, django_db_blocker):
    """What a test writes is taken back; the imported region stays."""
    with django_db_blocker.unblock():
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)


def test_what_stands_out_becomes_an_alert_once(region):
    first, second = watch(at=NOW), watch(at=NOW)
    assert first.raised == Alert.objects.count() > 0
    assert (second.found, second.raised, second.cleared, second.brought) == (first.found, 0, 0, 0)
    late = Alert.objects.get(metric="on-time-delivery", rule="on-time-delivery-behind")
    assert (late.store.code, late.month) == ("T-sister", "2026-05")
    assert "与其他门店的差距已不是偶然" in late.reason_zh


def test_every_region_is_watched_by_itself(region):
    watch(at=NOW)
    assert Round.objects.count() == 2
    assert {one.version for one in Round.objects.all()} != {"empty"}


def test_the_people_of_the_store_are_told_within_their_budget(region):
    watch(at=NOW)
    told = Notice.objects.filter(alert__store__code="T-sister")
    assert {one.person.username for one in told} >= {"regional_manager", "manager-sister"}
    assert not told.filter(person__username="manager-own").exists()


def test_the_cockpit_takes_its_things_to_do_from_the_alerts(region, time_machine):
    time_machine.move_to(NOW, tick=False)
    client = region.client("regional_manager")
    client.cookies["django_language"] = "en"
    before = client.get("/cockpit").content.decode()
    assert "the watch has not looked at these figures yet" in before
    watch(at=NOW)
    after = client.get("/cockpit").content.decode()
    assert "the watch has not looked at these figures yet" not in after
    alert = Alert.objects.get(rule="on-time-delivery-behind")
    assert f"/tasks/open?alert={alert.pk}" in after


def test_a_rule_that_finds_nothing_any_more_clears_its_alert(region):
    watch(at=NOW)
    gone = Alert.objects.get(rule="on-time-delivery-behind")
    Alert.objects.filter(pk=gone.pk).update(month="2026-01")
    assert watch(at=NOW).cleared == 1


def test_a_recorded_cause_is_asked_for_and_unique(region):
    from biaogan.org.policies import NotAllowed

    about = {"metric": "revenue", "store": region.stores["own"], "month": "2026-02"}
    by = region.people["regional_manager"]
    with pytest.raises(NotAllowed):
        rebase_limits(**about, cause=" ", by=by, at=NOW)
    rebase_limits(**about, cause="新车间启用", by=by, at=NOW)
    with pytest.raises(NotAllowed, match="2026-02"):
        rebase_limits(**about, cause="再来一次", by=by, at=NOW)
    assert look([region.stores["own"], region.stores["sister"]], NOW.date()) is not None
