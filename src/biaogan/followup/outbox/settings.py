"""When nothing is sent."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from biaogan.org.setting import Declared, declare, value_of

declare(
    Declared(
        "quiet-from", 21, _("Quiet from (hour)"), _("Nothing is sent from this hour on."), least=0, most=23
    ),
    Declared(
        "quiet-until",
        8,
        _("Quiet until (hour)"),
        _("What waited is sent from this hour on."),
        least=0,
        most=23,
    ),
)


def quiet_hours() -> tuple[time, time]:
    return time(int(value_of("quiet-from"))), time(int(value_of("quiet-until")))
