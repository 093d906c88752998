"""What intake offers in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Permission
from biaogan.ui.menu import MenuItem

GROUP = _("Data")
MENU = (
    MenuItem("intake:imports", _("Imports"), Permission.SEE_IMPORTS, 700, "imports", GROUP),
    MenuItem("intake:quality", _("Data quality"), Permission.SEE_DATA_QUALITY, 710, "quality", GROUP),
    MenuItem("intake:persons", _("Personal data"), Permission.EXPORT_PERSON, 730, "person", GROUP),
)
