"""What org offers in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Permission
from biaogan.ui.menu import MenuItem

GROUP = _("Administration")
MENU = (
    MenuItem("org:stores", _("Stores and spellings"), Permission.MANAGE_STORES, 900, "store", GROUP),
    MenuItem("org:regions", _("Regions"), Permission.MANAGE_REGIONS, 905, "map", GROUP),
    MenuItem("org:people", _("People and roles"), Permission.SEE_PEOPLE, 910, "people", GROUP),
    MenuItem("org:settings", _("Settings"), Permission.MANAGE_SETTINGS, 930, "settings", GROUP),
    MenuItem("org:audit", _("Audit trail"), Permission.SEE_AUDIT, 940, "audit", GROUP),
)
