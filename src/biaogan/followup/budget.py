"""How many alerts a week are brought to one person: more would be read by nobody."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from biaogan.org.setting import Declared, declare, value_of

SETTING = "alerts-per-week"
declare(
    Declared(
        SETTING,
        7,
        _("Alerts per person and week"),
        _("The weightiest are brought to a person; the others stay in the list."),
        least=1,
        most=100,
    )
)


def per_week() -> int:
    return int(value_of(SETTING))


def monday(day: date) -> date:
    """The day the week of a day begins with."""
    return day - timedelta(days=day.weekday())
