"""Parts of the week: a store on a quiet weekday morning is another store than on a full Saturday."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from biaogan.engine.methods.business_calendar import BusinessCalendar, DayKind

OFFICE_DAYS = (DayKind.WORKDAY, DayKind.MAKE_UP)


class DayPart(models.TextChoices):
    WEEKDAY_MORNING = "weekday-am", _("Weekday, morning")
    WEEKDAY_AFTERNOON = "weekday-pm", _("Weekday, afternoon")
    WEEKEND_MORNING = "weekend-am", _("Weekend or holiday, morning")
    WEEKEND_AFTERNOON = "weekend-pm", _("Weekend or holiday, afternoon")


WEEKDAYS = (DayPart.WEEKDAY_MORNING, DayPart.WEEKDAY_AFTERNOON)
WEEKENDS = (DayPart.WEEKEND_MORNING, DayPart.WEEKEND_AFTERNOON)


def parts_of(day: date, calendar: BusinessCalendar) -> tuple[DayPart, ...]:
    """A make-up workday counts as a weekday, a holiday as a weekend."""
    return WEEKDAYS if calendar.kind(day) in OFFICE_DAYS else WEEKENDS
