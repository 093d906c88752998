"""What the audit trail calls what happens in video checks."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "draw-committed": _("Secret of a draw committed"),
    "draw-frozen": _("Candidates of a draw frozen"),
    "draw-revealed": _("Video checks drawn"),
    "draw-abandoned": _("Draw abandoned"),
    "check-replaced": _("Video check replaced"),
    "check-scored": _("Video check scored"),
    "check-closed": _("Video check closed"),
    "footage-kept": _("Footage kept"),
    "footage-looked-at": _("Footage looked at"),
    "footage-deleted": _("Footage deleted"),
}
THINGS = {"video-draw": _("Draw of video checks"), "video-check": _("Video check"), "footage": _("Footage")}
FIELDS = {
    "commitment": _("Hash of the secret"),
    "frame_hash": _("Hash of the candidates"),
    "public_number": _("Public number"),
    "public_from": _("Which public number"),
    "candidates": _("Candidates"),
    "checks": _("Video checks"),
    "candidate": _("Candidate"),
    "purpose": _("Purpose"),
    "kept_until": _("Kept until"),
    "place": _("First or second scoring"),
}
