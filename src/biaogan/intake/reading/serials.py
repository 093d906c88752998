"""What a spreadsheet's serial number shows: a date, a time of day or an elapsed time."""

from __future__ import annotations

import datetime as dt
import math

from .cells import EMPTY_DATE, duration_text, moment_text, number_text

DAY = 86_400
LEAP_BUG = 60  # serial 60 is the 29 February 1900 that never was; from 61 on the epoch is a day earlier
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001


def serial_text(value: float, nature: str | None, *, epoch_1904: bool) -> str:
    """`nature` is date, time, duration or None for a plain number; see styles.nature."""
    if nature == "duration":
        return duration_text(dt.timedelta(seconds=round(value * DAY)))
    if nature is None or value < 0 or not math.isfinite(value):
        return number_text(value)
    if value < 1 and (nature == "time" or value > 0):
        return duration_text(dt.timedelta(seconds=round(value * DAY) % DAY))
    if value < 1 and not epoch_1904:
        return EMPTY_DATE
    try:
        return moment_text(moment(value, epoch_1904=epoch_1904))
    except OverflowError:
        return number_text(value)  # beyond the calendar: the number says more than nothing


def moment(value: float, *, epoch_1904: bool) -> dt.datetime:
    if epoch_1904:
        return EPOCH_1904 + dt.timedelta(days=value)
    return EPOCH + dt.timedelta(days=value if value >= LEAP_BUG else value + 1)
