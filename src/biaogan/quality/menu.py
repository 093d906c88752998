"""What service quality offers in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Permission
from biaogan.ui.menu import MenuItem

GROUP = _("Service quality")
MENU: tuple[MenuItem, ...] = (
    MenuItem("quality:complaints", _("Complaints"), Permission.HANDLE_COMPLAINTS, 41, "alert", GROUP),
    MenuItem("quality:surprises", _("Surprise moments"), Permission.SHARE_SURPRISES, 48, "idea", GROUP),
)
