"""What service quality offers in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.ui.menu import MenuItem

GROUP = _("Service quality")
MENU: tuple[MenuItem, ...] = ()
