"""Mail through the server that the installation names in BIAOGAN_MAIL (an apprise address: mailtos://…)."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from biaogan.followup.outbox.bots import Refusal


def is_offered() -> bool:
    return bool(settings.BIAOGAN_MAIL)


def send(to: str, title: str, text: str) -> None:
    """Raises Refusal; the library does not say whether a broken connection came before or after."""
    import apprise

    server = apprise.Apprise.instantiate(settings.BIAOGAN_MAIL + _also(to), suppress_exceptions=True)
    if server is None:
        raise Refusal(_("BIAOGAN_MAIL names no mail server that can be used."), again=False)
    if not server.notify(body=text, title=title):
        raise Refusal(_("The mail server did not take the message."))


def _also(to: str) -> str:
    return ("&" if "?" in settings.BIAOGAN_MAIL else "?") + f"to={to}"
