"""What the audit trail calls what happens to photos."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {"photo-kept": _("Photo kept")}
THINGS = {"photo": _("Photo")}
