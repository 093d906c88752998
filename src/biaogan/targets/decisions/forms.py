"""What is asked when a decision is written down, decided, or tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.engine.methods.three_year.levers import EVERY_QUARTER, Levers, read_levers
from biaogan.engine.periods import month_of, shifted
from biaogan.org.forms import Form as RefusingForm
from biaogan.org.models import Region, Store
from biaogan.org.scope import Scope
from biaogan.targets.decisions import lever_fields
from biaogan.targets.decisions.lever_fields import NAMES, QUARTERS_IN, NotWritable
from biaogan.targets.models import Decision
from biaogan.targets.states import CannotMove, DecisionState
from biaogan.targets.written import said

UNTYPED = {"autocomplete": "off", "inputmode": "decimal"}
LARGEST_YUAN = 10**12


class Form(RefusingForm):
    """A form whose action may refuse, also because somebody else was first."""

    def tried(self, action: Callable[[], object]) -> bool:
        try:
            return super().tried(action)
        except CannotMove as refusal:
            self.add_error(None, str(refusal))
            return False


class DecisionForm(Form):
    """A decision with its levers. `levers` holds them once the form is valid."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    what = forms.CharField(
        label=gettext_lazy("What is proposed"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    proposer = forms.CharField(
        label=gettext_lazy("Proposed by"),
        max_length=80,
        help_text=gettext_lazy(
            "Also somebody without an account here, such as the dealer's general manager."
        ),
        error_messages={
            "required": gettext_lazy("Say who proposes this: the forecast is scored under that name.")
        },
    )
    place = forms.ChoiceField(label=gettext_lazy("For"))
    expected = forms.CharField(
        label=gettext_lazy("Expected effect"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
    expected_yuan = forms.CharField(
        label=gettext_lazy("Expected change of revenue in year one (yuan)"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=UNTYPED),
    )

    levers: Levers

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.within(scope)
        stores = Store.objects.within(scope).active().order_by("code")
        self.places: dict[str, Store | Region] = {f"region:{one.pk}": one for one in regions}
        self.places |= {f"store:{one.code}": one for one in stores}
        choices: Any = self.fields["place"]
        choices.choices = [(key, one.name) for key, one in self.places.items()]
        for name in NAMES:
            self.fields[name] = _lever_field(name)

    @property
    def lever_groups(self) -> Iterator[tuple[str | Promise, list[forms.BoundField]]]:
        return ((title, [self[name] for name in names]) for title, names in lever_fields.GROUPS)

    @property
    def written_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in NAMES]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "expected_yuan" in given:
            given["expected_fen"] = self._expected(given["expected_yuan"])
        values = {name: value for name in NAMES if (value := self._lever(name)) is not None}
        levers, refused = read_levers(values)
        for one in refused:
            self.add_error(one.lever, said(one.message))
        if levers:
            self.levers = levers
        return given

    def _expected(self, text: str) -> int | None:
        if not text.strip():
            return None
        try:
            yuan = Decimal(text.strip().replace(",", ""))
        except InvalidOperation:
            yuan = Decimal("nan")
        if not yuan.is_finite() or abs(yuan) > LARGEST_YUAN:
            self.add_error("expected_yuan", _("“%(text)s” is not an amount of yuan.") % {"text": text})
            return None
        return int(yuan * 100)

    def _lever(self, name: str) -> object:
        """None for an empty field: the lever keeps its neutral setting."""
        given = self.cleaned_data.get(name)
        if name == QUARTERS_IN:
            return tuple(int(one) for one in given or ()) or None
        if not given:
            return None
        try:
            return lever_fields.read(name, given)
        except NotWritable as refusal:
            self.add_error(name, str(refusal))
            return None

    def place_chosen(self) -> Store | Region:
        return self.places[self.cleaned_data["place"]]

    def given(self) -> dict[str, Any]:
        """What the actions take."""
        names = ("title", "what", "proposer", "expected", "expected_fen")
        return {name: self.cleaned_data[name] for name in names} | {
            "place": self.place_chosen(),
            "levers": self.levers,
        }


def _lever_field(name: str) -> forms.Field:
    label, unit = lever_fields.label(name), lever_fields.unit(name)
    if name == QUARTERS_IN:
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            choices=[(str(one), str(one)) for one in EVERY_QUARTER],
            widget=forms.CheckboxSelectMultiple,
        )
    shown = f"{label} ({unit})" if unit else label
    return forms.CharField(label=shown, required=False, max_length=20, widget=forms.TextInput(attrs=UNTYPED))


def initial_of(decision: Decision) -> dict[str, Any]:
    """A kept decision as the form shows it."""
    place = f"store:{decision.store.code}" if decision.store else f"region:{decision.region_id}"
    expected = decision.expected_fen
    return {
        "title": decision.title,
        "what": decision.what,
        "proposer": decision.proposer,
        "place": place,
        "expected": decision.expected,
        "expected_yuan": "" if expected is None else f"{Decimal(expected) / 100:f}".removesuffix(".00"),
        **lever_fields.initial(lever_fields.kept(decision.levers)),
    }


class DecideForm(Form):
    """Which way it goes, why, and from which month on."""

    state = forms.ChoiceField(label=gettext_lazy("Decision"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    starts = forms.ChoiceField(
        label=gettext_lazy("First month of the effect"),
        help_text=gettext_lazy("Looking back is counted from this month."),
    )

    def __init__(self, *args: Any, moves: list[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month = month_of(today)
        state: Any = self.fields["state"]
        state.choices = [(one, DecisionState(one).label) for one in moves]
        starts: Any = self.fields["starts"]
        starts.choices = [(one, one) for one in (shifted(month, step) for step in range(-2, 7))]
        starts.initial = shifted(month, 1)
