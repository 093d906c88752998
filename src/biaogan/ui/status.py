"""The statuses a figure or a thing may have: a word, a shape and a colour, never the colour alone."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(StrEnum):
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    NONE = "none"  # cannot be judged: no data, no target, too few cases
    INFO = "info"  # a plain remark


WORDS: dict[Status, str | Promise] = {
    Status.GOOD: _("On target"),
    Status.WATCH: _("Watch"),
    Status.BAD: _("Off target"),
    Status.NONE: _("Not judged"),
    Status.INFO: pgettext_lazy("status", "Note"),
}


def word(status: str) -> str:
    return str(WORDS[Status(status)])
