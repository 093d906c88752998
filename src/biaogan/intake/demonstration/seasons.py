"""Which days are busy: weekdays, seasons, and the Spring Festival on its real dates."""

from __future__ import annotations

import numpy as np

from biaogan.intake.demonstration.chance import Array

# New Year's Day of the lunar calendar.
SPRING_FESTIVAL = np.array(
    [
        "2010-02-14", "2011-02-03", "2012-01-23", "2013-02-10", "2014-01-31", "2015-02-19",
        "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12",
        "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06",
        "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23", "2032-02-11", "2033-01-31",
        "2034-02-19", "2035-02-08",
    ],
    dtype="datetime64[D]",
)  # fmt: skip
MONTH_WEIGHT = np.array([1.0, 0.96, 0.97, 0.97, 0.98, 1.02, 1.06, 1.05, 1.04, 1.03, 1.0, 0.96])
WEEKDAY_WEIGHT = np.array([0.88, 0.9, 0.92, 0.95, 1.02, 1.24, 1.09])  # Monday first


def day_weights(first: np.datetime64, last: np.datetime64) -> Array:
    """How busy each day from `first` to `last` is against the average day; 0 = closed."""
    days = np.arange(first, last + np.timedelta64(1, "D"))
    weekday = (days.astype("int64") + 3) % 7  # 1970-01-01 was a Thursday
    month = days.astype("datetime64[M]").astype("int64") % 12
    found: Array = WEEKDAY_WEIGHT[weekday] * MONTH_WEIGHT[month] * _festival(days)
    return found


def _festival(days: Array) -> Array:
    """Full in the fortnight before, closed from the Eve to the fourth day, quiet until the lanterns."""
    after = np.searchsorted(SPRING_FESTIVAL, days, side="right")
    since = (days - SPRING_FESTIVAL[np.maximum(after - 1, 0)]).astype("int64")
    to_next = (SPRING_FESTIVAL[np.minimum(after, len(SPRING_FESTIVAL) - 1)] - days).astype("int64")
    weight = np.ones(len(days))
    weight[(to_next >= 2) & (to_next <= 15)] = 1.22
    weight[to_next == 1] = 0.0
    weight[(since >= 0) & (since <= 4)] = 0.0
    weight[(since >= 5) & (since <= 15)] = 0.62
    return weight


class Calendar:
    """Moves a date drawn evenly over time to a day on which people really come."""

    def __init__(self, first: np.datetime64, last: np.datetime64) -> None:
        self.first, self.last = first, last
        self.weights = day_weights(first, last)
        edges = np.concatenate([[0.0], np.cumsum(self.weights)])
        self._edges = edges * (len(self.weights) / edges[-1])

    def busy_day(self, even: Array) -> Array:
        """`even`: days since `first`, evenly spread; the result follows the day weights."""
        index = np.searchsorted(self._edges, even, side="right") - 1
        return self.first + np.clip(index, 0, len(self.weights) - 1).astype("timedelta64[D]")

    def next_open(self, days: Array) -> Array:
        """The same day, or the first one after the holiday when the store is closed."""
        index = np.clip((days - self.first).astype("int64"), 0, len(self.weights) - 1)
        return np.where(self.weights[index] > 0, days, days + np.timedelta64(6, "D"))
