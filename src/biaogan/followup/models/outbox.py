"""Tables of the outbox: where a person wants to be reached, and what is to be sent there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biaogan.followup.states import MessageState

if TYPE_CHECKING:
    from biaogan.org.models import Person


class ChannelKind(models.TextChoices):
    WECOM = "wecom", _("WeCom bot")
    DINGTALK = "dingtalk", _("DingTalk bot")
    FEISHU = "feishu", _("Feishu bot")
    MAIL = "mail", _("E-mail")


class ChannelQuerySet(models.QuerySet["Channel"]):
    def of(self, person: Person) -> ChannelQuerySet:
        return self.filter(person=person)


class Channel(models.Model):
    """A bot or mailbox of one person. Its address is a secret: sealed, and shown by its last letters only."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ChannelKind.choices)
    name = models.CharField(max_length=60)
    sealed = models.TextField()
    ending = models.CharField(max_length=8)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChannelKind.values), name="channel_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """`key` says what the message is: the same key to the same channel is one message, sent once."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="messages")
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["channel", "key"], name="message_once"),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="message_state_due")]

    def __str__(self) -> str:
        return self.title
