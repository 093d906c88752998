"""What the audit trail calls what happens to findings."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {"finding-recorded": _("Finding recorded"), "finding-moved": _("Finding moved on")}
THINGS = {"finding": _("Finding")}
FIELDS = {"source": _("Source"), "step": _("Service step"), "level": _("Level")}
