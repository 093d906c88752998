"""Tasks: who may be given one, every state and move, and that done means shown."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from biaogan.engine.text import Text
from biaogan.followup import actions, queries
from biaogan.followup.models import Task
from biaogan.followup.states import TASK_MOVES, CannotMove, TaskState
from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of
from house_world import build

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DUE = date(2026, 6, 3)
SHOWN = "返修工单逐单复盘，5 月返修 4 单降为 1 单"


@pytest.fixture
def world(db):
    return build()


def opened(world, *, by="regional_manager", owner="store_manager", due=DUE, place="own", **more) -> Task:
    return actions.open_task(
        title="复盘返修", store=world.stores[place], owner=world.people[owner], due=due,
        by=world.people[by], at=NOW, **more,
    )  # fmt: skip


def moves(world, task: Task) -> dict[str, object]:
    """One way to reach each state."""
    manager, store = world.people["regional_manager"], world.people["store_manager"]

    def measured(verdict):
        return lambda: actions.record_effect(
            task=task, verdict=verdict, says=Text("有效", "It helped"), facts=(), at=NOW
        )

    def doing():
        if Task.objects.get(pk=task.pk).is_finished:
            return actions.reopen_task(task=task, reason="又发生", due=DUE, by=store, at=NOW)
        return actions.start_task(task=task, by=store)

    return {
        TaskState.DOING: doing,
        TaskState.DONE: lambda: actions.finish_task(task=task, evidence=SHOWN, by=store, at=NOW),
        TaskState.CANCELLED: lambda: actions.cancel_task(task=task, reason="重复", by=manager),
        **{
            verdict: measured(verdict) for verdict in (TaskState.KEPT, TaskState.UNPROVEN, TaskState.RELAPSED)
        },
    }


WAYS = {
    TaskState.OPEN: [],
    TaskState.DOING: [TaskState.DOING],
    TaskState.DONE: [TaskState.DONE],
    TaskState.KEPT: [TaskState.DONE, TaskState.KEPT],
    TaskState.UNPROVEN: [TaskState.DONE, TaskState.UNPROVEN],
    TaskState.RELAPSED: [TaskState.DONE, TaskState.RELAPSED],
    TaskState.CANCELLED: [TaskState.CANCELLED],
}


@pytest.mark.parametrize("before", WAYS)
@pytest.mark.parametrize("after", [state for state in TaskState if state != TaskState.OPEN])
def test_every_move_is_allowed_or_refused_as_the_table_says(world, before, after):
    task = opened(world)
    ways = moves(world, task)
    for step in WAYS[before]:
        ways[step]()
    if after in TASK_MOVES[before] or (
        before == after and after in WAYS[before] and before in MEASURED_AGAIN
    ):
        ways[after]()
        assert Task.objects.get(pk=task.pk).state == after
    else:
        with pytest.raises(CannotMove):
            ways[after]()
        assert Task.objects.get(pk=task.pk).state == before


MEASURED_AGAIN = {TaskState.KEPT, TaskState.UNPROVEN, TaskState.RELAPSED}  # the same verdict changes nothing


def test_done_without_evidence_stays_open(world):
    task = opened(world)
    for empty in ("", "   ", "已完成"):
        with pytest.raises(NotAllowed, match="10"):
            actions.finish_task(task=task, evidence=empty, by=task.owner, at=NOW)
    assert Task.objects.get().state == TaskState.OPEN


def test_the_owner_must_work_for_the_store(world):
    for owner in ("manager-sister", "viewer", "deactivated", "head_office"):
        with pytest.raises(NotAllowed):
            opened(world, owner=owner)
    assert opened(world, owner="regional_manager").owner.username == "regional_manager"


def test_a_date_that_is_over_is_refused(world):
    with pytest.raises(NotAllowed, match="2026-05-19"):
        opened(world, due=date(2026, 5, 19))
    assert opened(world, due=date(2026, 5, 20)).due == date(2026, 5, 20)


def test_a_store_manager_cannot_drop_what_the_region_gave_them(world):
    given, own = opened(world), opened(world, by="store_manager")
    with pytest.raises(NotAllowed):
        actions.cancel_task(task=given, reason="没时间", by=world.people["store_manager"])
    actions.cancel_task(task=own, reason="重复", by=world.people["store_manager"])
    assert set(Task.objects.values_list("state", flat=True)) == {TaskState.OPEN, TaskState.CANCELLED}


def test_everything_that_happened_stands_in_the_history(world):
    task = opened(world)
    actions.start_task(task=task, by=task.owner)
    later = DUE + timedelta(days=7)
    actions.change_task(task=task, owner=task.owner, due=later, by=task.opened_by, at=NOW)
    actions.finish_task(task=task, evidence=SHOWN, by=task.owner, at=NOW)
    told = [event.action for event in queries.history(task)]
    assert told == ["task-opened", "task-started", "task-changed", "task-finished"]
    change = AuditEvent.objects.get(action="task-changed").details
    assert (change["before"]["due"], change["after"]["due"]) == ("2026-06-03", "2026-06-10")


def test_lists_know_mine_overdue_and_finished(world):
    late = opened(world, due=date(2026, 5, 21))
    opened(world, owner="regional_manager", place="sister")
    done = opened(world)
    actions.finish_task(task=done, evidence=SHOWN, by=done.owner, at=NOW)

    def listed(who, **wanted):
        scope = scope_of(world.people[who])
        return [task.pk for task in queries.tasks(scope=scope, today=date(2026, 6, 1), **wanted)]

    assert listed("store_manager") == [late.pk]
    assert listed("store_manager", which="overdue") == [late.pk]
    assert listed("store_manager", which="finished") == [done.pk]
    assert len(listed("regional_manager")) == 2
    assert len(listed("regional_manager", mine=True)) == 1
    assert listed("manager-far", which="all") == []


def test_a_task_of_the_last_day_of_a_month_moves_on_to_the_next(world):
    """Shape 10: made on the last day of a month, its periods still advance."""
    from biaogan.workbench.effects import first_month_after

    task = opened(world, due=date(2026, 8, 31), metric="comeback-rate", month="2026-04")
    assert first_month_after(task) == "2026-09"
    task.due, task.finished_on = date(2026, 12, 31), date(2027, 1, 31)
    assert first_month_after(task) == "2027-02"
