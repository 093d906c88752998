"""Video checks: the three steps of a draw, blind scorings, and footage that is not kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from tests.quality.shops.items import BEIJING, some_items
from tests.quality.video.builders import (
    COMMITTED,
    DRAWN,
    FROZEN,
    NUMBER,
    OUT,
    SCORED,
    SECRET,
    STORES,
    clips,
    committed,
    drawn,
    frozen,
    keeping_footage,
    manager,
    score,
    second,
    set_to,
)

from biaogan.config.warming import Watch
from biaogan.engine.methods import draw as drawing
from biaogan.engine.methods.draw_file import record_of
from biaogan.jobs.models import Job
from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import scope_of
from biaogan.quality.models import Finding, Footage, FootageLook, VideoCheck, VideoDraw
from biaogan.quality.states.video import CheckState
from biaogan.quality.video import actions, checks, footage, proof, queries
from biaogan.quality.video.witnessed import witnessed

MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


@pytest.fixture(autouse=True)
def _items(world):
    some_items()
    set_to("video-second-scoring-percent", 0)


# The draw.


def test_only_the_hash_of_the_secret_is_kept_and_audited_before_anything_is_frozen(world):
    draw = committed(world)
    assert draw.commitment == drawing.hashed(SECRET)
    assert draw.secret == ""
    event = AuditEvent.objects.get(action="draw-committed")
    assert event.details["commitment"] == draw.commitment
    assert SECRET not in json.dumps(list(AuditEvent.objects.values("details")), ensure_ascii=False)
    actions.freeze_draw(draw=draw, clips=clips(), by=manager(world), at=FROZEN)
    assert AuditEvent.objects.get(action="draw-frozen").sequence > event.sequence


def test_the_draw_is_what_the_independent_implementation_gives(world):
    draw, made = drawn(world)
    assert len(made) == 4
    for code in STORES:
        rows = draw.frames.get(store__code=code).candidates
        tickets = sorted((drawing.hashed(f"{SECRET}{NUMBER},{row[0]}"), row[0]) for row in rows)
        assert [one.candidate for one in made if one.store.code == code] == [name for _, name in tickets[:2]]
    assert proof.verdict(draw, scope_of(manager(world))).holds


def test_strata_divide_the_draw(world):
    _draw, made = drawn(world, strata="part", per_stratum=1)
    assert len({one.stratum for one in made}) == len(made) == 2 * 2 * 4
    assert {one.step for one in made} == {"welcome", "delivery"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"secret": "kurz"}, "8 个字符"),
        ({"public_from": " "}, "写明将采用"),
        ({"public_on": COMMITTED.date()}, "今天之后"),
    ],
)
def test_a_draw_that_somebody_could_steer_is_not_begun(world, changes, said):
    with pytest.raises(NotAllowed, match=said):
        committed(world, **changes)
    assert not VideoDraw.objects.exists()


def test_candidates_frozen_after_the_number_is_out_are_refused(world):
    draw = committed(world)
    late = datetime(2026, 11, 23, 0, 1, tzinfo=BEIJING)
    with pytest.raises(NotAllowed, match="已于 2026-11-23 公布"):
        actions.freeze_draw(draw=draw, clips=clips(), by=manager(world), at=late)
    with pytest.raises(NotAllowed, match="没有候选"):
        actions.freeze_draw(draw=draw, clips={"T-own": []}, by=manager(world), at=FROZEN)


def test_the_order_of_the_steps_cannot_be_turned(world):
    draw = committed(world)
    given = {"secret": SECRET, "public_number": NUMBER, "by": manager(world)}
    with pytest.raises(NotAllowed):
        actions.reveal_draw(draw=draw, at=DRAWN, **given)
    draw = actions.freeze_draw(draw=draw, clips=clips(), by=manager(world), at=FROZEN)
    with pytest.raises(NotAllowed):
        actions.freeze_draw(draw=draw, clips=clips(), by=manager(world), at=FROZEN)
    with pytest.raises(NotAllowed, match="将于 2026-11-23 公布"):
        actions.reveal_draw(draw=draw, at=datetime(2026, 11, 22, 23, 0, tzinfo=BEIJING), **given)
    with pytest.raises(NotAllowed, match="不是当初"):
        actions.reveal_draw(draw=draw, at=DRAWN, **{**given, "secret": "another secret"})
    with pytest.raises(NotAllowed, match="填写"):
        actions.reveal_draw(draw=draw, at=DRAWN, **{**given, "public_number": " "})
    assert not VideoCheck.objects.exists()
    assert len(actions.reveal_draw(draw=draw, at=DRAWN, **given)) == 4


def test_an_abandoned_draw_stays_in_the_list_with_its_reason(world):
    draw = frozen(world)
    with pytest.raises(NotAllowed, match="原因"):
        actions.abandon_draw(draw=draw, because=" ", by=manager(world))
    actions.abandon_draw(draw=draw, because="密语丢失", by=manager(world))
    assert [one.abandoned_because for one in queries.draws(scope=scope_of(manager(world)))] == ["密语丢失"]
    drawn_one, _made = drawn(world)
    with pytest.raises(NotAllowed):
        actions.abandon_draw(draw=drawn_one, because="不喜欢", by=manager(world))


def test_a_replacement_takes_the_next_ticket_and_is_part_of_the_proof(world):
    draw, made = drawn(world)
    done = actions.replace_check(check=made[0], because="摄像头离线", by=manager(world))
    rows = draw.frames.get(store=made[0].store).candidates
    order = sorted(drawing.hashed(f"{SECRET}{NUMBER},{row[0]}") for row in rows)
    assert done.instead.ticket == order[2]
    assert proof.verdict(draw, scope_of(manager(world))).holds
    chosen = proof.record(draw, scope_of(manager(world))).chosen
    assert [one.replaced for one in chosen if one.replaced] == ["摄像头离线"]
    with pytest.raises(NotAllowed):
        actions.replace_check(check=made[0], because="再来", by=manager(world))
    with pytest.raises(NotAllowed, match="原因"):
        actions.replace_check(check=made[1], because="", by=manager(world))


def test_a_stratum_that_is_used_up_is_said(world):
    draw = committed(world, strata="store", per_stratum=1)
    alone = {"T-own": clips()["T-own"][:1]}
    draw = actions.freeze_draw(draw=draw, clips=alone, by=manager(world), at=FROZEN)
    made = actions.reveal_draw(draw=draw, secret=SECRET, public_number=NUMBER, by=manager(world), at=DRAWN)
    assert actions.replace_check(check=made[0], because="无画面", by=manager(world)).instead is None
    draw.refresh_from_db()
    assert proof.verdict(draw, scope_of(manager(world))).holds


def test_a_store_verifies_with_its_own_candidates_once_its_clips_are_checked(world):
    draw, made = drawn(world)
    store = scope_of(world.people["store_manager"])
    assert not proof.is_open(draw, store, checks_video=False)
    for one in made:
        if one.store.code == "T-own":
            score(one, by=manager(world))
    assert proof.is_open(draw, store, checks_video=False)
    document = proof.document(draw, store)
    text = json.dumps(document, ensure_ascii=False)
    assert "T-sister" not in text
    record = record_of(json.loads(text))
    assert drawing.verify(record).holds
    assert not drawing.verify(replace(record, public_number="1")).holds


def test_the_database_itself_keeps_the_order_of_the_steps(world):
    draw = committed(world)
    for changes in (
        {"state": "frozen"},
        {"state": "drawn"},
        {"secret": "early"},
        {"state": "abandoned"},
        {"commitment": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            VideoDraw.objects.filter(pk=draw.pk).update(**changes)


# Scoring.


def test_a_clip_scored_once_is_closed_and_its_fails_are_findings(world):
    _draw, made = drawn(world)
    check = score(made[0], by=manager(world), points=0)
    assert check.state == CheckState.CLOSED
    found = Finding.objects.all()
    assert len(found) == len(checks.versions_of(check))
    assert {(one.source, one.found_on) for one in found} == {("video", check.day)}


def test_the_window_must_be_the_one_that_was_drawn(world):
    _draw, made = drawn(world)
    check, hour = made[0], timedelta(hours=1)
    other = datetime.combine(check.day, datetime.min.time(), BEIJING) - 5 * hour
    for changes, said in (
        ({"starts": other, "ends": other + hour}, check.day.isoformat()),
        ({"starts": SCORED, "ends": SCORED}, "结束早于开始"),
        ({"starts": SCORED, "ends": SCORED + hour}, "晚于现在"),
        ({"scores": {}}, "还没有"),
    ):
        with pytest.raises(NotAllowed, match=said):
            score(check, by=manager(world), **changes)
    with pytest.raises(NotAllowed, match="没有 9 分"):
        score(check, by=manager(world), points=9)
    with pytest.raises(NotAllowed, match="看不到"):
        score(check, by=manager(world), points=None)
    assert not VideoCheck.objects.get(pk=check.pk).scorings.exists()


def test_whether_a_clip_is_scored_twice_follows_from_its_ticket(world):
    set_to("video-second-scoring-percent", 50)
    _draw, made = drawn(world, per_stratum=20)
    assert [one.twice for one in made] == [int(one.ticket[-8:], 16) % 100 < 50 for one in made]
    assert {one.twice for one in made} == {True, False}


def test_two_people_score_blindly_and_only_what_both_fail_is_found(world):
    set_to("video-second-scoring-percent", 100)
    _draw, made = drawn(world)
    check = next(one for one in made if one.step == "welcome")
    check = score(check, by=manager(world), points=0)
    assert check.state == CheckState.SCORED
    assert not Finding.objects.exists()  # a finding would tell the second person
    assert all("scores" not in one.details for one in AuditEvent.objects.filter(action="check-scored"))
    with pytest.raises(NotAllowed, match="另一人"):
        score(check, by=manager(world))
    versions = checks.versions_of(check)
    mixed = {versions[0].pk: 0, versions[1].pk: 2}
    check = score(check, by=second(world), scores=mixed)
    assert check.state == CheckState.CLOSED
    assert [one.item.code for one in Finding.objects.all()] == [versions[0].item.code]
    scorings = list(check.scorings.all())
    assert [one.agrees for one in checks.compared(scorings)] == [True, False]
    agreed = queries.agreement(scope=scope_of(manager(world)))
    assert (agreed.n, agreed.agreed, agreed.kappa) == (2, 1, 0)
    seen = witnessed(stores=list(world.stores.values()), **YEAR)
    assert [(one.item_id, one.passed, one.total) for one in seen] == [(versions[0].item_id, 0, 1)]


def test_without_a_second_person_it_is_closed_with_a_reason(world):
    set_to("video-second-scoring-percent", 100)
    _draw, made = drawn(world)
    with pytest.raises(NotAllowed):
        checks.close_alone(check=made[0], because="没有第二人", by=manager(world), at=SCORED)
    check = score(made[0], by=manager(world), points=0)
    with pytest.raises(NotAllowed, match="原因"):
        checks.close_alone(check=check, because="", by=manager(world), at=SCORED)
    check = checks.close_alone(check=check, because="区域只有一位经理", by=manager(world), at=SCORED)
    assert check.state == CheckState.CLOSED
    assert Finding.objects.exists()
    assert queries.agreement(scope=scope_of(manager(world))).n == 0


def test_the_quota_counts_what_is_closed_for_the_month(world):
    set_to("video-checks-per-month", 2)
    _draw, made = drawn(world)
    own = [one for one in made if one.store.code == "T-own"]
    score(own[0], by=manager(world))
    actions.replace_check(check=own[1], because="无画面", by=manager(world))
    found = {one.store.code: one for one in queries.quotas(scope=scope_of(manager(world)), month="2026-11")}
    assert (found["T-own"].closed, found["T-own"].drawn, found["T-own"].wanted) == (1, 2, 2)
    assert found["T-sister"].closed == 0


def test_a_store_sees_its_closed_clips_alone(world):
    _draw, made = drawn(world)
    store = scope_of(world.people["store_manager"])
    assert queries.checks(scope=store) == []
    for one in made:
        score(one, by=manager(world))
    assert {one.store.code for one in queries.checks(scope=store)} == {"T-own"}


# Footage.


def kept(world, *, content=MP4, purpose="复核争议", consent="顾问本人书面同意", at=SCORED):
    _draw, made = drawn(world)
    return footage.keep_footage(
        check=made[0], content=content, purpose=purpose, consent=consent, by=manager(world), at=at
    )


def files():
    folder = Path(settings.BIAOGAN_FILES) / "footage"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_no_footage_is_kept_while_the_setting_is_off(world):
    with pytest.raises(NotAllowed, match="设置未开启"):
        kept(world)
    assert not Footage.objects.exists()
    assert files() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"purpose": " "}, "用途和同意"),
        ({"consent": ""}, "用途和同意"),
        ({"content": b"PK\x03\x04" + b"0" * 40}, "不是可保存的视频"),
        ({"content": b""}, "不是可保存的视频"),
        ({"content": b"<script>alert(1)</script>"}, "不是可保存的视频"),
    ],
)
def test_footage_needs_purpose_consent_and_a_video(world, changes, said):
    keeping_footage()
    with pytest.raises(NotAllowed, match=said):
        kept(world, **changes)
    assert files() == []


def test_footage_above_the_cap_is_refused(world, monkeypatch):
    keeping_footage()
    monkeypatch.setattr(footage, "MOST_BYTES", 32)
    with pytest.raises(NotAllowed, match="MB"):
        kept(world)


def test_each_look_asks_for_a_reason_and_leaves_a_row(world):
    keeping_footage()
    one = kept(world)
    with pytest.raises(NotAllowed, match="原因"):
        footage.look_at(footage=one, because=" ", by=manager(world), at=SCORED)
    assert not FootageLook.objects.exists()
    assert footage.look_at(footage=one, because="门店申诉", by=manager(world), at=SCORED) == MP4
    look = FootageLook.objects.get()
    assert (look.by, look.at, look.because) == (manager(world), SCORED, "门店申诉")
    assert AuditEvent.objects.filter(action="footage-looked-at").count() == 1


def test_footage_past_its_day_is_deleted_once_and_its_row_stays(world):
    keeping_footage()
    one = kept(world)
    last = SCORED + timedelta(days=30)
    assert one.kept_until == last.date()
    assert footage.delete_overdue(at=last) == 0
    after = last + timedelta(days=1)
    with pytest.raises(NotAllowed, match="到期"):
        footage.look_at(footage=one, because="晚了", by=manager(world), at=after)
    assert footage.delete_overdue(at=after) == 1
    assert footage.delete_overdue(at=after) == 0
    assert files() == []
    one.refresh_from_db()
    assert one.deleted_at == after


def test_the_idle_worker_asks_for_the_deletion_once(world):
    keeping_footage()
    kept(world)
    day = SCORED + timedelta(days=31)
    Watch().look(SCORED)
    assert not Job.objects.filter(kind=footage.DELETE).exists()
    Watch().look(day)
    Watch().look(day)
    assert Job.objects.filter(kind=footage.DELETE).count() == 1


def test_what_was_drawn_names_the_day_of_the_public_number(world):
    draw, _made = drawn(world)
    assert (draw.public_on, draw.public_number) == (OUT, NUMBER)
