"""What phones send, over the wire: acknowledged by hash, once per key, clear words for what is wrong."""

from __future__ import annotations

import json
import random
from uuid import uuid4

import pytest
from tests.quality.inspections.builders import (
    AT,
    answer_all,
    body,
    inspection,
    items,
    jpeg,
    png,
    send,
    sha256,
)

from biaogan.org.models import AuditEvent
from biaogan.quality.models import Answer, Finding, InspectionKind, Photo
from biaogan.quality.states.inspections import InspectionState

NOBODYS = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def client(world, time_machine):
    time_machine.move_to(AT.replace(hour=12), tick=False)
    return world.client("regional_manager")


def test_an_answer_is_acknowledged_with_the_hash_of_what_was_sent(world, client):
    one, key = inspection(world), uuid4()
    content = body(one.lines.get(place=1), note="客户在场，逐项确认")
    for _ in range(2):
        reply = send(client, one, f"answers/{key}", content)
        assert reply.status_code == 200
        assert reply.json()["sha256"] == sha256(content) == Answer.objects.get().received


def test_the_same_key_with_other_content_is_a_conflict_in_words(world, client):
    one, key = inspection(world), uuid4()
    line = one.lines.get(place=1)
    send(client, one, f"answers/{key}", body(line))
    reply = send(client, one, f"answers/{key}", body(line, 0))
    assert reply.status_code == 409
    assert reply.json()["sentence"]


DAMAGED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b'{"line": 1}',
    b'{"line": 1, "made_at": "2026-06-10T09:00:00Z"}',  # no score is not "does not apply"
    b'{"line": 1, "points": 1, "made_at": "yesterday"}',
    b'{"line": "x", "points": 1, "made_at": "2026-06-10T09:00:00Z"}',
    b'{"line": 1, "points": -1, "made_at": "2026-06-10T09:00:00Z"}',
    b'{"line": 1, "points": 1, "made_at": "2026-06-10T09:00:00Z", "note": "\\ud800"}',
    b'{"line": 1, "points": 1, "made_at": "2026-06-10T09:00:00Z", "note": "\\u0000"}',
    b'{"line": 1, "points": 1, "made_at": "2026-06-10T09:00:00Z", "saw": ["x"]}',
    b'{"line": 1, "points": 1, "made_at": "2026-06-10T09:00:00Z", "saw": {"a": 1}}',
    b'{"line": 99999999999999999999, "points": 1, "made_at": "2026-06-10T09:00:00Z"}',
    b"[" * 60_000,
    b'{"line": 1, "points": 1, "note": "' + b"a" * 1_000_000,
]


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_half_or_damaged_messages_are_refused_in_words_and_keep_nothing(world, client, content):
    one = inspection(world)
    line = str(one.lines.get(place=1).pk).encode()
    reply = send(client, one, f"answers/{uuid4()}", content.replace(b'"line": 1,', b'"line": %s,' % line))
    assert reply.status_code == 422
    assert reply.json()["sentence"]
    assert not Answer.objects.exists()


def test_an_item_of_another_inspection_is_refused(world, client):
    one, other = inspection(world), inspection(world, "sister")
    reply = send(client, one, f"answers/{uuid4()}", body(other.lines.get(place=1)))
    assert reply.status_code == 409


def test_a_photo_is_acknowledged_and_drawn_anew(world, client):
    one, key, content = inspection(world), uuid4(), jpeg()
    line = one.lines.get(place=1).pk
    for _ in range(2):
        reply = send(client, one, f"pictures/{key}?role=item&line={line}", content)
        assert reply.json()["sha256"] == sha256(content)
    assert Photo.objects.count() == one.pictures.count() == 1


@pytest.mark.parametrize(
    "query",
    ["", "?role=item", "?role=nothing", "?role=store&line=1", "?role=item&line=x", "?role=item&line=²"],
)
def test_a_picture_that_does_not_say_what_it_shows_is_refused(world, client, query):
    one = inspection(world)
    assert send(client, one, f"pictures/{uuid4()}{query}", jpeg()).status_code == 422
    assert not Photo.objects.exists()


def test_a_picture_of_an_unknown_item_is_refused(world, client):
    one = inspection(world)
    for line in ("999999", "9" * 40):
        assert send(client, one, f"pictures/{uuid4()}?role=item&line={line}", jpeg()).status_code == 409


def test_a_file_that_is_no_photo_is_refused_in_words(world, client):
    one = inspection(world)
    address = f"pictures/{uuid4()}?role=item&line={one.lines.get(place=1).pk}"
    reply = send(client, one, address, b"PK\x03\x04" + b"0" * 200)
    assert reply.status_code == 422
    assert "JPEG" in reply.json()["sentence"]
    assert send(client, one, address, b"0" * (11 * 2**20)).status_code == 413


def sign_off(client, one, key, **more):
    keys = {role: str(uuid4()) for role in ("store", "inspector")}
    for role, made in keys.items():
        send(client, one, f"pictures/{made}?role={role}", png())
    content = json.dumps({"made_at": AT.replace(hour=11).isoformat(), "signatory": "林知秋", **(keys | more)})
    return content.encode(), send(client, one, f"sign-off/{key}", content.encode())


def test_signing_off_twice_is_once(world, client, manager):
    one, key = inspection(world), uuid4()
    answer_all(one, by=manager, failing=(1,))
    content, reply = sign_off(client, one, key)
    assert reply.json() == {"sha256": sha256(content)}
    assert send(client, one, f"sign-off/{key}", content).json() == {"sha256": sha256(content)}
    assert send(client, one, f"sign-off/{key}", content + b" ").status_code == 409
    assert send(client, one, f"sign-off/{uuid4()}", content).status_code == 409
    assert Finding.objects.count() == AuditEvent.objects.filter(action="inspection-signed").count() == 1


def test_half_an_inspection_cannot_be_signed_off_and_loses_nothing(world, client):
    one = inspection(world)
    send(client, one, f"answers/{uuid4()}", body(one.lines.get(place=1)))
    _content, reply = sign_off(client, one, uuid4())
    assert reply.status_code == 422
    assert "3" in reply.json()["sentence"]
    one.refresh_from_db()
    assert one.state == InspectionState.UNDER_WAY
    assert Answer.objects.count() == 1


def test_a_sign_off_whose_signature_has_not_arrived_is_refused(world, client, manager):
    one = inspection(world)
    answer_all(one, by=manager)
    _content, reply = sign_off(client, one, uuid4(), inspector=NOBODYS)
    assert reply.status_code == 409


def test_the_answer_of_another_device_is_told(world, client, manager):
    one = inspection(world)
    line = one.lines.get(place=1)
    send(client, one, f"answers/{uuid4()}", body(line, 2, minute=3, device=str(uuid4())))
    reply = send(client, one, f"answers/{uuid4()}", body(line, 0, minute=9, device=str(uuid4())))
    [told] = reply.json()["unseen"]
    assert manager.display_name in told["says"]
    chosen = body(line, 0, minute=11, saw=[str(key) for key in line.answers.values_list("key", flat=True)])
    assert send(client, one, f"answers/{uuid4()}", chosen).json()["unseen"] == []


def test_the_queue_of_one_person_is_not_sent_by_another(world, client):
    one = inspection(world)
    content = body(one.lines.get(place=1))
    other = str(world.people["store_manager"].pk)
    assert send(client, one, f"answers/{uuid4()}", content, **{"X-Person": other}).status_code == 401
    assert not Answer.objects.exists()


def test_who_may_not_inspect_sends_nothing(world, client):
    one = inspection(world, kind=InspectionKind.SELF, by="store_manager")
    content, asked = body(one.lines.get(place=1)), {}
    for asker in ("store_manager", "manager-sister", "viewer", "anonymous"):
        asked[asker] = send(world.client(asker), one, f"answers/{uuid4()}", content).status_code
    assert asked == {"store_manager": 200, "manager-sister": 404, "viewer": 403, "anonymous": 302}
    visit = inspection(world)
    content = body(visit.lines.get(place=1))
    assert send(world.client("store_manager"), visit, f"answers/{uuid4()}", content).status_code == 403


def test_every_message_needs_the_token(world):
    one = inspection(world)
    client = world.client("regional_manager", enforce_csrf_checks=True)
    assert send(client, one, f"answers/{uuid4()}", body(one.lines.get(place=1))).status_code == 403


def replays(world, client, number: int) -> None:
    """Messages repeated and mixed at random: as many effects as keys, the same answers for the same key."""
    chance = random.Random(7)
    one = inspection(world, of=items(10))
    lines = list(one.lines.all())
    keys = [uuid4() for _ in range(number // 5)]
    sent = {
        key: body(chance.choice(lines), chance.choice([0, 1, 2, None]), minute=at % 170)
        for at, key in enumerate(keys)
    }
    order = [*keys, *(chance.choice(keys) for _ in range(number - len(keys)))]
    chance.shuffle(order)
    for key in order:
        reply = send(client, one, f"answers/{key}", sent[key])
        assert reply.json()["sha256"] == sha256(sent[key])
    assert len(order) == number
    assert Answer.objects.count() == len(keys)
    assert AuditEvent.objects.filter(action="answer-given").count() == len(keys)
    for line in lines:
        latest = max(line.answers.all(), key=lambda one: (one.made_at, str(one.key)), default=None)
        assert latest is None or latest.is_current


def test_replayed_messages_have_as_many_effects_as_keys(world, client):
    replays(world, client, 500)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_ten_thousand_replayed_messages_have_as_many_effects_as_keys(world, client):
    replays(world, client, 10_000)
