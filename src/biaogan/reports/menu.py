"""What the reports offer in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Permission
from biaogan.ui.menu import MenuItem

MENU = (MenuItem("reports:reports", _("Reports"), Permission.WRITE_REPORTS, 30, "report"),)
