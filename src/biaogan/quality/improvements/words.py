"""What the audit trail calls what happens to improvements."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "improvement-opened": _("Improvement opened"),
    "improvement-analysed": _("Improvement analysed"),
    "improvement-goal-changed": _("Goal of the improvement changed"),
    "improvement-action-planned": _("Action of the improvement planned"),
    "improvement-done": _("Improvement done"),
    "improvement-measured": _("Effect of the improvement measured"),
    "improvement-verified": _("Effect of the improvement verified"),
    "improvement-standardised": _("Improvement made a standard"),
    "improvement-closed": _("Improvement closed"),
    "improvement-reopened": _("Improvement reopened"),
    "improvement-dropped": _("Improvement dropped"),
}
THINGS = {"improvement": _("Improvement")}
FIELDS = {
    "size": _("Size of the change"),
    "direction": _("Direction"),
    "proof_on": _("Proof by"),
    "cause": _("Root cause"),
    "whys": _("Why, five times"),
    "effect": _("Effect"),
    "months": _("Months after"),
    "findings": _("Findings"),
    "sop": _("Instruction"),
    "item": _("Check item"),
    "training": _("Training"),
    "round": _("Round"),
}
