"""Sending what waits: at most so many a minute, not in quiet hours, tried again when refused, never twice.

A message is marked before it is handed over. Whoever dies in between leaves it marked, and the next round
says "perhaps arrived" instead of sending it once more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.followup.models import Channel, ChannelKind, Message
from biaogan.followup.outbox import bots, mail
from biaogan.followup.outbox.sealing import opened
from biaogan.followup.outbox.settings import quiet_hours
from biaogan.followup.states import MessageState
from biaogan.org.policies import NotAllowed

PER_MINUTE = 18  # the bots allow 20
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
FORGOTTEN_AFTER = timedelta(minutes=2)


def send_due(*, at: datetime) -> int:
    """One round over everything that waits; how many were handed over."""
    _tidy(at)
    if is_quiet(at):
        return 0
    due = Message.objects.filter(state=MessageState.WAITING, not_before__lte=at, channel__is_active=True)
    sent = 0
    for number in list(due.order_by("not_before", "pk").values_list("pk", flat=True)):
        message = _claim(number, at)
        if message is not None:
            _hand_over(message, at)
            sent += message.state == MessageState.SENT
    return sent


def is_quiet(at: datetime) -> bool:
    begin, end = quiet_hours()
    now = timezone.localtime(at).time()
    if begin == end:
        return False
    return begin <= now < end if begin < end else now >= begin or now < end


def _tidy(at: datetime) -> None:
    """What is out of date is not sent; what somebody was sending and never finished perhaps arrived."""
    old = Message.objects.filter(state=MessageState.WAITING, expires_at__lte=at)
    old.update(state=MessageState.EXPIRED)
    left = Message.objects.filter(state=MessageState.SENDING, tried_at__lt=at - FORGOTTEN_AFTER)
    left.update(state=MessageState.UNSURE, trouble=_("Sending was interrupted."))


@transaction.atomic
def _claim(number: int, at: datetime) -> Message | None:
    """Held for this process alone; None where another sends it, or the channel has had enough."""
    message = Message.objects.select_for_update(of=("self",)).select_related("channel").get(pk=number)
    # Two workers must not both count the last minute, so they come one after the other by channel.
    Channel.objects.select_for_update().get(pk=message.channel_id)
    lately = Message.objects.filter(channel=message.channel, tried_at__gt=at - timedelta(minutes=1))
    if message.state != MessageState.WAITING or lately.count() >= PER_MINUTE:
        return None
    message.state, message.tried_at, message.attempts = MessageState.SENDING, at, message.attempts + 1
    message.save(update_fields=["state", "tried_at", "attempts"])
    return message


def _hand_over(message: Message, at: datetime) -> None:
    try:
        _send(message)
    except bots.NoAnswer:
        _end(message, MessageState.UNSURE, _("No answer came in time."))
    except bots.Refusal as refusal:
        if refusal.again and message.attempts <= len(WAITS):
            message.not_before = at + WAITS[message.attempts - 1]
            _end(message, MessageState.WAITING, str(refusal))
        else:
            _end(message, MessageState.FAILED, str(refusal))
    except NotAllowed as refusal:
        _end(message, MessageState.FAILED, str(refusal))
    else:
        _end(message, MessageState.SENT, "")


def _send(message: Message) -> None:
    channel = message.channel
    address = opened(channel.sealed)
    if channel.kind == ChannelKind.MAIL:
        mail.send(address, message.title, message.body)
    else:
        bots.send(channel.kind, address, f"{message.title}\n{message.body}")


def _end(message: Message, state: str, trouble: str) -> None:
    message.state, message.trouble = state, trouble[:300]
    message.save(update_fields=["state", "trouble", "not_before"])
