"""What the audit trail calls what happens to standards."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "sop-written": _("Instruction written"),
    "sop-changed": _("Instruction renamed"),
    "sop-draft-saved": _("Draft saved"),
    "sop-draft-discarded": _("Draft discarded"),
    "sop-in-force": _("Instruction put in force"),
    "sop-reviewed": _("Instruction reviewed"),
    "item-added": _("Check item added"),
    "item-changed": _("Check item changed"),
    "item-retired": _("Check item retired"),
    "item-restored": _("Check item back in use"),
    "starting-set-loaded": _("Starting set loaded"),
}
THINGS = {"sop": _("Instruction"), "check-item": _("Check item"), "standards": _("Standards")}
FIELDS = {
    "version": _("Version"),
    "steps": _("Steps"),
    "review": _("Reviewed every (days)"),
    "items": _("Check items"),
    "instructions": _("Instructions"),
}
