"""What a manager can set about inspections."""

from django.utils.translation import gettext_lazy as _

from biaogan.org.setting import Declared, declare

PER_MONTH = "inspections-per-month"

declare(
    Declared(
        PER_MONTH,
        1,
        _("Inspections per store and month"),
        _("How many announced or surprise inspections each store is owed every month."),
        least=0,
        most=10,
    )
)
