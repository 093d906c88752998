"""What service quality offers in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Permission
from biaogan.ui.menu import MenuItem

GROUP = _("Service quality")
MENU: tuple[MenuItem, ...] = (
    MenuItem("quality:inspections", _("Inspections"), Permission.SEE_QUALITY, 42, "check", GROUP),
)
