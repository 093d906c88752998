"""The course a store takes: how busy, how careful and how well staffed it is, month by month.

The planted stories live here; everything else reads these arrays (one number per month).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from biaogan.intake.demonstration.chance import Array, stream
from biaogan.intake.demonstration.region import STORIES, DemoStore

Monthly = Array


@dataclass
class Course:
    """One store's habits over the window; arrays have one entry per month."""

    volume: Monthly  # share of the possible visits that come (0..1)
    ticket: Monthly  # price level of the work sold
    comeback: Monthly  # chance that a repair is done again
    slowness: Monthly  # factor on durations
    on_time: Monthly  # chance that the promise is kept
    appointment: Monthly  # chance that a visit was booked
    promoters: Monthly  # chance that an answer is 9 or 10
    sent: Monthly  # chance that a visit is surveyed
    answered: Monthly  # chance that a survey is answered
    complaints: Monthly  # chance that a visit ends in a complaint
    leaving: Monthly  # chance that a member of staff leaves in the month
    hiring_months: float  # how long a post stays empty
    promotion: Array
    size: float  # against the region's average store
    loyalty: float  # below 1: customers stay longer
    discount: float
    default_promise: bool = False
    handover: float = 1.0  # factor on the wait between ready and fetched
    gamed: int | None = None  # from this month on, survey answers come in bursts


def course_of(store: DemoStore, *, months: int, seed: int) -> Course:
    course = _ordinary(store, months, seed)
    for name, story in STORIES.items():
        if story.store == store.code and name in PLOTS:
            PLOTS[name](course, story.month_index(months))
    return course


def _ordinary(store: DemoStore, months: int, seed: int) -> Course:
    rng = stream(seed, store.code, "course")

    def level(low: float, high: float) -> Monthly:
        return np.full(months, rng.uniform(low, high))

    return Course(
        volume=np.full(months, 0.88),
        ticket=level(0.94, 1.06),
        comeback=level(0.022, 0.04),
        slowness=level(0.9, 1.1),
        on_time=level(0.87, 0.94),
        appointment=level(0.56, 0.72),
        promoters=level(0.55, 0.68),
        sent=level(0.62, 0.8),
        answered=level(0.36, 0.5),
        complaints=level(0.004, 0.009),
        leaving=level(0.013, 0.02),
        hiring_months=1.5,
        promotion=np.zeros(months, dtype=bool),
        size=rng.uniform(0.85, 1.15),
        loyalty=rng.uniform(0.85, 1.15),
        discount=rng.uniform(0.03, 0.07),
    )


def _ramp(course: Course, begins: int, low: float, high: float) -> Monthly:
    """`low` until the story begins, then straight up (or down) to `high`."""
    months = len(course.volume)
    return np.interp(np.arange(months), [begins, months - 1], [low, high])


def _rising(course: Course, begins: int) -> None:
    course.volume = _ramp(course, begins, 0.66, 0.98)
    course.appointment = _ramp(course, begins, 0.55, 0.78)
    course.promoters = _ramp(course, begins, 0.52, 0.74)
    course.comeback = np.full(len(course.volume), 0.022)
    course.loyalty = 0.8


def _borrowed_future(course: Course, begins: int) -> None:
    course.ticket = _ramp(course, begins, 0.97, 1.27)
    course.comeback = _ramp(course, begins, 0.03, 0.13)
    course.complaints = _ramp(course, begins, 0.006, 0.014)
    course.handover = 0.18  # its system knows no completion: a car is ready when it is fetched


def _promise_never_edited(course: Course, _begins: int) -> None:
    course.default_promise = True


def _promotion(course: Course, begins: int) -> None:
    course.volume = np.full(len(course.volume), 0.72)
    course.volume[begins] = 1.0
    course.volume[begins + 1 : begins + 3] = 0.5
    course.promotion[begins] = True


def _short_staffed(course: Course, begins: int) -> None:
    course.slowness = _ramp(course, begins, 1.0, 1.9)
    course.on_time = _ramp(course, begins, 0.9, 0.7)
    course.volume = _ramp(course, begins, 0.9, 0.78)
    course.leaving[begins:] = 0.045
    course.hiring_months = 9.0


def _survey_gaming(course: Course, begins: int) -> None:
    course.sent[begins:] = 0.24
    course.answered[begins:] = 0.86
    course.promoters[begins:] = 0.93
    course.gamed = begins


PLOTS = {
    "rising": _rising,
    "borrowed-future": _borrowed_future,
    "promise-never-edited": _promise_never_edited,
    "promotion-with-dip": _promotion,
    "short-staffed": _short_staffed,
    "survey-gaming": _survey_gaming,
}
