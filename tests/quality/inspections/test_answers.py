"""Answers from phones: once per key, none lost, the later one stands, signing off locks."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.quality.inspections.builders import (
    AT,
    answer,
    answer_all,
    inspection,
    items,
    jpeg,
    picture,
    signed,
)

from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.quality.inspections import actions
from biaogan.quality.inspections.policies import Conflict
from biaogan.quality.inspections.results import result_of
from biaogan.quality.models import Answer, Finding, InspectionKind
from biaogan.quality.states.findings import FindingState
from biaogan.quality.states.inspections import INSPECTION_MOVES, InspectionState


def line_of(one, place=1):
    return one.lines.select_related("version").get(place=place)


def standing(one, place=1):
    return result_of(one).lines[place - 1].current


def test_the_first_answer_begins_an_inspection(world, manager):
    one = inspection(world)
    answer(one, line_of(one), by=manager)
    one.refresh_from_db()
    assert one.state == InspectionState.UNDER_WAY
    assert one.begun_at == AT + timedelta(minutes=1)


def test_the_same_key_and_content_is_one_answer_and_one_event(world, manager):
    one, key = inspection(world), uuid4()
    for _ in range(3):
        answer(one, line_of(one), by=manager, key=key)
    assert Answer.objects.count() == 1
    assert AuditEvent.objects.filter(action="answer-given").count() == 1


def test_the_same_key_with_other_content_is_refused(world, manager):
    one, key = inspection(world), uuid4()
    answer(one, line_of(one), by=manager, key=key)
    with pytest.raises(Conflict):
        answer(one, line_of(one), 0, by=manager, key=key, received="other")
    other = inspection(world)
    with pytest.raises(Conflict):
        answer(other, line_of(other), by=manager, key=key)
    assert standing(one).points == 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_without_knowing_of_each_other_the_later_clock_stands_in_whatever_order_they_come(
    world, manager, order
):
    one = inspection(world)
    sent = [(2, 5), (0, 9)]
    for at in order:
        points, minute = sent[at]
        answer(one, line_of(one), points, by=manager, minute=minute)
    assert standing(one).points == 0
    line = result_of(one).lines[0]
    assert [other.points for other in line.unseen] == [2]
    assert len(line.answers) == 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_answer_that_knew_of_another_stands_before_it_whatever_the_clock_says(world, manager, order):
    one, first = inspection(world), uuid4()
    sent = [(2, 30, first, ()), (1, 5, uuid4(), (first,))]
    for at in order:
        points, minute, key, saw = sent[at]
        answer(one, line_of(one), points, by=manager, minute=minute, key=key, saw=saw)
    assert standing(one).points == 1
    assert result_of(one).lines[0].unseen == []


def test_a_clock_that_runs_ahead_does_not_win_for_ever(world, manager):
    one = inspection(world)
    ahead = answer(one, line_of(one), 2, by=manager, minute=60 * 24 * 365)
    assert ahead.made_at == AT + timedelta(hours=3)
    behind = answer(one, line_of(one), 2, by=manager, minute=-60 * 24 * 365)
    assert behind.made_at == AT


def test_what_two_devices_left_at_odds_must_be_chosen_before_signing(world, manager):
    one = inspection(world)
    answer_all(one, by=manager)
    rival = answer(one, line_of(one), 1, by=manager, minute=50)
    with pytest.raises(NotAllowed, match="1"):
        signed(one, by=manager)
    saw = [*one.lines.get(place=1).answers.values_list("key", flat=True)]
    answer(one, line_of(one), 2, by=manager, minute=51, saw=saw)
    assert rival.key in saw
    assert signed(one, by=manager).is_signed


@pytest.mark.parametrize("points", [3, 99])
def test_a_score_that_the_item_does_not_know_is_refused(world, manager, points):
    one = inspection(world)
    with pytest.raises(NotAllowed):
        answer(one, line_of(one), points, by=manager)
    assert not Answer.objects.exists()


def test_what_does_not_apply_is_answered_and_earns_nothing(world, manager):
    one = inspection(world)
    answer_all(one, by=manager)
    before = possible(one)
    saw = list(one.lines.get(place=1).answers.values_list("key", flat=True))
    answer(one, line_of(one), None, by=manager, minute=9, saw=saw)
    assert result_of(one).answered == 4
    assert (before, possible(one)) == (8, 6)
    assert standing(one).passed is None


def possible(one):
    return sum(level.possible for level in result_of(one).levels)


def test_personal_values_in_a_remark_are_masked(world, manager):
    one = inspection(world)
    made = answer(one, line_of(one), by=manager, note="客户 13912345678 的沪A12345 没有罩")
    assert "13912345678" not in made.note
    assert "沪A12345" not in made.note


def test_signing_off_wants_every_answer_the_photos_and_the_signatures(world, manager):
    one = inspection(world)
    with pytest.raises(NotAllowed, match="4"):
        signed(one, by=manager)
    for line in one.lines.all():
        answer(one, line, 0 if line.place == 2 else 2, by=manager)
    with pytest.raises(NotAllowed, match="1"):
        signed(one, by=manager)
    picture(one, by=manager, line=line_of(one, 2).pk)
    with pytest.raises(NotAllowed):
        signed(one, by=manager, inspector=None)
    with pytest.raises(NotAllowed):
        signed(one, by=manager, store=None)
    one.refresh_from_db()
    assert one.state == InspectionState.UNDER_WAY
    assert signed(one, by=manager, store=None, because="经理不在店").unsigned_because == "经理不在店"


def test_failed_items_become_findings_once(world, manager):
    one, key = inspection(world), uuid4()
    answer_all(one, by=manager, failing=(1, 3))
    first = signed(one, by=manager, key=key)
    again = actions_sign_again(first, key, manager)
    assert again.pk == first.pk
    found = list(Finding.objects.order_by("key"))
    keys = sorted(str(line.current.key) for line in result_of(one).failures)
    assert [finding.key for finding in found] == keys
    assert all(finding.photo_id and finding.store_id == one.store_id for finding in found)
    assert {finding.level for finding in found} == {1, 3}


def actions_sign_again(one, key, by):
    from biaogan.quality.inspections import signing

    return signing.sign_off(
        inspection=one, key=key, signed=signing.SignOff(AT, None), received="s", by=by, at=AT
    )


def test_after_signing_off_a_second_sign_off_is_refused(world, manager):
    one = inspection(world)
    answer_all(one, by=manager)
    signed(one, by=manager)
    with pytest.raises(Conflict, match=manager.display_name):
        signed(one, by=manager, received="t")


def test_an_answer_that_comes_after_signing_off_is_kept_and_changes_nothing(world, manager):
    one = inspection(world)
    answer_all(one, by=manager)
    signed(one, by=manager)
    late = answer(one, line_of(one), 0, by=manager, minute=80)
    assert late.is_late
    assert standing(one).points == 2
    assert result_of(one).lines[0].late == [late]
    assert picture(one, by=manager, line=line_of(one).pk).is_late


def test_an_amendment_stands_beside_the_first_answer(world, manager):
    one = inspection(world)
    answer_all(one, by=manager, failing=(1,))
    signed(one, by=manager)
    with pytest.raises(NotAllowed):
        actions.amend_answer(
            inspection=one, line=line_of(one).pk, points=2, note="", reason=" ", by=manager, at=AT
        )
    later = AT + timedelta(days=1)
    actions.amend_answer(
        inspection=one, line=line_of(one).pk, points=2, note="", reason="照片看错了车位", by=manager, at=later
    )
    line = result_of(one).lines[0]
    [(before, after)] = line.amendments
    assert (before.points, after.points, after.amended_because) == (0, 2, "照片看错了车位")
    assert Finding.objects.get().state == FindingState.DISMISSED
    event = AuditEvent.objects.get(action="answer-amended")
    assert (event.details["before"], event.details["after"]) == (0, 2)


def test_an_amendment_that_fails_an_item_makes_a_finding(world, manager):
    one = inspection(world)
    answer_all(one, by=manager)
    with pytest.raises(Conflict):
        actions.amend_answer(
            inspection=one, line=line_of(one).pk, points=0, note="", reason="x", by=manager, at=AT
        )
    signed(one, by=manager)
    actions.amend_answer(
        inspection=one, line=line_of(one).pk, points=0, note="漏看", reason="复核", by=manager, at=AT
    )
    assert "漏看" in Finding.objects.get().text


def test_a_cancelled_inspection_takes_nothing_more(world, manager):
    one = inspection(world)
    actions.cancel_inspection(inspection=one, reason="门店停业", by=manager)
    with pytest.raises(Conflict):
        answer(one, line_of(one), by=manager)
    with pytest.raises(Conflict):
        picture(one, by=manager, line=line_of(one).pk)


def test_a_picture_is_kept_once_and_its_key_means_one_thing(world, manager):
    one, key = inspection(world), uuid4()
    first, second = line_of(one), line_of(one, 2)
    assert picture(one, by=manager, line=first.pk, key=key) == picture(
        one, by=manager, line=first.pk, key=key
    )
    with pytest.raises(NotAllowed):
        picture(one, by=manager, line=second.pk, key=key)
    with pytest.raises(NotAllowed):
        picture(one, by=manager, line=first.pk, key=key, content=jpeg((1, 2, 3)))
    assert one.pictures.count() == 1


def test_what_is_planned_keeps_the_wording_of_its_day(world, manager):
    of = items(2)
    one = inspection(world, of=of)
    version = of[0].versions.get()
    of[0].versions.update(is_current=False)
    of[0].versions.create(
        number=2,
        text_zh="新的写法",
        scores=version.scores,
        pass_points=2,
        written_at=AT,
        in_force_from=AT.date(),
    )
    assert line_of(one).version == version
    assert inspection(world, of=of).lines.get(place=1).version.number == 2


def test_the_result_of_last_time_is_shown_beside(world, manager):
    of = items(2)
    first = inspection(world, of=of)
    answer_all(first, by=manager, failing=(1,))
    signed(first, by=manager)
    elsewhere = inspection(world, "sister", of=of)
    second = inspection(world, of=of)
    assert [line.previous.points for line in result_of(second, previous=True).lines] == [0, 2]
    assert [line.previous for line in result_of(elsewhere, previous=True).lines] == [None, None]


def test_points_of_each_level_are_added_apart(world, manager):
    one = inspection(world, of=items(8))
    answer_all(one, by=manager, failing=(1, 2))
    points = {level.level: (level.earned, level.possible, level.failed) for level in result_of(one).levels}
    assert points == {1: (2, 4, 1), 2: (2, 4, 1), 3: (4, 4, 0), 4: (4, 4, 0)}


@pytest.mark.parametrize("state", INSPECTION_MOVES)
def test_only_open_inspections_are_cancelled(world, manager, state):
    one = inspection(world)
    if state == InspectionState.SIGNED:
        answer_all(one, by=manager)
        one = signed(one, by=manager)
    elif state == InspectionState.CANCELLED:
        one = actions.cancel_inspection(inspection=one, reason="x", by=manager)
    elif state == InspectionState.UNDER_WAY:
        answer(one, line_of(one), by=manager)
    allowed = InspectionState.CANCELLED in INSPECTION_MOVES[state]
    try:
        actions.cancel_inspection(inspection=one, reason="停业", by=manager)
    except NotAllowed:
        assert not allowed
    else:
        assert allowed


def test_a_self_check_needs_no_signature_of_the_store(world):
    own = world.people["store_manager"]
    one = inspection(world, kind=InspectionKind.SELF, by="store_manager")
    answer_all(one, by=own)
    assert signed(one, by=own, store=None).is_signed


def test_a_store_cannot_plan_visits_of_the_region(world):
    with pytest.raises(NotAllowed):
        inspection(world, kind=InspectionKind.ANNOUNCED, by="store_manager")
