"""Forms of survey integrity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from biaogan.followup.forms import offer_stores
from biaogan.org.scope import Scope


class MonthFilter(forms.Form):
    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)
    store = forms.ChoiceField(label=gettext_lazy("Store"), required=False)

    def __init__(self, *args: Any, scope: Scope, months: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_stores(self, scope)
        month: Any = self.fields["month"]
        month.choices = [(one, one) for one in reversed(months)]
