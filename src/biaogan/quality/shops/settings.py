"""What a manager may set about mystery shopping; the shops per store are declared in the organisation."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.setting import Declared, declare

LOCK_OUT = "shopper-lock-out-days"
APPEAL_CLOCK = "shop-appeal-working-days"
PER_STORE = "mystery-shops-per-quarter"

declare(
    Declared(
        LOCK_OUT,
        180,
        _("Days before a shopper may visit a store again"),
        _("A face that is known is no mystery any more. Never two quarters in a row either."),
        least=0,
        most=1000,
    ),
    Declared(
        APPEAL_CLOCK,
        5,
        _("Working days a store has to appeal against a mystery shop"),
        _("Counted from the day after the release."),
        least=1,
        most=30,
    ),
)
