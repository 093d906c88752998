"""Tables of the follow-up."""

from biaogan.followup.models.following import (
    Alert,
    Note,
    Notice,
    Round,
    Task,
    facts_in_language,
    in_language,
)
from biaogan.followup.models.outbox import Channel, ChannelKind, Message

__all__ = [
    "Alert",
    "Channel",
    "ChannelKind",
    "Message",
    "Note",
    "Notice",
    "Round",
    "Task",
    "facts_in_language",
    "in_language",
]
