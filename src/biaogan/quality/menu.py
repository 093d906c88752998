"""What service quality offers in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Permission
from biaogan.ui.menu import MenuItem

GROUP = _("Service quality")
MENU: tuple[MenuItem, ...] = (
    MenuItem("quality:feedback", _("Feedback"), Permission.READ_FEEDBACK, 43, "report", GROUP),
)
