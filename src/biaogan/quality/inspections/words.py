"""What the audit trail calls what happens to inspections."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "inspection-planned": _("Inspection planned"),
    "inspection-cancelled": _("Inspection cancelled"),
    "inspection-signed": _("Inspection signed off"),
    "answer-given": _("Item answered"),
    "answer-amended": _("Answer amended"),
    "template-made": _("Template made"),
    "template-changed": _("Template changed"),
    "template-retired": _("Template retired"),
}
THINGS = {"inspection": _("Inspection"), "inspection-template": _("Template of inspections")}
FIELDS = {
    "planned_on": _("Planned for"),
    "inspector": _("Inspector"),
    "item": _("Check item"),
    "items": _("Check items"),
    "points": _("Points"),
    "late": _("after signing off"),
    "signatory": _("Signed for the store by"),
    "failed": _("Failed items"),
}
