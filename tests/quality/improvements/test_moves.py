"""The way of an improvement: every state × every move, and that no route makes a fake one count as closed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.quality.improvements import builders
from tests.quality.improvements.builders import NOW, PROOF, finding, in_state, measured, standard

from biaogan.engine.text import Text
from biaogan.followup.actions import cancel_task, finish_task
from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.quality.improvements import actions, measuring, policies
from biaogan.quality.improvements.standardising import standardise
from biaogan.quality.models import Improvement
from biaogan.quality.states.improvements import IMPROVEMENT_MOVES, MEASURED, ImprovementState, Verdict


def moves(world, one):
    """One way to try each move, with everything that could be typed."""
    region, store = world.people["regional_manager"], world.people["store_manager"]
    due = NOW.date() + timedelta(days=10)
    return {
        "analysed": lambda: actions.analyse(
            improvement=one,
            version=one.version,
            whys=builders.WHYS,
            causes={},
            cause="看不到车间负荷",
            by=store,
        ),
        "planned": lambda: actions.plan_action(
            improvement=one, title="看板", plan="", owner=store, due=due, by=store, at=NOW
        ),
        "done": lambda: actions.finish_improvement(improvement=one, by=store, at=NOW),
        "verified": lambda: actions.verify_improvement(improvement=one, by=region, at=NOW),
        "standardised": lambda: standardise(
            improvement=one, standard=standard(), trainer=store, training_due=due, by=region, at=NOW
        ),
        "closed": lambda: actions.close_improvement(improvement=one, at=NOW),
        "reopened": lambda: actions.reopen_improvement(
            improvement=one, because=Text("又出现", "又出现"), by=store
        ),
        "dropped": lambda: actions.drop_improvement(improvement=one, reason="不再需要", by=region),
    }


@pytest.mark.parametrize("state", builders.STATES)
def test_no_state_can_be_skipped(world, state):
    """From each state every move is tried: only those of the dict go through, and only with their proof."""
    one = in_state(world, state)
    assert one.state == state
    for target, attempt in moves(world, one).items():
        before = Improvement.objects.get(pk=one.pk)
        with transaction.atomic():
            try:
                attempt()
            except NotAllowed:
                after = Improvement.objects.get(pk=one.pk)
                assert (after.state, after.version) == (before.state, before.version), (state, target)
            else:
                reached = Improvement.objects.get(pk=one.pk).state
                stays = target in ("analysed", "planned") and reached == state
                assert stays or reached in IMPROVEMENT_MOVES[state], (state, target)
                transaction.set_rollback(True)


def test_done_needs_every_action_done_with_its_evidence(world):
    one, store = in_state(world, "planned"), world.people["store_manager"]
    with pytest.raises(NotAllowed, match="not done yet"):
        actions.finish_improvement(improvement=one, by=store, at=NOW)
    cancel_task(task=one.actions.get().task, reason="不需要", by=store)
    with pytest.raises(NotAllowed, match="nothing to measure"):
        actions.finish_improvement(improvement=one, by=store, at=NOW)


@pytest.mark.parametrize("verdict", [one for one in Verdict if one != Verdict.SHOWN])
def test_a_fake_done_is_not_verified_whatever_is_said(world, verdict):
    one, region = in_state(world, "done"), world.people["regional_manager"]
    with pytest.raises(NotAllowed, match="Nothing has been measured"):
        actions.verify_improvement(improvement=one, by=region, at=NOW)
    measured(one, verdict)
    with pytest.raises(NotAllowed, match="Only a shown effect"):
        actions.verify_improvement(improvement=one, by=region, at=NOW)


def test_nobody_verifies_their_own_improvement(world):
    region = world.people["regional_manager"]
    one = measured(in_state(world, "done", owner=region), Verdict.SHOWN)
    with pytest.raises(NotAllowed, match="their own"):
        actions.verify_improvement(improvement=one, by=region, at=NOW)


def test_the_tables_themselves_refuse_a_fake_one(world):
    """Whoever writes to the database past the actions is refused as well."""
    one = in_state(world, "found")
    for wrong in (
        {"state": "closed"},
        {"state": "done"},
        {"state": "verified", "finished_on": NOW.date()},
        {"state": "nothing"},
        {"state": "analysed"},
        {"closed_on": NOW.date()},
        {"size": 0},
        {"metric": ""},
        {"state": "dropped"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Improvement.objects.filter(pk=one.pk).update(**wrong)


@pytest.mark.parametrize(
    "verdicts",
    [["shown"], ["shown", "shown"], ["shown", "shown", "unproven"], ["shown", "shown", "short"]],
)
def test_it_closes_only_on_an_effect_that_lasts_ninety_days(world, verdicts):
    one = measured(in_state(world, "standardised"), *verdicts)
    measuring.settle(one, at=NOW)
    one.refresh_from_db()
    assert one.state == ImprovementState.STANDARDISED
    with pytest.raises(NotAllowed):
        actions.close_improvement(improvement=one, at=NOW)


def test_the_watch_closes_what_lasts_and_signs_it(world):
    one = in_state(world, "closed")
    assert (one.state, one.closed_on) == ("closed", NOW.date())
    event = AuditEvent.objects.get(action="improvement-closed")
    assert (event.person, event.key) == (None, str(one.pk))
    assert [found.state for found in one.findings.all()] == ["resolved"]


@pytest.mark.parametrize("state", ["verified", "standardised", "closed"])
@pytest.mark.parametrize("verdict", ["worse", "faded"])
def test_a_relapse_reopens_by_itself(world, state, verdict):
    one = in_state(world, state)
    measured(one, "shown", "shown", "shown", verdict)
    measuring.settle(one, at=NOW)
    one.refresh_from_db()
    assert (one.state, one.round, one.verified_on, one.closed_on) == ("reopened", 2, None, None)
    assert [found.state for found in one.findings.all()] == ["improving"]
    assert AuditEvent.objects.get(action="improvement-reopened").person is None


@pytest.mark.parametrize("state", [*MEASURED])
def test_the_same_item_found_again_reopens_it_and_joins_it(world, state):
    one = in_state(world, state, of=builders.item())
    measuring.settle(one, at=NOW)
    one.refresh_from_db()
    assert one.state == state
    again = finding(world, of=builders.item(), found_on=NOW.date() + timedelta(days=30))
    measuring.settle(one, at=NOW + timedelta(days=31))
    one.refresh_from_db()
    assert one.state == "reopened"
    assert str(again.found_on) in one.reopened_zh
    assert again in one.findings.all()
    again.refresh_from_db()
    assert again.state == "improving"


def test_a_finding_dismissed_or_of_another_store_is_no_relapse(world):
    one = in_state(world, "verified", of=builders.item())
    later = NOW.date() + timedelta(days=30)
    finding(world, "sister", of=builders.item(), found_on=later)
    from biaogan.quality.findings.actions import move_finding

    waved = finding(world, of=builders.item(), found_on=later)
    move_finding(finding=waved, state="dismissed", by=world.people["regional_manager"], because="误报")
    measuring.settle(one, at=NOW + timedelta(days=31))
    one.refresh_from_db()
    assert one.state == "verified"


def test_a_new_round_needs_new_work_and_new_measurements(world):
    one, store = in_state(world, "reopened"), world.people["store_manager"]
    moves(world, one)["analysed"]()
    one.refresh_from_db()
    task = moves(world, one)["planned"]()
    finish_task(task=task, evidence=builders.EVIDENCE, by=store, at=NOW)
    one.refresh_from_db()
    actions.finish_improvement(improvement=one, by=store, at=NOW)
    assert policies.newest(Improvement.objects.get(pk=one.pk)) is None


def test_opening_takes_up_findings_and_says_what_is_not_possible(world):
    first, second = finding(world), finding(world)
    one = builders.opened(world, findings=[first, second])
    assert {found.state for found in one.findings.all()} == {"improving"}
    with pytest.raises(NotAllowed, match="no longer open"):
        builders.opened(world, findings=[Improvement.objects.get().findings.first()])
    with pytest.raises(NotAllowed, match="one store"):
        builders.opened(world, findings=[finding(world), finding(world, "sister")])
    with pytest.raises(NotAllowed, match="at least one"):
        builders.opened(world, findings=[])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"metric": "retention"}, "monthly metric"),
        ({"metric": "no-such"}, "monthly metric"),
        ({"size": Decimal(0)}, "more than 0"),
        ({"proof_on": NOW.date()}, "complete month"),
    ],
)
def test_a_goal_that_cannot_be_measured_is_refused(world, wrong, says):
    with pytest.raises(NotAllowed, match=says):
        builders.opened(world, **wrong)


def test_changing_the_goal_is_kept_and_ends_with_the_work(world):
    one, store = in_state(world, "planned"), world.people["store_manager"]
    changed = actions.change_goal(
        improvement=one, version=one.version, metric=one.metric, direction="up", size=Decimal(3),
        proof_on=PROOF, because="五个点做不到", by=store, at=NOW,
    )  # fmt: skip
    kept = changed.goal_changes.get()
    assert (kept.before["size"], kept.after["size"], kept.because) == ("5.00", "3.00", "五个点做不到")
    finished = in_state(world, "done")
    with pytest.raises(NotAllowed, match="as it was promised"):
        actions.change_goal(
            improvement=finished, version=finished.version, metric=one.metric, direction="up",
            size=Decimal(1), proof_on=PROOF, because="更容易", by=store, at=NOW,
        )  # fmt: skip


def test_the_second_of_two_editors_is_told(world):
    one, store = in_state(world, "analysed"), world.people["store_manager"]
    given = {"improvement": one, "version": one.version, "whys": builders.WHYS, "causes": {}, "by": store}
    actions.analyse(**given, cause="看不到车间负荷甲")
    with pytest.raises(policies.Stale):
        actions.analyse(**given, cause="看不到车间负荷乙")
    one.refresh_from_db()
    assert one.cause == "看不到车间负荷甲"


def test_dropping_gives_the_findings_back(world):
    one = in_state(world, "dropped")
    assert [found.state for found in one.findings.all()] == ["open"]
