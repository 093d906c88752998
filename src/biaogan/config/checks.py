"""What a production installation must be; `biaogan run` refuses to start otherwise."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from biaogan.engine.facts import engines

SHORTEST_KEY = 32


@register("biaogan")
def engine_can_be_used(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    try:
        engines.check(settings.BIAOGAN_ENGINE, settings.BIAOGAN_SPARK)
    except engines.EngineMissing as error:
        return [Error(str(error), id="biaogan.E006")]
    return []


@register("biaogan")
def production_is_safe(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Only where BIAOGAN_PRODUCTION is set: a laptop runs with the defaults."""
    if not settings.BIAOGAN_PRODUCTION:
        return []
    faults = (
        ("E001", settings.DEBUG, "BIAOGAN_DEBUG is on.", "Remove BIAOGAN_DEBUG from the environment."),
        (
            "E002",
            settings.BIAOGAN_MASTER_LENGTH < SHORTEST_KEY,
            "The secret key is too short.",
            "Remove BIAOGAN_SECRET, or set it to 32 random characters or more.",
        ),
        (
            "E003",
            not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
            "The host names are not named.",
            "Set BIAOGAN_HOSTS to the names the product is reached by; * is refused.",
        ),
        (
            "E004",
            not (
                settings.SESSION_COOKIE_SECURE
                and settings.CSRF_COOKIE_SECURE
                and settings.SECURE_SSL_REDIRECT
            ),
            "Cookies would travel without https.",
            "Leave the cookie and redirect settings as BIAOGAN_PRODUCTION makes them.",
        ),
        (
            "E005",
            (settings.BIAOGAN_HOME / "demonstration").exists(),
            "The home holds demonstration data.",
            "Use a fresh home for real work: set BIAOGAN_HOME to an empty folder.",
        ),
    )
    return [Error(text, hint=hint, id=f"biaogan.{code}") for code, wrong, text, hint in faults if wrong]
