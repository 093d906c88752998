"""Forms of complaints."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from biaogan.followup.forms import moment_field, offer_stores
from biaogan.org.forms import Form
from biaogan.org.models import Person, Region, Store
from biaogan.org.permissions import Role
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import Scope
from biaogan.quality.complaints import authority, queries
from biaogan.quality.complaints.policies import MOST_LETTERS
from biaogan.quality.complaints.severities import EXAMPLES
from biaogan.quality.complaints.topics import topics
from biaogan.quality.levels import Level, Step
from biaogan.quality.models.complaints import Channel, Content, Fault, Kind, Recipient, Severity
from biaogan.quality.vehicles import Vehicle, vehicle_of

MOST_YUAN = 1_000_000


def long_field(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def topic_choices() -> list[tuple[str, Any]]:
    """Topics under their service step."""
    by_step = groupby(topics().values(), key=lambda topic: topic.step)
    groups: dict[str, list[tuple[str, str]]] = {}
    for step, found in by_step:
        groups.setdefault(str(Step(step).label), []).extend((one.code, one.name) for one in found)
    return list(groups.items())


def severity_choices() -> list[tuple[int, str]]:
    return [(one.value, f"{one.label}: {EXAMPLES[one]}") for one in Severity]


class Filter(forms.Form):
    which = forms.ChoiceField(
        label=_("Complaints"),
        required=False,
        choices=[
            ("", _("in hand")),
            ("overdue", _("overdue")),
            ("finished", _("closed or withdrawn")),
            ("all", _("all")),
        ],
    )
    store = forms.ChoiceField(label=_("Store"), required=False)
    severity = forms.ChoiceField(
        label=_("Severity"), required=False, choices=[("", _("all severities")), *Severity.choices]
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_stores(self, scope)


class NewComplaint(Form):
    store = forms.ModelChoiceField(Store.objects.none(), label=_("Store"), empty_label=None)
    text = long_field(
        _("What the customer says"),
        help_text=_("In their words. Phones, plates and VINs are replaced by stars before it is kept."),
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=topic_choices)
    severity = forms.TypedChoiceField(
        label=_("Severity"), coerce=int, initial=Severity.USUAL.value, widget=forms.RadioSelect,
        choices=severity_choices,
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("How it came"), choices=Channel.choices)
    opened_at = moment_field(_("When it came"))
    vehicle = forms.CharField(
        label=_("Plate or VIN"), required=False, max_length=24,
        help_text=_("Only a code of it is kept: it finds repeats and whether the customer comes back."),
    )  # fmt: skip
    order = forms.CharField(label=_("Order number"), required=False, max_length=64)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        store: Any = self.fields["store"]
        store.queryset = Store.objects.within(scope).active()

    def clean_vehicle(self) -> Vehicle | None:
        try:
            return vehicle_of(self.cleaned_data["vehicle"])
        except NotAllowed as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class Contact(Form):
    when = moment_field(_("When you spoke with the customer"))


class Offer(Form):
    offer = long_field(_("Which solution you offered"))
    when = moment_field(_("When"))


class Reason(Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)


class Close(Form):
    resolution = long_field(_("How it was solved, and how that shows"))
    fault = forms.ChoiceField(label=_("Whose fault it was"), choices=Fault.choices, widget=forms.RadioSelect)
    level = forms.TypedChoiceField(
        label=_("Level it touches"), coerce=int, choices=Level.choices,
        help_text=_("Our fault at the basic level becomes a finding of the store."),
    )  # fmt: skip
    content = forms.ChoiceField(label=_("The customer is"), choices=Content.choices)
    when = moment_field(_("When"))


class Change(Form):
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Owner"), empty_label=None)
    severity = forms.TypedChoiceField(label=_("Severity"), coerce=int, choices=Severity.choices)
    topic = forms.ChoiceField(label=_("Topic"), choices=topic_choices)

    def __init__(self, *args: Any, scope: Scope, store: Store, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = queries.owners(scope=scope, store=store)


class MakePromise(Form):
    what = forms.CharField(label=_("What is promised"), max_length=300)
    recipient = forms.ChoiceField(label=_("To whom"), choices=Recipient.choices)
    due = moment_field(_("Until when"))


class ShowKept(Form):
    evidence = long_field(_("How it shows that it was kept"), rows=2)
    kept_at = moment_field(_("When it was kept"))


class Compensate(Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    amount_yuan = forms.IntegerField(label=_("Amount (yuan)"), min_value=1, max_value=MOST_YUAN)
    why = long_field(_("Why"), rows=2)


class Decide(Form):
    approve = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Approve")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    because = forms.CharField(
        label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )


limit_label = lazy(lambda role, kind: f"{Kind(kind).label} · {Role(role).label}", str)


class Limits(Form):
    """One field for every role and kind of compensation."""

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = authority.limits_of(region).most
        for (role, kind), amount in sorted(
            self.most.items(), key=lambda one: list(Kind.values).index(one[0][1])
        ):
            self.fields[f"{role}-{kind}"] = forms.IntegerField(
                label=limit_label(role, kind), min_value=0, max_value=MOST_YUAN, initial=amount
            )

    def given(self) -> dict[tuple[str, str], int]:
        return {(role, kind): self.cleaned_data[f"{role}-{kind}"] for role, kind in self.most}
