"""What the audit trail calls what happens to complaints."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "complaint-recorded": _("Complaint recorded"),
    "complaint-taken-over": _("Complaint taken over from a file"),
    "complaint-contacted": _("Customer contacted"),
    "complaint-offered": _("Solution offered"),
    "complaint-declined": _("Solution not taken"),
    "complaint-closed": _("Complaint closed"),
    "complaint-reopened": _("Complaint opened again"),
    "complaint-withdrawn": _("Complaint withdrawn"),
    "complaint-changed": _("Complaint changed"),
    "complaint-merged": _("Merged with an earlier complaint"),
    "complaint-separated": _("Separated from the earlier complaint"),
    "promise-made": _("Promise made"),
    "promise-shown": _("Promise shown to be kept"),
    "compensation-given": _("Compensation given"),
    "compensation-asked": _("Compensation asked for"),
    "compensation-approved": _("Compensation approved"),
    "compensation-refused": _("Compensation refused"),
    "compensation-limits-changed": _("Limits of compensation changed"),
}
THINGS = {"complaint": _("Complaint"), "compensation-limits": _("Limits of compensation")}
FIELDS = {
    "severity": _("Severity"),
    "topic": _("Topic"),
    "offer": _("Solution"),
    "resolution": _("How it was solved"),
    "fault": _("Fault"),
    "promise": _("Promise"),
    "amount": _("Amount (yuan)"),
    "asked_of": _("Asked of"),
    "first": _("Earlier complaint"),
    "when": _("When"),
    "number": _("Number"),
}
