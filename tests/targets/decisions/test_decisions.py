"""Decisions from being written to being looked back upon: every state and every move."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from biaogan.engine.methods.three_year.forecast import Forecast as Run
from biaogan.engine.methods.three_year.forecast import run_again
from biaogan.engine.methods.three_year.levers import BadLevers, Levers
from biaogan.engine.methods.three_year.verdict import Verdict
from biaogan.jobs.models import Job
from biaogan.jobs.worker import Worker
from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of
from biaogan.targets.decisions import actions
from biaogan.targets.decisions.queries import overview
from biaogan.targets.decisions.searching import found_by
from biaogan.targets.decisions.testing import decision_test
from biaogan.targets.models import Decision, LookBack
from biaogan.targets.states import DECISION_MOVES, CannotMove, DecisionState, check_move

AT = datetime(2026, 5, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DEEP = Levers(discount_depth=0.20)


def written(world, levers=DEEP, *, proposer="陈投资", place="own"):
    return actions.write_decision(
        title="全年八折", what="全年对所有客户打八折", proposer=proposer, place=world.stores[place],
        levers=levers, by=world.people["regional_manager"], at=AT,
    )  # fmt: skip


def proved(world, **more):
    return actions.run_test(decision=written(world, **more), by=world.people["regional_manager"], at=AT)


def decided(world, state, *, reason="区域会议决定", starts="2026-06", **more):
    return actions.decide(
        decision=proved(world, **more), state=state, reason=reason, starts=starts,
        by=world.people["regional_manager"], at=AT,
    )  # fmt: skip


@pytest.mark.parametrize("before", DecisionState.values)
@pytest.mark.parametrize("after", DecisionState.values)
def test_only_the_moves_of_the_table_are_possible(before, after):
    if after in DECISION_MOVES[before]:
        check_move(before, after)
    else:
        with pytest.raises(CannotMove):
            check_move(before, after)


def test_a_decision_without_a_proposer_is_refused(world):
    with pytest.raises(NotAllowed):
        written(world, proposer="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=written(world).pk).update(proposer="")


def test_a_discount_of_130_percent_is_refused(world):
    with pytest.raises(BadLevers) as refused:
        written(world, Levers(discount_depth=1.3))
    assert refused.value.refusals[0].message.en == (
        "Discount depth cannot be 130 %. Enter a value from 0 % to 100 %."
    )
    assert Decision.objects.count() == 0


def test_a_test_keeps_both_presets_and_can_be_run_again(world):
    made = proved(world)
    assert (made.state, made.verdict) == (DecisionState.TESTED, Verdict.VETO)
    assert [row.preset for row in made.forecasts.all()] == ["literature", "cautious"]
    for row in made.forecasts.all():
        kept = Run.from_dict(row.result)
        assert run_again(kept) == kept
    found = decision_test(made)
    assert found.trial.verdict is Verdict.VETO
    assert "discount_depth" in {flip.name for flip in found.flips if flip.is_lever}


def test_a_second_test_is_another_round_and_the_newest_counts(world):
    made = proved(world)
    actions.run_test(decision=made, by=made.written_by, at=AT)
    assert sorted(made.forecasts.values_list("round", flat=True)) == [1, 1, 2, 2]


def test_other_levers_make_a_tested_decision_a_draft_again(world):
    made = proved(world)
    same = {"what": made.what, "proposer": made.proposer, "place": made.place, "expected": "",
            "expected_fen": None, "by": made.written_by, "at": AT}  # fmt: skip
    renamed = actions.change_decision(decision=made, title="另一个名称", levers=DEEP, **same)
    assert (renamed.state, renamed.title) == (DecisionState.TESTED, "另一个名称")
    changed = actions.change_decision(decision=made, title="改", levers=Levers(discount_depth=0.1), **same)
    assert (changed.state, changed.verdict) == (DecisionState.DRAFT, "")


def test_what_was_decided_stays_as_it_was(world):
    made = decided(world, DecisionState.PILOT)
    with pytest.raises(NotAllowed):
        actions.change_decision(
            decision=made, title="改", what="改", proposer="改", place=made.place, expected="",
            expected_fen=None, levers=Levers(), by=made.written_by, at=AT,
        )  # fmt: skip
    with pytest.raises(CannotMove):
        actions.run_test(decision=made, by=made.written_by, at=AT)


def test_a_draft_is_not_decided_and_a_veto_is_overruled_only_with_a_reason(world):
    manager = world.people["regional_manager"]
    with pytest.raises(CannotMove):
        actions.decide(decision=written(world), state="go", reason="好", starts="2026-06", by=manager, at=AT)
    with pytest.raises(NotAllowed):
        decided(world, DecisionState.GO, reason=" ")
    made = decided(world, DecisionState.GO)
    assert (made.state, made.decided_by, made.starts) == (DecisionState.GO, manager, "2026-06")


def test_every_step_leaves_its_event(world):
    decided(world, DecisionState.DROPPED)
    said = AuditEvent.objects.filter(about="decision").order_by("sequence").values_list("action", flat=True)
    assert list(said) == ["decision-written", "decision-tested", "decision-decided"]


def test_the_search_is_a_job_whose_alternative_becomes_a_new_draft(world):
    from biaogan.config.handlers import collect

    collect()
    made, manager = proved(world), world.people["regional_manager"]
    job = actions.search_alternatives(decision=made, by=manager)
    assert actions.search_alternatives(decision=made, by=manager) == job
    assert Worker(beat_seconds=600).run_next()
    made.refresh_from_db()
    found = found_by(Job.objects.get(pk=job.pk))
    assert len(found) == 3
    assert {one.verdict for one in found} == {Verdict.PASS}
    taken = actions.take_alternative(decision=made, place=0, by=manager, at=AT)
    assert (taken.state, taken.levers) == (DecisionState.DRAFT, found[0].levers.to_dict())
    with pytest.raises(NotAllowed):
        actions.take_alternative(decision=made, place=3, by=manager, at=AT)


def test_a_search_that_waits_can_be_stopped(world):
    made, manager = proved(world), world.people["regional_manager"]
    job = actions.search_alternatives(decision=made, by=manager)
    made.refresh_from_db()
    actions.stop_search(decision=made, by=manager, at=AT)
    assert Job.objects.get(pk=job.pk).state == "cancelled"
    assert found_by(Job.objects.get(pk=job.pk)) is None


def test_a_draft_is_not_searched_for(world):
    with pytest.raises(NotAllowed):
        actions.search_alternatives(decision=written(world), by=world.people["regional_manager"])


def test_a_look_back_waits_for_its_month_and_for_figures(world):
    made, manager = decided(world, DecisionState.GO), world.people["regional_manager"]
    early = datetime(2026, 8, 31, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    late = datetime(2026, 9, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with pytest.raises(NotAllowed, match="2026-08"):
        actions.look_back(decision=made, after=3, by=manager, at=early)
    due = overview(scope=scope_of(manager), today=late.date()).due
    assert [(one.decision, one.after, one.month) for one in due] == [(made, 3, "2026-08")]
    with pytest.raises(NotAllowed):  # nobody sent files: nothing is scored as zero
        actions.look_back(decision=made, after=3, by=manager, at=late)
    assert LookBack.objects.count() == 0
