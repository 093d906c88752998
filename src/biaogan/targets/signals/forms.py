"""Why limits begin anew, and from when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from biaogan.org.forms import Form
from biaogan.ui import formats


class Rebase(Form):
    month = forms.ChoiceField(label=_("From the month on"))
    cause = forms.CharField(
        label=_("Cause"),
        max_length=200,
        help_text=_("What has changed for good: a new workshop, another definition at the store, a merger."),
    )

    def __init__(self, *args: Any, months: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = formats.language_of(get_language())
        field: Any = self.fields["month"]
        field.choices = [(month, formats.month(month, language)) for month in reversed(months)]
