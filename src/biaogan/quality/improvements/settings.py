"""What a manager may set about improvements."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.setting import Declared, declare

PROOF = "improvement-proof-percent"

declare(
    Declared(
        PROOF,
        10,
        _("Chance allowed in proving an improvement, percent"),
        _(
            "The effect counts as proven when at most this share of all ways to choose the stores shows as"
            " much. One store of ten can reach 10, one of five only 20."
        ),
        least=1,
        most=50,
    )
)
