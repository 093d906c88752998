"""What the audit trail calls what happens to surprise moments."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "preference-kept": _("Preference kept with consent"),
    "consent-withdrawn": _("Consent withdrawn, preference deleted"),
    "moment-recorded": _("Surprise moment recorded"),
    "moment-shared": _("Surprise moment shared"),
    "card-taken-up": _("Shared idea taken up"),
    "idea-written": _("Idea written down"),
}
THINGS = {
    "preference": _("Preference"),
    "moment": _("Surprise moment"),
    "surprise-card": _("Shared surprise"),
    "surprise-idea": _("Idea"),
}
FIELDS = {
    "idea": _("Idea"),
    "cost": _("Cost (yuan)"),
    "consent": _("Wording of the consent"),
    "given": _("How it was given"),
    "masked": _("Moments masked"),
}
