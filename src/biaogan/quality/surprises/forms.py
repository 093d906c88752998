"""Forms of surprise moments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biaogan.followup.forms import day_field, moment_field, offer_stores
from biaogan.org.forms import Form
from biaogan.org.models import Store
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import Scope
from biaogan.quality.models import Card, Idea, Preference
from biaogan.quality.models.surprises import ConsentGiven, Occasion, Reaction
from biaogan.quality.surprises import policies, queries
from biaogan.quality.vehicles import Vehicle, vehicle_of

NO_CHILD = _("That a child was there may be said; never a name, an age or a birthday.")


class Harmless(forms.CharField):
    """A text that tells nothing of a child; said where it is typed, before anything is kept."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            policies.check_says_no_child(text)
        except NotAllowed as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return text


def few_lines(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class WithCustomer(Form):
    """A store of the scope, and the customer by plate or VIN."""

    store = forms.ModelChoiceField(Store.objects.none(), label=_("Store"), empty_label=None)
    customer = forms.CharField(
        label=_("Plate or VIN"), max_length=24,
        help_text=_("Only a code of it is kept, so that nobody is surprised twice in the same way."),
    )  # fmt: skip

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        store: Any = self.fields["store"]
        store.queryset = Store.objects.within(scope).active()

    def clean_customer(self) -> Vehicle:
        try:
            found = vehicle_of(self.cleaned_data["customer"])
        except NotAllowed as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if found is None:
            raise forms.ValidationError(_("Give the plate or the VIN of the car."))
        return found


class KeepPreference(WithCustomer):
    text = Harmless(label=_("What the customer likes"), max_length=200, help_text=NO_CHILD)
    given = forms.ChoiceField(label=_("How the customer agreed"), choices=ConsentGiven.choices)
    agreed_at = moment_field(_("When the customer agreed"))
    agreed = forms.BooleanField(label=_("The customer agreed to the wording above"))


class RecordMoment(WithCustomer):
    idea = forms.ModelChoiceField(
        Idea.objects.none(), label=_("Idea"), required=False, empty_label=_("an idea of our own")
    )
    own_idea = Harmless(
        label=_("Our own idea"), required=False, max_length=80, help_text=_("Only where none above fits.")
    )
    occasion = forms.ChoiceField(
        label=_("Occasion"),
        required=False,
        choices=[("", _("a preference of the customer")), *Occasion.choices],
    )
    preference = forms.ModelChoiceField(
        Preference.objects.none(), label=_("Preference"), required=False, empty_label=_("none")
    )
    done = Harmless(label=_("What was done"), max_length=1000, widget=few_lines(), help_text=NO_CHILD)
    cost_yuan = forms.IntegerField(label=_("Cost (yuan)"), min_value=0, max_value=30_000)
    photo = forms.FileField(
        label=_("Photo"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"}),
        help_text=_("Of the thing, not of people."),
    )  # fmt: skip
    said = Harmless(label=_("What the customer said"), required=False, max_length=1000, widget=few_lines())
    reaction = forms.ChoiceField(label=_("How it was received"), choices=Reaction.choices)
    happened_on = day_field(_("Day"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        idea: Any = self.fields["idea"]
        idea.queryset = queries.ideas(scope=scope)
        idea.label_from_instance = lambda one: f"{one.title} (¥{one.cost_yuan})"
        preference: Any = self.fields["preference"]
        preference.queryset = queries.preferences(scope=scope)
        preference.label_from_instance = lambda one: f"{one.customer_shown} · {one.text}"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("idea") and not given.get("own_idea"):
            self.add_error("idea", _("Choose an idea, or write down your own."))
        return given


class ShareMoment(Form):
    how = Harmless(
        label=_("How to do it, for other stores"), max_length=300, widget=few_lines(3),
        help_text=_("Without the customer: the card shows idea, cost, how it was received and your store."),
    )  # fmt: skip


class TakeUp(Form):
    store = forms.ModelChoiceField(Store.objects.none(), label=_("Store"), empty_label=None)

    def __init__(self, *args: Any, scope: Scope, card: Card, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        store: Any = self.fields["store"]
        store.queryset = queries.may_take_up(scope=scope, card=card)


class StoreFilter(forms.Form):
    store = forms.ChoiceField(label=_("Store"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_stores(self, scope)


class IdeaFilter(forms.Form):
    occasion = forms.ChoiceField(
        label=_("Occasion"), required=False, choices=[("", _("all occasions")), *Occasion.choices]
    )
