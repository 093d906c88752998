"""Forms of the follow-up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.followup import queries
from biaogan.followup.models import in_language
from biaogan.followup.states import AlertState, CannotMove
from biaogan.org.forms import Form as RefusingForm
from biaogan.org.models import Person, Store
from biaogan.org.scope import Scope

LONG = forms.Textarea(attrs={"rows": 4})


def metric_name(slug: str) -> str:
    metric = CATALOGUE.get(slug)
    if metric is None:
        return slug
    return in_language(_Named(metric.name.zh, metric.name.en), "name")


class _Named:
    def __init__(self, zh: str, en: str) -> None:
        self.name_zh, self.name_en = zh, en


class Form(RefusingForm):
    """A form whose action may refuse, also because something else happened first."""

    def tried(self, action: Any) -> bool:
        try:
            return super().tried(action)
        except CannotMove as refusal:
            self.add_error(None, str(refusal))
            return False


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


class AlertFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("waiting for an answer")), *AlertState.choices]
    )
    store = forms.ChoiceField(label=_("Store"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_stores(self, scope)


class TaskFilter(forms.Form):
    which = forms.ChoiceField(
        label=_("Tasks"),
        required=False,
        choices=[
            ("", _("in hand")),
            ("overdue", _("overdue")),
            ("finished", _("finished or cancelled")),
            ("all", _("all")),
        ],
    )
    store = forms.ChoiceField(label=_("Store"), required=False)
    mine = forms.BooleanField(label=_("Mine only"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_stores(self, scope)


def offer_stores(form: forms.Form, scope: Scope) -> None:
    field: Any = form.fields["store"]
    stores = Store.objects.within(scope).values_list("code", "name")
    field.choices = [("", _("all stores")), *stores]


class Answerable(Form):
    """Owner and date; only people who work for the store can be chosen."""

    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Owner"), empty_label=None)
    due = day_field(_("Due"))

    def __init__(self, *args: Any, scope: Scope, store: Store, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = queries.owners(scope=scope, store=store)


class OpenTask(Answerable):
    title = forms.CharField(label=_("What is to be done"), max_length=120)
    plan = forms.CharField(
        label=_("How"), required=False, widget=LONG, help_text=_("Steps, who helps, what is needed.")
    )
    field_order = ["title", "plan", "owner", "due"]


class ChangeTask(Answerable):
    pass


class Reason(Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)


class Again(Reason):
    due = day_field(_("New date"))


class Evidence(Form):
    evidence = forms.CharField(
        label=_("What was done, and how it shows"),
        widget=LONG,
        max_length=4000,
        help_text=_("Facts somebody else can check: numbers, names of documents, who was there."),
    )


class WriteNote(Form):
    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


def start_of(*, store: Store, alert: Any, scope: Scope, today: date) -> dict[str, Any]:
    """What the form of a new task offers: the store's manager, two weeks, the alert's words."""
    owner = queries.first_owner(store) or scope.person
    title = f"{store.name}：{alert.says}" if alert else ""
    return {"owner": owner, "due": queries.suggested_due(today), "title": title[:120]}
