"""What the audit trail calls what happens in the work list."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.words import Words

ACTIONS: Words = {
    "duty-ticked": _("Duty ticked"),
    "duty-tick-taken-back": _("Tick taken back"),
    "duty-added": _("Duty added"),
    "duty-removed": _("Duty removed"),
    "talk-recorded": _("Talk noted"),
    "calendar-feed-made": _("Address of the calendar made"),
    "calendar-feed-revoked": _("Address of the calendar revoked"),
}
THINGS: Words = {"duty": _("Duty")}
FIELDS: Words = {"period": _("Period"), "on": _("Day"), "cadence": _("How often")}
