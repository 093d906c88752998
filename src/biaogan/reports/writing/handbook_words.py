"""The sentences of the handbook that hold everywhere; a manager may put others in their place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROLE = (
    _(
        "The regional service manager owns the after-sales business of the region: its results, its quality, "
        "its people, its network and its renewal. Figures are where the work begins, not what it is for."
    ),
    _(
        "Every figure leads to what it is made of, every finding to an action with an owner, every action to "
        "a measured effect, every proven effect to a standard that other stores adopt."
    ),
    _(
        "The manager's worth shows in stores that keep their standards when nobody looks, in people who stay "
        "and grow, and in customers who come back without a discount."
    ),
)
LADDER = _(
    "Four levels: basic, process, experience, surprise. Points of a higher level do not count while a breach "
    "of the basic level is open."
)
INNOVATION = _(
    "Whatever helps this year and harms year two or three is not done: it is tested over three years first, "
    "and its forecast is held against what happened."
)
DAYS = (
    (
        "days-30",
        _("Days 0 to 30, know"),
        _(
            "See every store, speak to every manager, read a year of figures, ask ten customers. Promise "
            "nothing yet."
        ),
    ),
    (
        "days-60",
        _("Days 31 to 60, diagnose"),
        _("Say which differences are real and what they are made of; choose what is worth mending first."),
    ),
    (
        "days-90",
        _("Days 61 to 90, act"),
        _("Two or three improvements with owner, date and proof; report what they brought."),
    ),
)
