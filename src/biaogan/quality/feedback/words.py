"""What the audit trail calls the deeds and things of feedback."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "feedback-typed": _("Feedback typed in"),
    "feedback-brought": _("Texts brought"),
    "feedback-taken": _("Texts taken from imported files"),
    "theme-confirmed": _("Theme confirmed"),
    "theme-saved": _("Theme changed"),
    "theme-restored": _("Theme restored"),
    "themes-learned": _("Themes learned"),
}
THINGS = {"feedback": _("Feedback"), "feedback-file": _("File of texts"), "theme": _("Theme")}
FIELDS = {
    "said_on": _("Date"),
    "theme": _("Theme"),
    "read": _("Read"),
    "accepted": _("Accepted"),
    "refused": _("Refused"),
    "ignored": _("Ignored"),
    "new": _("New"),
    "changed": _("Changed"),
    "withdrawn": _("Taken back with its file"),
    "labels": _("Confirmed texts"),
    "micro": _("Micro-F1"),
    "used": _("Is in use"),
    "name_zh": _("Name in Chinese"),
    "name_en": _("Name in English"),
    "counts": _("Is a complaint and is counted"),
    "words": _("Words"),
    "retired": _("Out of use"),
}
