"""Complaints: every state and move, moments that cannot be, repeats, promises, money, findings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.quality.complaints.cases import HOUR, NOW, closed, contacted, offered, recorded

from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of
from biaogan.quality.complaints import actions, compensating, escalation, promising, queries
from biaogan.quality.complaints.authority import limits_of
from biaogan.quality.complaints.severities import severity_of
from biaogan.quality.complaints.topics import topic_of, topics
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import Complaint, Finding
from biaogan.quality.models.complaints import Kind, Severity
from biaogan.quality.states.complaints import COMPLAINT_MOVES, ComplaintState
from house_world import build

WHY = "客户坚持要求退还本次工时费"


@pytest.fixture
def world(db):
    return build()


def ways(world, complaint):
    """One way to reach each state."""
    by = world.people["manager-own"]
    return {
        "contacted": lambda: actions.contact_customer(complaint=complaint, when=NOW, by=by, at=NOW),
        "offered": lambda: actions.offer_solution(
            complaint=complaint, offer="免费重新检修并提供代步车", when=NOW, by=by, at=NOW
        ),
        "closed": lambda: actions.close_complaint(
            complaint=complaint, resolution="更换压缩机后复检正常", fault="ours", level=2, content="yes",
            when=NOW, by=by, at=NOW,
        ),
        "reopened": lambda: actions.reopen_complaint(complaint=complaint, reason="又坏了", by=by, at=NOW),
        "withdrawn": lambda: actions.withdraw_complaint(complaint=complaint, reason="客户撤回", by=by),
    }  # fmt: skip


@pytest.mark.parametrize("before", ComplaintState.values)
@pytest.mark.parametrize("after", ["contacted", "offered", "closed", "reopened", "withdrawn"])
def test_only_the_moves_of_the_table_are_possible(world, before, after):
    complaint = recorded(world)
    filled = {"closed_at": NOW, "resolution": "已解决", "fault": "ours"} if before == "closed" else {}
    filled |= {"withdrawn_because": "客户撤回"} if before == "withdrawn" else {}
    Complaint.objects.filter(pk=complaint.pk).update(state=before, **filled)
    complaint.refresh_from_db()
    if after in COMPLAINT_MOVES[before]:
        assert ways(world, complaint)[after]().state == after
        return
    with pytest.raises(NotAllowed, match=r"cannot become|不能改为"):
        ways(world, complaint)[after]()
    complaint.refresh_from_db()
    assert complaint.state == before


def test_nothing_happens_before_the_complaint_or_in_the_future(world):
    complaint, by = recorded(world), world.people["manager-own"]
    for when in (complaint.opened_at - HOUR, NOW + HOUR):
        with pytest.raises(NotAllowed):
            actions.contact_customer(complaint=complaint, when=when, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        recorded(world, opened_at=NOW + HOUR)
    ready = offered(world, complaint)
    with pytest.raises(NotAllowed):
        actions.close_complaint(
            complaint=ready, resolution="更换压缩机后复检正常", fault="ours", level=2, content="yes",
            when=complaint.opened_at - HOUR, by=by, at=NOW,
        )  # fmt: skip


def test_the_database_too_refuses_what_was_closed_before_it_was_opened(world):
    complaint = closed(world, recorded(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(closed_at=complaint.opened_at - HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(state="withdrawn", withdrawn_because="")


@pytest.mark.parametrize("text", ["坏", "😡" * 12, "坏" * 1_000_000])
def test_a_text_that_says_nothing_or_too_much_is_refused(world, text):
    with pytest.raises(NotAllowed):
        recorded(world, text=text)
    assert not Complaint.objects.exists()


def test_phones_plates_and_vins_are_masked_before_they_are_kept(world):
    complaint = recorded(world, text="车牌云A12345，电话13812345678，VIN LSVAA4182E2123456，空调不制冷")
    assert complaint.text == "车牌***，电话***，VIN ***，空调不制冷"
    assert "12345" not in complaint.vehicle
    assert complaint.vehicle_shown == "云A·**345"


def test_our_fault_at_the_basic_level_becomes_a_finding_once(world):
    complaint = closed(world, recorded(world))
    finding = Finding.objects.get()
    assert (finding.source, finding.level, finding.store) == ("complaint", Level.BASIC, complaint.store)
    again = actions.reopen_complaint(
        complaint=complaint, reason="又坏了", by=world.people["manager-own"], at=NOW
    )
    closed(world, again)
    assert Finding.objects.count() == 1


@pytest.mark.parametrize(("fault", "level"), [("not-ours", Level.BASIC), ("ours", Level.EXPERIENCE)])
def test_another_fault_or_a_higher_level_makes_no_finding(world, fault, level):
    closed(world, recorded(world), fault=fault, level=level)
    assert not Finding.objects.exists()


def test_the_same_car_and_topic_within_thirty_days_is_one_trouble(world):
    first = closed(world, recorded(world))
    later = NOW + timedelta(days=20)
    again = recorded(world, opened_at=later, at=later, vehicle="云A·12345")
    assert again.merged_into == first
    first.refresh_from_db()
    assert first.state == ComplaintState.REOPENED
    third = recorded(world, opened_at=later + timedelta(days=25), at=later + timedelta(days=25))
    assert third.merged_into == first, "a repeat of a repeat belongs to the first"
    assert list(Complaint.objects.counted()) == [first]
    with pytest.raises(NotAllowed):
        contacted(world, again)


@pytest.mark.parametrize(
    "different", [{"topic": "price"}, {"vehicle": "云A99999"}, {"place": "sister"}, {"vehicle": ""}]
)
def test_another_topic_car_or_store_is_another_trouble(world, different):
    recorded(world)
    assert recorded(world, **different).merged_into is None


def test_after_more_than_thirty_days_it_is_a_new_trouble(world):
    recorded(world)
    later = NOW + timedelta(days=31)
    assert recorded(world, opened_at=later, at=later).merged_into is None


def test_what_was_merged_by_mistake_is_separated_with_a_reason(world):
    recorded(world)
    again, by = recorded(world), world.people["manager-own"]
    with pytest.raises(NotAllowed):
        actions.separate_complaint(complaint=again, reason=" ", by=by)
    alone = actions.separate_complaint(complaint=again, reason="两次故障不同", by=by)
    assert alone.merged_into is None
    assert Complaint.objects.counted().count() == 2
    with pytest.raises(NotAllowed):
        actions.separate_complaint(complaint=alone, reason="再次", by=by)


def promised(world, complaint, *, due):
    return promising.make_promise(
        complaint=complaint, what="周五前电话答复检测结果", recipient="customer", due=due,
        by=world.people["manager-own"], at=NOW,
    )  # fmt: skip


def test_a_promise_past_its_time_is_broken_until_shown_otherwise(world):
    complaint, by = recorded(world), world.people["manager-own"]
    promise = promised(world, complaint, due=NOW + HOUR)
    assert not promise.is_broken(NOW)
    later = NOW + 3 * HOUR
    assert promise.is_broken(later)
    shown = promising.show_kept(
        promise=promise, evidence="通话记录 16:00，客户确认收到", kept_at=NOW + HOUR, by=by, at=later
    )
    assert shown.is_kept()
    assert not shown.is_broken(later)


def test_kept_too_late_stays_broken_and_evidence_is_needed(world):
    complaint, by = recorded(world), world.people["manager-own"]
    promise = promised(world, complaint, due=NOW + HOUR)
    for evidence, kept_at in (("好", NOW + HOUR), ("通话记录，客户确认收到了", NOW + 9 * HOUR)):
        with pytest.raises(NotAllowed):
            promising.show_kept(promise=promise, evidence=evidence, kept_at=kept_at, by=by, at=NOW + 5 * HOUR)
    late = promising.show_kept(
        promise=promise, evidence="通话记录，客户确认收到了", kept_at=NOW + 2 * HOUR, by=by, at=NOW + 5 * HOUR
    )
    assert late.is_broken(NOW + 5 * HOUR)
    with pytest.raises(NotAllowed):
        promising.make_promise(complaint=complaint, what="答复", recipient="customer", due=NOW, by=by, at=NOW)


def given(world, complaint, amount, *, by="manager-own", kind=Kind.CASH):
    return compensating.compensate(
        complaint=complaint, kind=kind, amount_yuan=amount, why=WHY, by=world.people[by], at=NOW
    )


def decide(world, asked, *, by, approve=True, because=""):
    return compensating.decide_compensation(
        compensation=asked, approve=approve, because=because, by=world.people[by], at=NOW
    )


def test_within_the_limit_it_is_given_above_it_the_next_role_is_asked(world):
    complaint = recorded(world)
    assert given(world, complaint, 300).state == "approved"
    asked = given(world, complaint, 300)
    assert (asked.state, asked.asked_of) == ("asked", "regional_manager"), "a limit is not split in parts"
    with pytest.raises(NotAllowed):
        decide(world, asked, by="manager-own")
    with pytest.raises(NotAllowed):
        decide(world, asked, by="regional_manager", approve=False)
    assert decide(world, asked, by="regional_manager").state == "approved"
    with pytest.raises(NotAllowed):
        decide(world, asked, by="regional_manager")


def test_above_the_region_head_office_decides_on_paper(world):
    complaint = recorded(world)
    asked = given(world, complaint, 9_000, by="regional_manager")
    assert (asked.state, asked.asked_of) == ("asked", "head_office")
    with pytest.raises(NotAllowed):
        decide(world, asked, by="regional_manager")
    assert (
        decide(world, asked, by="regional_manager", because="总部批复〔2026〕17 号，5 月 20 日").state
        == "approved"
    )


def test_a_complaint_does_not_close_over_an_undecided_compensation(world):
    complaint = recorded(world)
    given(world, complaint, 3_000)
    with pytest.raises(NotAllowed):
        closed(world, complaint)


def test_the_region_sets_its_own_limits_and_the_change_is_on_the_record(world):
    region, by = world.regions["own"], world.people["regional_manager"]
    most = dict(limits_of(region).most)
    compensating.set_limits(region=region, most=most | {("store_manager", "cash"): 2_000}, by=by)
    assert given(world, recorded(world), 1_500).state == "approved"
    assert limits_of(world.regions["far"]).most["store_manager", "cash"] == 500
    event = AuditEvent.objects.get(action="compensation-limits-changed")
    assert event.details == {"before": {"store_manager cash": 500}, "after": {"store_manager cash": 2000}}
    with pytest.raises(NotAllowed):
        compensating.set_limits(region=region, most=most | {("store_manager", "cash"): 9_999_9}, by=by)


def test_overdue_ones_come_first_the_severe_before_the_old_then_by_time(world):
    urgent = recorded(world, severity=1, vehicle="")
    worse = recorded(world, severity=2, opened_at=NOW - 9 * HOUR, vehicle="")
    old = recorded(world, opened_at=NOW - 30 * HOUR, vehicle="")
    fresh = recorded(world, vehicle="")
    promised(world, fresh, due=NOW + HOUR / 2)
    scope = scope_of(world.people["regional_manager"])
    rows = list(queries.complaints(scope=scope, at=NOW))
    assert rows == [worse, old, fresh, urgent]
    assert list(queries.complaints(scope=scope, at=NOW, which="overdue")) == [worse, old]
    assert (queries.day(scope=scope, at=NOW).in_hand, queries.day(scope=scope, at=NOW).overdue) == (4, 2)


def test_critical_ones_are_told_at_once_and_usual_ones_when_time_is_over(world):
    critical, usual = recorded(world, severity=1, vehicle=""), recorded(world, vehicle="")
    assert {one.role for one in escalation.told(critical, NOW)} == {"store_manager", "regional_manager"}
    assert escalation.told(usual, NOW) == []
    assert escalation.next_told(usual, NOW).role == "store_manager"
    after_two_days = usual.contact_due + timedelta(hours=24)
    assert {one.role for one in escalation.told(usual, after_two_days)} == {
        "store_manager",
        "regional_manager",
    }
    assert escalation.told(closed(world, usual), after_two_days) == []


def test_another_severity_sets_the_clock_from_the_opening(world):
    complaint = recorded(world)
    by = world.people["regional_manager"]
    changed = actions.change_complaint(
        complaint=complaint, owner=world.people["manager-own"], severity=1, topic="safety", by=by
    )
    assert changed.contact_due == complaint.opened_at + 2 * HOUR
    with pytest.raises(NotAllowed):
        actions.change_complaint(
            complaint=complaint, owner=world.people["manager-far"], severity=1, topic="safety", by=by
        )


def test_figures_of_a_store_count_each_trouble_once_and_know_no_answer_without_cases(world):
    one = closed(world, recorded(world))
    recorded(world)  # repeats and reopens it
    promised(world, one, due=NOW + HOUR)
    scope = scope_of(world.people["regional_manager"])
    lines = {line.store.code: line for line in queries.store_lines(scope=scope, at=NOW + 9 * HOUR)}
    own, sister = lines["T-own"], lines["T-sister"]
    assert (own.complaints, own.repeats, own.in_hand) == (1, 1, 1)
    assert (own.contacted.percent, own.closed.percent, own.kept.percent) == (100.0, 0.0, 0.0)
    assert own.returned.percent is None
    assert (sister.complaints, sister.kept.percent) == (0, None)


def test_topics_and_severities_of_files_are_recognised():
    assert {topic.step for topic in topics().values()} <= set(Step.values)
    assert topic_of("维修质量：空调未修好").code == "repair"
    assert topic_of("没有来由").code == "other"
    assert [severity_of(word) for word in ("重大", "较重", "一般", None)] == [
        Severity.CRITICAL, Severity.SERIOUS, Severity.USUAL, Severity.USUAL,
    ]  # fmt: skip
