"""Channels, and messages into the outbox; each one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from biaogan.followup.models import Channel, ChannelKind, Message
from biaogan.followup.outbox import bots, mail
from biaogan.followup.outbox.sealing import sealed
from biaogan.followup.states import MESSAGE_MOVES, MessageState
from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.org.policies import NotAllowed

HOLDS = timedelta(hours=12)  # yesterday's brief is nobody's news


@transaction.atomic
def add_channel(*, kind: str, name: str, address: str, by: Person, at: datetime) -> Channel:
    """Raises NotAllowed for an address that is none of this kind."""
    address = address.strip()
    if kind == ChannelKind.MAIL:
        _check_mail(address)
    else:
        bots.check_address(kind, address)
    ending = address[-8:] if kind == ChannelKind.MAIL else bots.ending_of(address)
    made = Channel.objects.create(
        person=by, kind=kind, name=name.strip(), sealed=sealed(address), ending=ending, made_at=at
    )
    audit.record("channel-added", by=by, about="channel", key=made.name, details={"kind": kind})
    return made


def _check_mail(address: str) -> None:
    if not mail.is_offered():
        raise NotAllowed(_("This installation names no mail server (BIAOGAN_MAIL). Use a bot."))
    try:
        validate_email(address)
    except ValidationError:
        raise NotAllowed(_("This is no e-mail address.")) from None


@transaction.atomic
def remove_channel(*, channel: Channel, by: Person) -> None:
    """With its messages: whoever takes the address away wants nothing more said there."""
    audit.record("channel-removed", by=by, about="channel", key=channel.name, details={"kind": channel.kind})
    channel.delete()


@transaction.atomic
def put_out(
    *, person: Person, key: str, title: str, body: str, at: datetime, holds: timedelta = HOLDS
) -> list[Message]:
    """A message to every channel of a person; what has this key already is not written again."""
    written = []
    for channel in Channel.objects.of(person).filter(is_active=True):
        message, new = Message.objects.get_or_create(
            channel=channel,
            key=key,
            defaults={
                "title": title[:120], "body": body, "not_before": at, "made_at": at, "expires_at": at + holds,
            },
        )  # fmt: skip
        if new:
            written.append(message)
    return written


@transaction.atomic
def send_again(*, message: Message, by: Person, at: datetime) -> None:
    """A person decides that it is worth saying twice."""
    held = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if MessageState.WAITING not in MESSAGE_MOVES[held.state]:
        raise NotAllowed(_("Only a message that failed or perhaps arrived can be sent again."))
    held.state, held.not_before, held.attempts, held.trouble = MessageState.WAITING, at, 0, ""
    held.expires_at = at + HOLDS
    held.save()
    audit.record("message-sent-again", by=by, about="message", key=held.title)
