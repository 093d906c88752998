"""A person deleted from the data leaves the quality room too, in one step with the audit trail."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.quality.complaints import cases
from tests.quality.facts import COMPLAINTS, ORDERS, bring, order, plate, vin
from tests.quality.surprises import moments
from tests.targets.conftest import world

from biaogan.intake import forget
from biaogan.intake.deleting import delete_person
from biaogan.intake.models import Identity
from biaogan.org.models import AuditEvent
from biaogan.quality.feedback.from_facts import take_from_facts
from biaogan.quality.models import Complaint, Feedback, Moment, Preference

__all__ = ["world"]
CAR, OTHER = 7, 8


def row(number: str, car: int, words: str) -> str:
    return f"T-own,{number},2026-05-18 10:00:00,,,400热线,维修质量,一般,{words},{vin(car)},,处理中"


@pytest.fixture
def kept(world, tmp_path):
    """The same things of two customers."""
    orders = [order("T-own", f"R{car}", car, "2026-05-02") for car in (CAR, OTHER)]
    bring(tmp_path, "工单", ORDERS, orders, at=cases.NOW)
    rows = [row("TS1", CAR, "空调修了两次还是不冷"), row("TS2", OTHER, "等了三个小时没人理")]
    bring(tmp_path, "投诉", COMPLAINTS, rows, at=cases.NOW)
    take_from_facts(today=cases.NOW.date(), at=cases.NOW)
    for car in (CAR, OTHER):
        cases.recorded(world, vehicle=plate(car))
        moments.surprised(
            world, plate=plate(car), preference=moments.preferred(world, plate=plate(car)), occasion=""
        )
    return world


def asked_for(car: int) -> set[str]:
    return set(Identity.objects.filter(value=plate(car)).values_list("pseudonym", flat=True))


def test_whoever_is_deleted_by_the_plate_leaves_complaints_surprises_and_texts_and_others_stay(kept):
    key = Complaint.objects.earliest("pk").vehicle
    assert asked_for(CAR) != {key}, "the complaint knows the car by its VIN"
    delete_person(pseudonyms=asked_for(CAR), by=kept.people["regional_manager"], at=cases.NOW)
    gone, other = Complaint.objects.order_by("pk")
    assert (gone.vehicle, gone.vehicle_shown, bool(gone.text)) == ("", "", True)
    assert other.vehicle
    masked, stays = Moment.objects.order_by("pk")
    assert (masked.customer, masked.done, masked.masked_at) == ("", "", cases.NOW)
    assert (stays.customer, stays.masked_at) == (other.vehicle, None)
    assert [one.customer for one in Preference.objects.all()] == [other.vehicle]
    texts = dict(Feedback.objects.values_list("key", "text"))
    assert texts == {"TS1": "", "TS2": "等了三个小时没人理"}
    event = AuditEvent.objects.get(action="intake.delete_person")
    assert event.details["rooms"] == {"quality": 4}


def test_words_that_went_do_not_come_back_with_the_facts_nor_wait_for_a_person(kept):
    Feedback.objects.update(state="waiting")
    delete_person(pseudonyms=asked_for(CAR), by=None, at=cases.NOW)
    take_from_facts(today=cases.NOW.date(), at=timezone.now())
    one = Feedback.objects.get(key="TS1")
    assert (one.text, one.state, one.withdrawn) == ("", "sorted", False)


def test_where_a_room_cannot_forget_nothing_is_noted_and_the_values_stay_to_look_for(kept, monkeypatch):
    def refuses(_pseudonyms, *, at):
        raise RuntimeError(at)

    monkeypatch.setitem(forget._rooms, "another", refuses)
    with pytest.raises(RuntimeError):
        delete_person(pseudonyms=asked_for(CAR), by=None, at=cases.NOW)
    assert asked_for(CAR)
    assert not Complaint.objects.filter(vehicle="").exists()
    assert not AuditEvent.objects.filter(action="intake.delete_person").exists()
