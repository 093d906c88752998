"""What the audit trail calls what happens to reports."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.words import Words

ACTIONS: Words = {
    "weekly-report-written": _("Weekly report drafted"),
    "monthly-report-written": _("Monthly analysis drafted"),
    "quarterly-report-written": _("Quarterly summary drafted"),
    "weekly-report-sent": _("Weekly report sent up"),
    "monthly-report-sent": _("Monthly analysis sent up"),
    "quarterly-report-sent": _("Quarterly summary sent up"),
    "handbook-report-written": _("Handbook drafted"),
    "handbook-report-sent": _("Handbook put in force"),
    "handbook-read": _("Handbook read"),
    "report-edited": _("Report edited"),
}
THINGS: Words = {"report": _("Report")}
FIELDS: Words = {"sentences": _("Sentences")}
