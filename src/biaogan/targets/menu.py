"""What targets offers in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Permission
from biaogan.ui.menu import MenuItem

MENU = (
    MenuItem("targets:cockpit", _("Cockpit"), Permission.SEE_FIGURES, 10, "cockpit"),
    MenuItem("targets:signals", _("Signals"), Permission.SEE_FIGURES, 18, "trend"),
    MenuItem("targets:metrics", _("Metrics"), Permission.SEE_FIGURES, 20, "metrics"),
    MenuItem("targets:goals", _("Targets"), Permission.SEE_FIGURES, 22, "target"),
    MenuItem("targets:scorecard", _("Scorecard"), Permission.SEE_FIGURES, 14, "chart"),
    MenuItem("targets:landing", _("Month-end landing"), Permission.SEE_FIGURES, 16, "clock"),
    MenuItem("targets:decisions", _("Decisions"), Permission.SEE_FIGURES, 24, "idea"),
    MenuItem("targets:orders", _("Repair orders"), Permission.SEE_ORDERS, 25, "orders"),
)
