"""Opening, analysing, planning, finishing, verifying: each one transaction with its audit event inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from biaogan.engine.text import Text
from biaogan.followup.actions import open_task
from biaogan.followup.models import Task
from biaogan.org import audit
from biaogan.org.models import Person, Store
from biaogan.quality.findings.actions import move_finding
from biaogan.quality.improvements import policies
from biaogan.quality.improvements.chances import chances
from biaogan.quality.models import Finding, GoalChange, Improvement, PlannedAction
from biaogan.quality.publishing.asking import ask_to_publish
from biaogan.quality.states.findings import FindingState
from biaogan.quality.states.improvements import IMPROVEMENT_MOVES, ImprovementState
from biaogan.quality.states.moving import check_move

GOAL = ("metric", "direction", "size", "proof_on")


def open_improvement(
    *,
    title: str,
    store: Store,
    findings: Sequence[Finding],
    owner: Person,
    metric: str,
    direction: str,
    size: Decimal,
    proof_on: date,
    by: Person,
    at: datetime,
) -> Improvement:
    """With the goal and what of it can be proven here. The figures are read before the transaction."""
    today = timezone.localdate(at)
    policies.check_findings(findings, store)
    policies.check_goal(metric=metric, size=size, proof_on=proof_on, today=today)
    policies.check_owner(owner, store)
    kept = chances(store, metric, today=today).as_kept()
    return _open(
        findings=findings, by=by, title=title.strip(), store=store, owner=owner, metric=metric,
        direction=direction, size=size, proof_on=proof_on, chances=kept, opened_by=by, opened_at=at,
        opened_on=today,
    )  # fmt: skip


@transaction.atomic
def _open(*, findings: Sequence[Finding], by: Person, **fields: Any) -> Improvement:
    worst = min(findings, key=lambda one: (one.level, one.pk))
    item = next((one.item for one in findings if one.item_id), None)
    made = Improvement.objects.create(step=worst.step, level=worst.level, item=item, **fields)
    for finding in findings:
        move_finding(finding=finding, state=FindingState.IMPROVING, by=by)
    made.findings.set(findings)
    note("improvement-opened", made, by, {"title": made.title, **goal_of(made), "findings": len(findings)})
    return made


@transaction.atomic
def change_goal(
    *,
    improvement: Improvement,
    version: int,
    metric: str,
    direction: str,
    size: Decimal,
    proof_on: date,
    because: str,
    by: Person,
    at: datetime,
) -> Improvement:
    """What was promised before stays beside it for everybody to see."""
    policies.check_reason(because)
    improvement = held(improvement)
    policies.check_version(improvement, version)
    policies.check_goal_can_change(improvement)
    policies.check_goal(metric=metric, size=size, proof_on=proof_on, today=timezone.localdate(at))
    before = goal_of(improvement)
    improvement.metric, improvement.direction = metric, direction
    improvement.size, improvement.proof_on = size, proof_on
    after = goal_of(improvement)
    if before == after:
        return improvement
    _save(improvement, *GOAL)
    GoalChange.objects.create(
        improvement=improvement,
        before=before,
        after=after,
        because=because.strip(),
        changed_by=by,
        changed_at=at,
    )
    note("improvement-goal-changed", improvement, by, {"before": before, "after": after, "reason": because})
    return improvement


def goal_of(improvement: Improvement) -> dict[str, str]:
    return {
        "metric": improvement.metric,
        "direction": improvement.direction,
        "size": f"{improvement.size:.2f}",
        "proof_on": improvement.proof_on.isoformat(),
    }


@transaction.atomic
def analyse(
    *,
    improvement: Improvement,
    version: int,
    whys: Sequence[str],
    causes: Mapping[str, Sequence[str]],
    cause: str,
    by: Person,
) -> Improvement:
    """Why, why, why, and the causes by category; mended later, it stays in its state."""
    improvement = held(improvement)
    policies.check_version(improvement, version)
    policies.check_can_analyse(improvement)
    policies.check_analysis(whys=whys, cause=cause)
    if improvement.state in (ImprovementState.FOUND, ImprovementState.REOPENED):
        move(improvement, ImprovementState.ANALYSED)
    improvement.whys, improvement.cause = list(whys), cause.strip()
    improvement.causes = {name: list(found) for name, found in causes.items() if found}
    _save(improvement, "state", "whys", "causes", "cause")
    note("improvement-analysed", improvement, by, {"cause": improvement.cause, "whys": improvement.whys})
    return improvement


@transaction.atomic
def plan_action(
    *, improvement: Improvement, title: str, plan: str, owner: Person, due: date, by: Person, at: datetime
) -> Task:
    """An action is a task in its owner's list; the first one makes the plan."""
    improvement = held(improvement)
    policies.check_can_plan(improvement)
    policies.check_action_due(improvement, due)
    task = open_task(title=title, plan=plan, store=improvement.store, owner=owner, due=due, by=by, at=at)
    PlannedAction.objects.create(improvement=improvement, task=task, round=improvement.round)
    if improvement.state == ImprovementState.ANALYSED:
        move(improvement, ImprovementState.PLANNED)
    _save(improvement, "state")
    details = {"title": title, "owner": owner.display_name, "due": due}
    note("improvement-action-planned", improvement, by, details)
    return task


@transaction.atomic
def finish_improvement(*, improvement: Improvement, by: Person, at: datetime) -> Improvement:
    """All actions done: from the next month on its effect is measured."""
    improvement = held(improvement)
    move(improvement, ImprovementState.DONE)
    policies.check_can_finish(improvement)
    improvement.finished_on = timezone.localdate(at)
    _save(improvement, "state", "finished_on")
    note("improvement-done", improvement, by, {})
    return improvement


@transaction.atomic
def verify_improvement(*, improvement: Improvement, by: Person, at: datetime) -> Improvement:
    """Somebody from the region looks at a shown effect and says so; the findings are then resolved."""
    improvement = held(improvement)
    move(improvement, ImprovementState.VERIFIED)
    policies.check_can_verify(improvement, by)
    improvement.verified_on, improvement.verified_by = timezone.localdate(at), by
    _save(improvement, "state", "verified_on", "verified_by")
    _move_findings(improvement, FindingState.IMPROVING, FindingState.RESOLVED, by)
    measured = policies.newest(improvement)
    note("improvement-verified", improvement, by, {"months": measured.months if measured else None})
    return improvement


@transaction.atomic
def drop_improvement(*, improvement: Improvement, reason: str, by: Person) -> Improvement:
    """Given up: its findings are open again."""
    policies.check_reason(reason)
    improvement = held(improvement)
    move(improvement, ImprovementState.DROPPED)
    improvement.dropped_because = reason.strip()
    _save(improvement, "state", "dropped_because")
    _move_findings(improvement, FindingState.IMPROVING, FindingState.OPEN, by)
    note("improvement-dropped", improvement, by, {"reason": improvement.dropped_because})
    return improvement


@transaction.atomic
def close_improvement(*, improvement: Improvement, at: datetime) -> Improvement:
    """Only the watch closes, on what it measured."""
    improvement = held(improvement)
    move(improvement, ImprovementState.CLOSED)
    policies.check_can_close(improvement)
    improvement.closed_on = timezone.localdate(at)
    _save(improvement, "state", "closed_on")
    note("improvement-closed", improvement, None, {})
    return improvement


@transaction.atomic
def reopen_improvement(
    *, improvement: Improvement, because: Text, by: Person | None, finding: Finding | None = None
) -> Improvement:
    """The problem is back, or the work has not helped: a new round begins with a new analysis.

    because: what a person wrote stands in both languages. finding: what shows that it is back.
    """
    policies.check_reason(because.zh)
    improvement = held(improvement)
    move(improvement, ImprovementState.REOPENED)
    improvement.reopened_zh, improvement.reopened_en = because.zh.strip(), because.en.strip()
    improvement.round += 1
    if finding is not None:
        improvement.findings.add(finding)
    improvement.finished_on = improvement.verified_on = improvement.closed_on = None
    improvement.verified_by = None
    _save(
        improvement,
        *("state", "reopened_zh", "reopened_en", "round", "finished_on"),
        *("verified_on", "verified_by", "closed_on"),
    )
    _move_findings(improvement, FindingState.RESOLVED, FindingState.OPEN, by)
    _move_findings(improvement, FindingState.OPEN, FindingState.IMPROVING, by)
    note("improvement-reopened", improvement, by, _of(because, improvement.round))
    return improvement


def _of(because: Text, number: int) -> dict[str, Any]:
    return {"reason_zh": because.zh, "reason_en": because.en, "round": number}


def held(improvement: Improvement) -> Improvement:
    """The improvement as it is now; two people who change it do so one after the other."""
    rows = Improvement.objects.select_for_update(of=("self",)).select_related("store", "owner", "item")
    return rows.get(pk=improvement.pk)


def move(improvement: Improvement, state: str) -> None:
    check_move(IMPROVEMENT_MOVES, ImprovementState, improvement.state, state)
    improvement.state = state


def _save(improvement: Improvement, *fields: str) -> None:
    improvement.version += 1
    improvement.save(update_fields=[*fields, "version"])


def _move_findings(improvement: Improvement, before: str, after: str, by: Person | None) -> None:
    for finding in improvement.findings.filter(state=before):
        move_finding(finding=finding, state=after, by=by)


def note(action: str, improvement: Improvement, by: Person | None, details: dict[str, Any]) -> None:
    audit.record(
        action,
        by=by,
        about="improvement",
        key=str(improvement.pk),
        store=improvement.store.code,
        details=details,
    )
    ask_to_publish()
