"""What is asked before a year is spread or a region is split."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.org.models import Region, Store
from biaogan.targets.goals.goal import adds_up, region_place
from biaogan.targets.goals.grid import Grid
from biaogan.targets.goals.planning import SPLIT_WORDS, SPREAD_WORDS, SplitKey, SpreadKey, YearPlan
from biaogan.targets.goals.policies import CannotSet, check_value
from biaogan.targets.goals.values import typed
from biaogan.targets.written import written
from biaogan.ui.formats import Language

UNTYPED = {"autocomplete": "off", "inputmode": "decimal"}


def amount_field(label: Any, *, required: bool = True) -> forms.CharField:
    widget = forms.TextInput(attrs=UNTYPED)
    return forms.CharField(label=label, max_length=40, required=required, widget=widget)


class SpreadYear(forms.Form):
    """A total for what adds up; for shares and averages the level at both ends of the year."""

    place = forms.ChoiceField(label=gettext_lazy("For"))
    total = amount_field(gettext_lazy("Target of the year"))
    key = forms.ChoiceField(label=gettext_lazy("Spread by"), choices=list(SPREAD_WORDS.items()))
    first = amount_field(gettext_lazy("In January"))
    last = amount_field(gettext_lazy("In December"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, grid: Grid, unit: str, language: Language) -> None:
        super().__init__(data, auto_id="spread-%s")
        self.grid, self.language = grid, language
        self.places: dict[str, Store | Region] = {
            **{region_place(one.pk): one for one in grid.regions},
            **{one.code: one for one in grid.stores},
        }
        self._field("place").choices = [(code, one.name) for code, one in self.places.items()]
        for name in ("first", "last") if adds_up(grid.metric) else ("total", "key"):
            del self.fields[name]
        for name in {"total", "first", "last"} & set(self.fields):
            if unit:
                self.fields[name].label = f"{self.fields[name].label} ({unit})"

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        for name in {"total", "first", "last"} & set(self.cleaned_data):
            try:
                self.cleaned_data[name] = self._amount(self.cleaned_data[name], level=name != "total")
            except CannotSet as refusal:
                self.add_error(name, str(refusal))
        return self.cleaned_data

    def _amount(self, text: str, *, level: bool) -> Decimal | None:
        value = typed(text, self.grid.metric, self.language)
        if value is not None and level:
            check_value(self.grid.metric, value)
        return value

    def plan(self) -> YearPlan:
        given = self.cleaned_data
        return YearPlan(
            self.grid.metric, self.places[given["place"]], given.get("total"), given.get("first"),
            given.get("last"), SpreadKey(given.get("key", SpreadKey.EQUAL)),
        )  # fmt: skip

    def in_words(self) -> str:
        """The plan as the reason of its targets."""
        given, metric = self.cleaned_data, self.grid.metric
        if "total" in self.fields:
            words = {"total": written(metric, given["total"]), "key": SPREAD_WORDS[SpreadKey(given["key"])]}
            return _("Year plan %(total)s by: %(key)s") % words
        first = given["first"]
        last = first if given["last"] is None else given["last"]
        return _("Year plan from %(first)s to %(last)s") % {
            "first": written(metric, first),
            "last": written(metric, last),
        }


class SplitRegion(forms.Form):
    """By what the region's months are split to its stores; shares are handed on as they are."""

    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Region"), empty_label=None)
    key = forms.ChoiceField(label=gettext_lazy("Split by"), choices=list(SPLIT_WORDS.items()))

    def __init__(self, data: Mapping[str, Any] | None, *, grid: Grid) -> None:
        super().__init__(data, auto_id="split-%s")
        self.adds_up = adds_up(grid.metric)
        field: Any = self.fields["region"]
        field.queryset = Region.objects.filter(pk__in=[one.pk for one in grid.regions])
        if not self.adds_up:
            del self.fields["key"]

    def key_chosen(self) -> SplitKey:
        return SplitKey(self.cleaned_data.get("key", SplitKey.EQUAL))

    def in_words(self) -> str:
        if not self.adds_up:
            return _("Taken over from the region")
        return _("Split from the region by: %(key)s") % {"key": SPLIT_WORDS[self.key_chosen()]}
