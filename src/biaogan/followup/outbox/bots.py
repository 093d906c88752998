"""What the bots of WeCom, DingTalk and Feishu are told, and how they say that it arrived.

These bots answer 200 also when they refuse, with the reason in the body. The library that knows them
takes any 200 for success, so a revoked address would look well for ever: here the body decides.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from biaogan.followup.models import ChannelKind
from biaogan.org.policies import NotAllowed

CONNECT_SECONDS, ANSWER_SECONDS = 5, 15
MOST_BYTES = {ChannelKind.WECOM: 2048, ChannelKind.DINGTALK: 18_000, ChannelKind.FEISHU: 18_000}
CUT = "\n…"


class Refusal(Exception):
    """It certainly did not arrive; `again` says whether trying later can help."""

    def __init__(self, reason: str, *, again: bool = True) -> None:
        super().__init__(reason)
        self.again = again


class NoAnswer(Exception):
    """It was handed over and no answer came: perhaps it arrived."""


@dataclass(frozen=True)
class Bot:
    """`host`: the only one that is spoken to; `told`: the body for a text; `ok`: what says it arrived."""

    host: str
    path: str
    told: Callable[[str], dict[str, Any]]
    ok: Callable[[dict[str, Any]], bool]


BOTS = {
    ChannelKind.WECOM: Bot(
        "qyapi.weixin.qq.com",
        "/cgi-bin/webhook/send",
        lambda text: {"msgtype": "text", "text": {"content": text}},
        lambda answer: answer.get("errcode") == 0,
    ),
    ChannelKind.DINGTALK: Bot(
        "oapi.dingtalk.com",
        "/robot/send",
        lambda text: {"msgtype": "text", "text": {"content": text}},
        lambda answer: answer.get("errcode") == 0,
    ),
    ChannelKind.FEISHU: Bot(
        "open.feishu.cn",
        "/open-apis/bot/v2/hook/",
        lambda text: {"msg_type": "text", "content": {"text": text}},
        lambda answer: answer.get("code", answer.get("StatusCode")) == 0,
    ),
}


def check_address(kind: str, address: str) -> None:
    """Only the bot's own server, encrypted: nothing else is ever spoken to. Raises NotAllowed."""
    bot, parts = BOTS[ChannelKind(kind)], urlsplit(address)
    secret = parts.path.removeprefix(bot.path) if parts.path.endswith("hook/") else parts.path + parts.query
    right = parts.scheme == "https" and parts.netloc == bot.host and parts.path.startswith(bot.path)
    if not right or secret in ("", bot.path):
        example = f"https://{bot.host}{bot.path}"
        raise NotAllowed(
            _("Copy the whole address the bot shows; it begins with %(example)s.") % {"example": example}
        )


def send(kind: str, address: str, text: str, *, secret: str = "") -> None:
    """Hand a text to a bot. Raises Refusal or NoAnswer."""
    import requests
    from urllib3.exceptions import ProtocolError

    bot = BOTS[ChannelKind(kind)]
    body = bot.told(fitting(text, MOST_BYTES[ChannelKind(kind)]))
    try:
        answer = requests.post(
            settings.BIAOGAN_BOTS_AT.get(kind) or _signed(address, secret),
            json=body,
            timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
            allow_redirects=False,
        )
    except requests.ConnectTimeout as fault:
        raise Refusal(_("The bot's server cannot be reached.")) from fault
    except requests.Timeout as fault:
        raise NoAnswer from fault
    except requests.ConnectionError as fault:
        if isinstance(fault.args[0] if fault.args else None, ProtocolError):  # it broke off while answering
            raise NoAnswer from fault
        raise Refusal(_("The bot's server cannot be reached.")) from fault
    _judge(bot, answer)


def _judge(bot: Bot, answer: Any) -> None:
    status = answer.status_code
    if status != 200:
        raise Refusal(_("The bot's server answered %(status)d.") % {"status": status}, again=status >= 429)
    try:
        said = answer.json()
    except ValueError as fault:
        raise Refusal(_("The bot's server answered something that is no bot's answer.")) from fault
    if not isinstance(said, dict) or not bot.ok(said):
        reason = str(said.get("errmsg") or said.get("msg") or said)[:120] if isinstance(said, dict) else ""
        raise Refusal(_("The bot refused: %(reason)s") % {"reason": reason}, again=_is_busy(said))


def _is_busy(said: Any) -> bool:
    """Too many messages a minute passes; a wrong address does not."""
    codes = {said.get("errcode"), said.get("code")} if isinstance(said, dict) else set()
    return bool(codes & {45009, 130101, 410100, 9499, 11232})


def _signed(address: str, secret: str) -> str:
    """DingTalk's signature, where the bot asks for one."""
    if not secret:
        return address
    now = str(round(time.time() * 1000))
    digest = hmac.new(secret.encode(), f"{now}\n{secret}".encode(), hashlib.sha256).digest()
    return f"{address}&timestamp={now}&sign={quote_plus(base64.b64encode(digest))}"


def ending_of(address: str) -> str:
    """The last letters of the secret part, enough to tell two bots apart."""
    parts = urlsplit(address)
    values = [value for found in parse_qs(parts.query).values() for value in found]
    return (values[0] if values else parts.path)[-4:]


def fitting(text: str, most: int) -> str:
    """As much of a text as fits the bot's bytes, cut between characters and marked as cut."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - len(CUT.encode())].decode(errors="ignore") + CUT
