"""What a manager may change about surprise moments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biaogan.org.setting import Declared, declare

MOST_YUAN = "surprise-most-yuan"
declare(
    Declared(
        MOST_YUAN,
        50,
        _("A surprise costs at most (yuan)"),
        _("What is dearer is no small thing: it is a compensation, or the region decides."),
        least=1,
        most=2_000,
    )
)
