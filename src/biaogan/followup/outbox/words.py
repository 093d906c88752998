"""What the audit trail calls what happens in the outbox."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.words import Words

ACTIONS: Words = {
    "channel-added": _("Channel added"),
    "channel-removed": _("Channel removed"),
    "message-sent-again": _("Message sent again"),
}
THINGS: Words = {"channel": _("Channel"), "message": _("Message")}
