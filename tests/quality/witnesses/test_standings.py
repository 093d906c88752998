"""What the parts of the room tell the overview of a store."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.quality.complaints import cases
from tests.quality.improvements import builders
from tests.quality.inspections import builders as visits
from tests.targets.conftest import world  # noqa: F401 - three stores and a person of every role

from biaogan.org.scope import scope_of
from biaogan.quality.complaints.standing import standing as complaints
from biaogan.quality.improvements.standing import standing as improvements
from biaogan.quality.inspections.standing import standing as inspections
from biaogan.quality.models import Complaint, InspectionKind
from biaogan.quality.witnesses.overview import overview

TODAY = cases.NOW.date()


@pytest.fixture
def stores(world):  # noqa: F811
    return [world.stores["own"], world.stores["sister"]]


def test_a_complaint_due_by_the_end_of_the_day_is_overdue_once_with_its_repeats(world, stores):  # noqa: F811
    one = cases.recorded(world)
    cases.recorded(world, text="同一台车同一件事又来投诉")
    evening = cases.NOW.replace(hour=23)
    Complaint.objects.update(contact_due=evening, close_due=evening + timedelta(days=9))
    cases.closed(world, cases.recorded(world, vehicle="", opened_at=cases.NOW - timedelta(days=3)))
    assert [row.number for row in complaints(stores=stores, today=TODAY)] == [1, 0]
    Complaint.objects.filter(pk=one.pk).update(contact_due=evening + timedelta(hours=1))
    assert [row.number for row in complaints(stores=stores, today=TODAY)] == [0, 0], "due as the day ends"


def test_an_improvement_whose_proof_was_promised_for_a_day_that_is_over_is_overdue(world, stores):  # noqa: F811
    one = builders.planned(world)
    builders.closed(world)
    over = one.proof_on + timedelta(days=1)
    assert [row.number for row in improvements(stores=stores, today=one.proof_on)] == [0, 0]
    assert [row.number for row in improvements(stores=stores, today=over)] == [1, 0]


def test_the_last_inspection_is_a_signed_one_by_somebody_from_outside(world, stores):  # noqa: F811
    by = world.people["regional_manager"]
    made = [visits.inspection(world, kind=kind) for kind in InspectionKind.values[:2]]
    for one in made:
        visits.answer_all(one, by=by)
    visits.signed(made[0], by=by)
    own = visits.inspection(world, "sister", kind=InspectionKind.SELF, by="manager-sister")
    visits.answer_all(own, by=world.people["manager-sister"])
    visits.signed(own, by=world.people["manager-sister"])
    day = visits.AT.date()
    assert [(row.store_id, row.day) for row in inspections(stores=stores, today=day)] == [(stores[0].pk, day)]
    assert inspections(stores=stores, today=day - timedelta(days=1)) == []


def test_the_overview_shows_them_and_leads_only_where_a_person_may_go(world, stores):  # noqa: F811
    for name, leads in (("regional_manager", True), ("viewer", False)):
        found = overview(scope=scope_of(world.people[name]), today=TODAY)
        assert found.told == ["complaints", "improvements"]
        assert bool(found.stores[0].standings["complaints"].url) is leads
