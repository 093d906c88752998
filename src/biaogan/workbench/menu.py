"""What the workbench offers in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Permission
from biaogan.ui.menu import MenuItem

MENU = (
    MenuItem("workbench:brief", _("Morning brief"), Permission.KEEP_WORK_LIST, 11, "report"),
    MenuItem("workbench:work", _("Work list"), Permission.KEEP_WORK_LIST, 12, "today"),
)
