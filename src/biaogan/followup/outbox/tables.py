"""Messages as a table."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from biaogan.followup.models import Message
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

MARKS = {
    "waiting": "none", "sending": "info", "sent": "good", "unsure": "watch", "failed": "bad",
    "expired": "none",
}  # fmt: skip


def messages(rows: Iterable[Message]) -> Table:
    columns = [
        Column(_("When")),
        Column(_("Channel")),
        Column(_("Message")),
        Column(_("State")),
        Column(_("Why")),
    ]
    lines = [
        [
            formats.moment(localtime(one.made_at)), one.channel.name, one.title,
            Cell(one.get_state_display(), status=MARKS[one.state]), one.trouble,
        ]
        for one in rows
    ]  # fmt: skip
    return Table(_("Messages"), columns, lines, cards=True)
