"""Making it a standard: instruction, check item and training, all or none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.quality.improvements.builders import NOW, in_state, item, sop, standard

from biaogan.followup.models import Task
from biaogan.org.policies import NotAllowed
from biaogan.quality.improvements.standardising import standardise
from biaogan.quality.models import CheckItem, Improvement, SopVersion
from biaogan.quality.standards.policies import check_unchanged

DUE = date(2026, 6, 30)


def made(world, one, *, due=DUE, **more):
    return standardise(
        improvement=one, standard=standard(**more), trainer=world.people["store_manager"], training_due=due,
        by=world.people["regional_manager"], at=NOW,
    )  # fmt: skip


def test_the_draft_begins_as_a_copy_and_the_item_is_worded_anew(world):
    kept = made(world, in_state(world, "verified"))
    draft = kept.sop_version
    assert (draft.state, draft.number) == ("draft", 2)
    assert [(step.code, step.text_zh) for step in draft.steps.all()] == [
        ("promise", "与客户确认\n开单时先看车间负荷再约交车时间")
    ]
    assert sop().versions.get(state="in-force").steps.get().text_zh == "与客户确认"
    assert (kept.item_version.number, kept.item_version.is_current) == (2, True)
    assert kept.item_version.scores == item().versions.get(number=1).scores
    assert kept.training.owner == world.people["store_manager"]


def test_a_draft_that_is_being_written_takes_the_change_up(world):
    first, second = made(world, in_state(world, "verified")), made(world, in_state(world, "verified"))
    assert first.sop_version == second.sop_version
    assert SopVersion.objects.filter(state="draft").count() == 1


def test_whoever_has_the_draft_open_is_told_that_a_standard_was_written_into_it(world):
    before = NOW - timedelta(hours=1)
    draft = SopVersion.objects.create(
        sop=sop(), number=2, author=world.people["store_manager"], written_at=before
    )
    made(world, in_state(world, "verified"))
    draft.refresh_from_db()
    with pytest.raises(NotAllowed, match=world.people["regional_manager"].display_name):
        check_unchanged(draft, before.isoformat())


def test_a_new_item_has_a_description_of_every_score(world):
    one = in_state(world, "verified")
    with pytest.raises(NotAllowed, match="both descriptions"):
        made(world, one, item=None)
    kept = made(world, one, item=None, right="看板已更新", wrong="没有看板")
    assert [score["zh"] for score in kept.item_version.scores] == ["看板已更新", "没有看板"]
    assert kept.item_version.item.metric == "on-time-delivery"
    assert kept.sop_version.steps.filter(code=kept.item_version.item.sop_step).exists()


def test_without_the_training_nothing_is_written(world):
    """The training task is refused last: the instruction and the item must not remain."""
    one = in_state(world, "verified")
    item()
    tasks = Task.objects.count()
    with pytest.raises(NotAllowed, match="2026-01-01"):
        made(world, one, due=date(2026, 1, 1), item=None, right="看板已更新", wrong="没有看板")
    assert not SopVersion.objects.filter(state="draft").exists()
    assert CheckItem.objects.count() == 1
    assert Task.objects.count() == tasks
    assert Improvement.objects.get(pk=one.pk).state == "verified"


@pytest.mark.parametrize("wrong", [{"change": " "}, {"item_text": ""}])
def test_empty_texts_are_refused(world, wrong):
    with pytest.raises(NotAllowed):
        made(world, in_state(world, "verified"), **wrong)
