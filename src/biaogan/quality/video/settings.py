"""What a manager may set about video checks."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.setting import Declared, declare

PER_MONTH = "video-checks-per-month"
TWICE = "video-second-scoring-percent"
KEEP = "keep-footage"
RETENTION = "footage-retention-days"

declare(
    Declared(PER_MONTH, 1, _("Video checks per store and month"), "", least=0, most=100),
    Declared(
        TWICE,
        20,
        _("Share of video checks that a second person scores blindly, in percent"),
        _("Which ones is decided by the draw."),
        least=0,
        most=100,
    ),
    Declared(
        KEEP,
        False,  # noqa: FBT003 - the default of a yes-or-no setting
        _("Keep footage of video checks"),
        _(
            "Off: the finding is recorded and no clip is stored. Switch it on only where a policy covers it; "
            "each clip then needs a purpose and a consent, each look a reason."
        ),
    ),
    Declared(
        RETENTION,
        30,
        _("Days until kept footage is deleted"),
        _("Counted from the day it was kept; a job deletes the file."),
        least=1,
        most=365,
    ),
)
