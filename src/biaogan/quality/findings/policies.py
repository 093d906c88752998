"""What is not allowed with findings. Each refusal is a sentence the person reads."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from biaogan.org.policies import NotAllowed

SHORTEST = 4  # signs


def check_seen(*, text: str, found_on: date, today: date) -> None:
    if len(text.strip()) < SHORTEST:
        raise NotAllowed(_("Say what was seen, so that somebody else can see it too."))
    if found_on > today:
        raise NotAllowed(_("The day %(day)s has not come yet.") % {"day": found_on})
