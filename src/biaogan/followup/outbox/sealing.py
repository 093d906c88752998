"""A bot's address lets anyone write in its group, so it is kept sealed with a key outside the database."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from django.conf import settings
from django.utils.translation import gettext as _

from biaogan.org.policies import NotAllowed


def sealed(address: str) -> str:
    return _lock().encrypt(address.encode()).decode()


def opened(kept: str) -> str:
    """Raises NotAllowed where the home's key is another one, as after a backup without its key."""
    from cryptography.fernet import InvalidToken

    try:
        return _lock().decrypt(kept.encode()).decode()
    except InvalidToken:
        raise NotAllowed(
            _("The address cannot be opened with the key of this home. Enter it again.")
        ) from None


def _lock():  # type: ignore[no-untyped-def]  # noqa: ANN202 - the library loads late: pages do not need it
    from cryptography.fernet import Fernet

    return Fernet(urlsafe_b64encode(settings.BIAOGAN_CHANNEL_KEY))
