"""What a manager may change about complaints: hours of each severity, and which hours count."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biaogan.org.setting import Declared, declare
from biaogan.quality.models.complaints import Severity

DAY = 24
MOST = 30 * DAY
# First contact, closing: in hours.
HOURS = {Severity.CRITICAL: (2, DAY), Severity.SERIOUS: (8, 2 * DAY), Severity.USUAL: (DAY, 3 * DAY)}
WORKING = "complaints-count-working-hours"
OPENS, CLOSES, WEEKENDS = "stores-open-at", "stores-close-at", "stores-open-at-weekends"
LABELS = {
    Severity.CRITICAL: (
        _("Critical complaint: hours to the first contact"),
        _("Critical complaint: hours to closing"),
    ),
    Severity.SERIOUS: (
        _("Serious complaint: hours to the first contact"),
        _("Serious complaint: hours to closing"),
    ),
    Severity.USUAL: (
        _("Usual complaint: hours to the first contact"),
        _("Usual complaint: hours to closing"),
    ),
}


def contact_setting(severity: int) -> str:
    return f"complaint-contact-hours-{Severity(severity).name.lower()}"


def closing_setting(severity: int) -> str:
    return f"complaint-closing-hours-{Severity(severity).name.lower()}"


for one, (contact, closing) in HOURS.items():
    declare(
        Declared(contact_setting(one), contact, LABELS[one][0], least=1, most=MOST),
        Declared(closing_setting(one), closing, LABELS[one][1], least=1, most=MOST),
    )
declare(
    Declared(
        WORKING,
        False,  # noqa: FBT003 - the default of a yes-or-no setting
        _("Complaints: count working hours only"),
        _("Otherwise the clock runs day and night."),
    ),
    Declared(
        OPENS, 9, _("Stores open at"), _("Full hour. Used where working hours count."), least=0, most=23
    ),
    Declared(CLOSES, 18, _("Stores close at"), _("Full hour, later than the opening."), least=1, most=24),
    Declared(
        WEEKENDS,
        True,  # noqa: FBT003 - the default of a yes-or-no setting
        _("Stores are open at weekends"),
        _("Public holidays never count as working time."),
    ),
)
