"""The outbox: a real server on this machine plays the bots; nothing is lost, nothing is said twice."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zoneinfo import ZoneInfo

import pytest

from biaogan.followup.models import Channel, Message
from biaogan.followup.outbox import actions, bots, sending
from biaogan.followup.states import MessageState
from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from house_world import build

AT = datetime(2026, 11, 18, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
SECRET = "7a1e-invented-key-9f3c"
ADDRESSES = {
    "wecom": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={SECRET}",
    "dingtalk": f"https://oapi.dingtalk.com/robot/send?access_token={SECRET}",
    "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{SECRET}",
}
WELL = {"wecom": {"errcode": 0, "errmsg": "ok"}, "dingtalk": {"errcode": 0}, "feishu": {"code": 0}}


class Fake:
    """A bot's server: keeps what it is told, and answers as it is asked to."""

    def __init__(self) -> None:
        self.heard: list[dict] = []
        self.status, self.answer, self.hangs = 200, WELL["wecom"], threading.Event()
        self.hangs.set()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                fake.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                fake.hangs.wait(10)
                with suppress(BrokenPipeError):  # whoever waited too long has hung up
                    self.send_response(fake.status)
                    self.end_headers()
                    self.wfile.write(json.dumps(fake.answer).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def stop(self) -> None:
        self.hangs.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def fake(settings):
    server = Fake()
    address = f"http://127.0.0.1:{server.server.server_port}/"
    settings.BIAOGAN_BOTS_AT = dict.fromkeys(ADDRESSES, address)
    yield server
    server.stop()


@pytest.fixture
def manager(db):
    return build().people["regional_manager"]


def channel(manager, kind="wecom"):
    return actions.add_channel(kind=kind, name="经理群", address=ADDRESSES[kind], by=manager, at=AT)


def put(manager, key="brief-1", at=AT, body="售后产值 98.2 万元"):
    return actions.put_out(person=manager, key=key, title="晨报", body=body, at=at)


@pytest.mark.parametrize("kind", list(ADDRESSES))
def test_a_message_reaches_the_bot_in_its_own_words_once(fake, manager, kind):
    fake.answer = WELL[kind]
    channel(manager, kind)
    put(manager)
    assert put(manager) == []
    assert sending.send_due(at=AT) == 1
    assert sending.send_due(at=AT) == 0
    assert "售后产值 98.2 万元" in json.dumps(fake.heard, ensure_ascii=False)
    assert len(fake.heard) == 1
    assert Message.objects.get().state == MessageState.SENT


def test_a_bot_that_answers_500_is_tried_again_later_and_in_the_end_given_up(fake, manager):
    channel(manager)
    put(manager)
    fake.status, now = 500, AT
    for attempt in range(1, 6):
        assert sending.send_due(at=now) == 0
        message = Message.objects.get()
        assert message.attempts == attempt
        if attempt < 5:
            assert message.state == MessageState.WAITING
            assert sending.send_due(at=now) == 0, "not before its time"
            now = message.not_before
    assert (message.state, len(fake.heard)) == (MessageState.FAILED, 5)
    assert "500" in message.trouble
    fake.status = 200
    actions.send_again(message=message, by=manager, at=now)
    assert sending.send_due(at=now) == 1


def test_a_bot_that_recovers_hears_the_message_once(fake, manager):
    channel(manager)
    put(manager)
    fake.status = 503
    sending.send_due(at=AT)
    fake.status = 200
    assert sending.send_due(at=AT + timedelta(minutes=2)) == 1
    assert sending.send_due(at=AT + timedelta(minutes=9)) == 0


def test_a_refusal_in_a_good_answer_is_no_success(fake, manager):
    channel(manager)
    put(manager)
    fake.answer = {"errcode": 93000, "errmsg": "invalid webhook url"}
    assert sending.send_due(at=AT) == 0
    message = Message.objects.get()
    assert message.state == MessageState.FAILED
    assert "invalid webhook url" in message.trouble


def test_too_many_a_minute_wait_and_a_busy_bot_is_asked_again(fake, manager):
    channel(manager)
    for number in range(25):
        put(manager, key=f"alert-{number}")
    assert sending.send_due(at=AT) == sending.PER_MINUTE
    assert sending.send_due(at=AT + timedelta(seconds=30)) == 0
    fake.answer = {"errcode": 45009, "errmsg": "api freq out of limit"}
    assert sending.send_due(at=AT + timedelta(seconds=61)) == 0
    fake.answer = WELL["wecom"]
    assert sending.send_due(at=AT + timedelta(minutes=3)) == 7
    assert Message.objects.filter(state=MessageState.SENT).count() == 25


def test_a_bot_that_hangs_is_not_told_twice(fake, manager, monkeypatch):
    monkeypatch.setattr(bots, "ANSWER_SECONDS", 0.2)
    channel(manager)
    put(manager)
    fake.hangs.clear()
    assert sending.send_due(at=AT) == 0
    fake.hangs.set()
    assert sending.send_due(at=AT + timedelta(hours=1)) == 0
    assert (Message.objects.get().state, len(fake.heard)) == (MessageState.UNSURE, 1)


def test_a_sender_that_died_leaves_a_message_that_perhaps_arrived(fake, manager):
    channel(manager)
    put(manager)
    sending._claim(Message.objects.get().pk, AT)  # and then the process is gone
    assert sending.send_due(at=AT + timedelta(minutes=3)) == 0
    assert (Message.objects.get().state, fake.heard) == (MessageState.UNSURE, [])


def test_nothing_is_sent_in_quiet_hours_and_what_is_old_is_not_news(fake, manager):
    channel(manager)
    night = AT.replace(hour=22)
    put(manager, at=night)
    assert sending.send_due(at=night) == 0
    assert sending.send_due(at=AT.replace(day=19, hour=7, minute=59)) == 0
    assert sending.send_due(at=AT.replace(day=19, hour=8, minute=0)) == 1
    put(manager, key="brief-2", at=AT)
    assert sending.send_due(at=AT + timedelta(hours=12)) == 0
    assert Message.objects.get(key="brief-2").state == MessageState.EXPIRED


def test_an_address_is_the_bots_own_server_sealed_and_never_shown(manager):
    made = channel(manager)
    assert SECRET not in made.sealed
    assert made.ending == SECRET[-4:]
    assert not any(SECRET in str(event.details) + event.key for event in AuditEvent.objects.all())
    wrong = (
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x",
        "https://qyapi.weixin.qq.com.example.com/cgi-bin/webhook/send?key=x",
        "https://127.0.0.1/cgi-bin/webhook/send?key=x",
        "https://qyapi.weixin.qq.com@example.com/cgi-bin/webhook/send?key=x",
        "https://qyapi.weixin.qq.com/other",
        "file:///etc/passwd",
        "",
    )
    for address in wrong:
        with pytest.raises(NotAllowed):
            actions.add_channel(kind="wecom", name="x", address=address, by=manager, at=AT)
    assert Channel.objects.count() == 1


def test_mail_needs_a_server_named_by_the_installation(manager, settings):
    settings.BIAOGAN_MAIL = ""
    with pytest.raises(NotAllowed):
        actions.add_channel(kind="mail", name="x", address="a@example.com", by=manager, at=AT)
    settings.BIAOGAN_MAIL = "mailto://u:p@127.0.0.1:9?from=biaogan@example.com&mode=insecure"
    with pytest.raises(NotAllowed):
        actions.add_channel(kind="mail", name="x", address="nobody", by=manager, at=AT)
    actions.add_channel(kind="mail", name="x", address="a@example.com", by=manager, at=AT)
    put(manager)
    assert sending.send_due(at=AT) == 0
    assert Message.objects.get().state == MessageState.WAITING


def test_a_long_text_is_cut_between_characters_and_says_so():
    cut = bots.fitting("产值" * 2000, 2048)
    assert len(cut.encode()) <= 2048
    assert cut.endswith("…")
    assert bots.fitting("产值", 2048) == "产值"


def test_the_page_keeps_tries_and_removes_a_channel(fake, manager, client):
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    form = {"kind": "wecom", "name": "经理群", "address": ADDRESSES["wecom"]}
    assert client.post("/channels", form | {"address": "https://example.com"}).status_code == 200
    assert client.post("/channels", form).url == "/channels"
    made = Channel.objects.get()
    client.post(f"/channels/{made.pk}/test")
    page = client.get("/channels").content.decode()
    assert SECRET not in page
    assert SECRET[-4:] in page
    assert Message.objects.count() == 1
    client.post(f"/channels/{made.pk}/remove")
    assert not Channel.objects.exists()
