"""What service quality offers in the menu."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.permissions import Permission
from biaogan.ui.menu import MenuItem

GROUP = _("Service quality")
MENU = (
    MenuItem("quality:overview", _("Quality at a glance"), Permission.SEE_QUALITY, 40, "quality", GROUP),
    MenuItem("quality:complaints", _("Complaints"), Permission.HANDLE_COMPLAINTS, 41, "alert", GROUP),
    MenuItem("quality:inspections", _("Inspections"), Permission.SEE_QUALITY, 42, "check", GROUP),
    MenuItem("quality:feedback", _("Feedback"), Permission.READ_FEEDBACK, 43, "report", GROUP),
    MenuItem("quality:improvements", _("Improvements"), Permission.IMPROVE, 44, "trend", GROUP),
    MenuItem("quality:shops", _("Mystery shopping"), Permission.SEE_QUALITY, 45, "person", GROUP),
    MenuItem("quality:video", _("Video checks"), Permission.SEE_QUALITY, 46, "today", GROUP),
    MenuItem("quality:standards", _("Standards"), Permission.SEE_STANDARDS, 47, "page", GROUP),
    MenuItem("quality:surprises", _("Surprise moments"), Permission.SHARE_SURPRISES, 48, "idea", GROUP),
)
