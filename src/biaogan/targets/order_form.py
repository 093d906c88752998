"""What the list of orders can be filtered by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.intake.naming import code_choices
from biaogan.targets.asked import Asked
from biaogan.targets.orders import FIRST_SORT, ORDER, SORTS, Wanted

CHOICES = ("advisor", "category", "status", "payer")
Pairs = Sequence[tuple[str, str]]


class FilterOrders(forms.Form):
    """An unknown choice filters nothing; month and store are the page's own."""

    text = forms.CharField(
        label=gettext_lazy("Order number, plate or VIN"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    store = forms.ChoiceField(label=gettext_lazy("Store"), required=False)
    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)
    axis = forms.ChoiceField(label=gettext_lazy("Month of"), required=False)
    advisor = forms.ChoiceField(label=gettext_lazy("Advisor"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    payer = forms.ChoiceField(label=gettext_lazy("Payer"), required=False)

    def __init__(self, data: Mapping[str, Any], *, asked: Asked, advisors: Pairs) -> None:
        filled = {**{name: data.get(name, "") for name in self.base_fields}, "month": asked.month}
        super().__init__(filled)
        every = ("", _("All"))
        self._offer("store", [every, *((store.code, store.name) for store in asked.stores)])
        self._offer("month", [(month, month) for month in asked.newest_first])
        self._offer("axis", [("opened", _("Opening")), ("settled", _("Settlement"))])
        self._offer("advisor", [every, *advisors])
        self._offer("category", [every, *code_choices(ORDER, "biz_type")])
        self._offer("status", [every, *code_choices(ORDER, "status")])
        self._offer("payer", [every, *code_choices("ro_labour", "payer")])

    def _offer(self, name: str, choices: Pairs) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def in_words(self) -> list[tuple[str, str]]:
        """The filters that hold, as an export names them."""
        found = []
        for name, value in self.chosen().items():
            choices = dict(getattr(self.fields[name], "choices", ()))
            found.append((str(self.fields[name].label), str(choices.get(value, value))))
        return found


def wanted(form: FilterOrders, asked: Asked, sort: str) -> Wanted:
    chosen = form.chosen()
    return Wanted(
        stores=[asked.store.code] if asked.store else asked.codes,
        month=asked.month,
        axis=chosen.get("axis", "opened"),
        choices={name: chosen[name] for name in CHOICES if name in chosen},
        text=chosen.get("text", ""),
        sort=sort if sort.lstrip("-") in SORTS else FIRST_SORT,
    )
