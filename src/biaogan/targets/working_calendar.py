"""The business calendar that pages count by."""

from __future__ import annotations

from biaogan.engine.methods.business_calendar import BusinessCalendar, china


def calendar() -> BusinessCalendar:
    return china()
