"""What jobs offers in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Permission
from biaogan.ui.menu import MenuItem

MENU = (MenuItem("jobs:jobs", _("Background work"), Permission.SEE_JOBS, 920, "clock", _("Administration")),)
