"""Writing instructions: drafts, putting in force, versions, reviews, and what is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.quality.models import CheckItem, CheckItemVersion, Sop, SopVersion
from biaogan.quality.standards import actions, queries
from biaogan.quality.standards.items.actions import (
    Wording,
    add_item,
    change_item,
    restore_item,
    retire_item,
)
from biaogan.quality.standards.items.scores import Score
from biaogan.quality.standards.steps import StepText, steps_of
from biaogan.quality.states.standards import VersionState

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
STEPS = [StepText("hear", "听清", "Hear", "- 复述", "- Repeat"), StepText("", "确认")]
SCORES = [
    Score(0, "没有复述", "Not repeated"),
    Score(2, "完整复述", "Repeated in full"),
    Score(1, "部分复述", ""),
]

pytestmark = pytest.mark.django_db


def write(**more):
    given = {
        "step": "appointment",
        "title_zh": "预约",
        "title_en": "",
        "review_every_days": 90,
        "steps": STEPS,
    }
    return actions.write_sop(**given | more, by=None, at=NOW)


def in_force(**more):
    sop = write(**more)
    actions.put_in_force(sop=sop, because="首次发布", by=None, at=NOW)
    return Sop.objects.get(pk=sop.pk)


def item(sop, **more):
    wording = Wording("复述来意", "Purpose repeated", SCORES, 1)
    return add_item(sop=sop, sop_step="hear", level=2, wording=wording, by=None, at=NOW, **more)


def test_a_new_instruction_is_a_draft_whose_steps_have_codes():
    sop = write()
    draft = actions.draft_of(sop)
    assert (draft.number, draft.state) == (1, VersionState.DRAFT)
    assert [(one.code, one.title_zh) for one in steps_of(draft)] == [("hear", "听清"), ("step-1", "确认")]
    assert actions.in_force(sop) is None


def test_putting_in_force_replaces_the_former_and_sets_the_review():
    sop = in_force()
    later = NOW + timedelta(days=100)
    assert sop.review_due == date(2026, 8, 18)
    actions.save_draft(sop=sop, steps=[*STEPS, StepText("", "提醒")], by=None, at=later)
    actions.put_in_force(sop=sop, because="增加提醒", by=None, at=later)
    states = list(sop.versions.values_list("number", "state", "because"))
    assert states == [(2, "in-force", "增加提醒"), (1, "replaced", "首次发布")]
    assert Sop.objects.get(pk=sop.pk).reviewed_on == date(2026, 8, 28)
    assert AuditEvent.objects.filter(action="sop-in-force").count() == 2


def test_a_review_changes_nothing_but_the_day():
    sop = in_force()
    before = list(SopVersion.objects.values_list())
    done = actions.confirm_review(sop=sop, by=None, at=NOW + timedelta(days=90))
    assert done.review_due == date(2026, 8, 18) + timedelta(days=90)
    assert list(SopVersion.objects.values_list()) == before


def test_an_instruction_is_due_on_its_day_and_not_before():
    sop = in_force()
    due = {day: queries.reviews_due(sop.review_due + timedelta(days=day)) for day in (-1, 0)}
    assert due == {-1: 0, 0: 1}


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "at least one step"),
        ([StepText("", "", "", "文字")], "Step 1 has no title"),
        ([StepText("", "长", "", "字" * 20_001)], "too long"),
        ([StepText("", f"第{n}步") for n in range(61)], "at most 60 steps"),
    ],
)
def test_steps_that_cannot_be_kept_are_refused_and_nothing_is_written(steps, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        write(steps=steps)
    assert not Sop.objects.exists()


def test_a_draft_without_a_change_or_a_reason_does_not_come_in_force():
    sop = in_force()
    actions.save_draft(sop=sop, steps=steps_of(actions.in_force(sop)), by=None, at=NOW)
    with pytest.raises(NotAllowed, match="in force already"):
        actions.put_in_force(sop=sop, because="同样", by=None, at=NOW)
    with pytest.raises(NotAllowed, match="reason"):
        actions.put_in_force(sop=sop, because="  ", by=None, at=NOW)
    assert actions.in_force(sop).number == 1


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten():
    sop = write()
    mine = actions.draft_of(sop).written_at.isoformat()
    actions.save_draft(
        sop=sop, steps=[StepText("", "别人的")], by=None, at=NOW + timedelta(minutes=1), seen=mine
    )
    for act in (
        lambda: actions.save_draft(sop=sop, steps=STEPS, by=None, at=NOW, seen=mine),
        lambda: actions.put_in_force(sop=sop, because="发布", by=None, at=NOW, seen=mine),
    ):
        with pytest.raises(NotAllowed, match="in the meantime"):
            act()
    assert [one.title_zh for one in steps_of(actions.draft_of(sop))] == ["别人的"]


def test_discarding_keeps_what_is_in_force_and_removes_what_never_was():
    sop = in_force()
    actions.save_draft(sop=sop, steps=[StepText("", "新")], by=None, at=NOW)
    assert actions.discard_draft(sop=sop, by=None) is True
    assert actions.in_force(sop).number == 1
    with pytest.raises(NotAllowed, match="no draft"):
        actions.discard_draft(sop=sop, by=None)
    other = write()
    assert actions.discard_draft(sop=other, by=None) is False
    assert not Sop.objects.filter(pk=other.pk).exists()


def test_a_change_shows_the_items_of_its_steps_before_it_is_in_force():
    sop = in_force()
    made = item(sop, metric="first-time-fix")
    actions.save_draft(
        sop=sop, steps=[StepText("hear", "听清并复述", "Hear"), StepText("step-1", "确认")], by=None, at=NOW
    )
    sop = queries.with_versions(Sop.objects.all()).get()
    changes = queries.draft_changes(sop)
    assert [one.code for one in changes] == ["hear"]
    touched = queries.draft_touches(sop, changes)
    assert [[thing.label for thing in things] for _kind, things in touched] == [
        ["Purpose repeated"], ["First-time fix"],
    ]  # fmt: skip
    retire_item(item=made, because="不再需要", by=None, at=NOW)
    assert queries.draft_touches(sop, changes) == []


def test_moving_a_step_touches_nothing_and_a_removed_one_leaves_its_items_without_a_step():
    sop = in_force()
    item(sop)
    actions.save_draft(sop=sop, steps=[StepText("step-1", "确认")], by=None, at=NOW)
    sop = queries.with_versions(Sop.objects.all()).get()
    assert queries.orphans(sop, actions.draft_of(sop)) == 1
    assert queries.draft_touches(sop, queries.draft_changes(sop))
    actions.save_draft(
        sop=sop, steps=[StepText("step-1", "确认"), STEPS[0]], by=None, at=NOW,
        seen=actions.draft_of(sop).written_at.isoformat(),
    )  # fmt: skip
    sop = queries.with_versions(Sop.objects.all()).get()
    assert queries.draft_touches(sop, queries.draft_changes(sop)) == []


# Check items


def test_scores_are_kept_best_first_with_words_in_both_languages():
    version = item(in_force()).versions.get()
    assert [(one["points"], one["zh"], one["en"]) for one in version.scores] == [
        (2, "完整复述", "Repeated in full"), (1, "部分复述", ""), (0, "没有复述", "Not repeated"),
    ]  # fmt: skip
    assert version.full_points == 2


@pytest.mark.parametrize(
    ("scores", "pass_points", "sentence"),
    [
        ([Score(1, "好", "")], 1, "at least two"),
        ([Score(2, "好", ""), Score(1, "中", "")], 1, "what 0 points"),
        ([Score(1, "好", ""), Score(0, " ", "")], 1, "written description"),
        ([Score(1, "好", ""), Score(1, "也好", ""), Score(0, "差", "")], 1, "stands once"),
        ([Score(6, "好", ""), Score(0, "差", "")], 6, "from 0 to 5"),
        ([Score(2, "好", ""), Score(0, "差", "")], 1, "passing score"),
        ([Score(2, "好", ""), Score(0, "差", "")], 0, "passing score"),
    ],
)
def test_scores_that_say_too_little_are_refused(scores, pass_points, sentence):
    sop = in_force()
    with pytest.raises(NotAllowed, match=sentence):
        add_item(
            sop=sop, sop_step="", level=1, wording=Wording("项", "", scores, pass_points), by=None, at=NOW
        )
    assert not CheckItem.objects.exists()


def test_a_change_of_an_item_is_a_new_version_and_the_old_words_stay():
    made = item(in_force())
    change_item(
        item=made, sop_step="hear", metric="", wording=Wording("完整复述来意", "", SCORES, 2),
        because="要求提高", by=None, at=NOW, seen=1,
    )  # fmt: skip
    found = list(made.versions.values_list("number", "text_zh", "pass_points", "is_current"))
    assert found == [(2, "完整复述来意", 2, True), (1, "复述来意", 1, False)]


def test_an_item_changed_meanwhile_or_retired_or_without_reason_is_not_changed():
    made = item(in_force())

    def change(**more):
        given = {"because": "改", "seen": 1} | more
        wording = Wording("别的", "", SCORES, 1)
        change_item(item=made, sop_step="", metric="", wording=wording, by=None, at=NOW, **given)

    with pytest.raises(NotAllowed, match="reason"):
        change(because=" ")
    change()
    with pytest.raises(NotAllowed, match="in the meantime"):
        change()
    retire_item(item=made, because="合并", by=None, at=NOW)
    with pytest.raises(NotAllowed, match="retired"):
        change(seen=2)
    assert CheckItemVersion.objects.count() == 2


def test_a_retired_item_is_not_in_use_and_can_come_back():
    made = item(in_force())
    with pytest.raises(NotAllowed, match="in use"):
        restore_item(item=made, by=None)
    retire_item(item=made, because="合并", by=None, at=NOW)
    assert not CheckItem.objects.in_use().exists()
    with pytest.raises(NotAllowed, match="2026-05-20"):
        retire_item(item=made, because="再次", by=None, at=NOW)
    restore_item(item=made, by=None)
    assert CheckItem.objects.in_use().count() == 1
