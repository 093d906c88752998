"""What followup offers in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Permission
from biaogan.ui.menu import MenuItem

MENU = (
    MenuItem("followup:tasks", _("Tasks"), Permission.FOLLOW_UP, 12, "today"),
    MenuItem("followup:alerts", _("Alerts"), Permission.FOLLOW_UP, 14, "alert"),
)
