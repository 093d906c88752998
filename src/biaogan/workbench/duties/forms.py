"""Forms of the work list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biaogan.followup.forms import day_field
from biaogan.org.forms import Form
from biaogan.org.models import Person
from biaogan.org.scope import PersonalScope
from biaogan.workbench.models import Area
from biaogan.workbench.models.duties import CADENCES


class TickDuty(Form):
    note = forms.CharField(
        label=_("What was done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    minutes = forms.IntegerField(label=_("Minutes it took"), required=False, min_value=1, max_value=1440)


class AddDuty(Form):
    name = forms.CharField(label=_("Duty"), max_length=120)
    cadence = forms.ChoiceField(label=_("How often"), choices=CADENCES)
    place = forms.IntegerField(
        label=_("Due day"),
        initial=1,
        help_text=_(
            "Weekly: 1 (Monday) to 7. Monthly and quarterly: the number of the office workday, "
            "-1 for the last one. Daily: 1."
        ),
    )
    area = forms.ChoiceField(label=_("Where the time goes"), choices=Area.choices)
    minutes = forms.IntegerField(label=_("Usual minutes"), initial=30, min_value=1, max_value=1440)
    times = forms.IntegerField(label=_("Times a period"), initial=1, min_value=1, max_value=50)


class RecordTalk(Form):
    about = forms.ModelChoiceField(Person.objects.none(), label=_("With whom"), empty_label=None)
    on = day_field(_("Day"))
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Seen by you alone."),
    )  # fmt: skip

    def __init__(self, *args: Any, scope: PersonalScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about: Any = self.fields["about"]
        people = Person.objects.within(scope).filter(is_active=True)
        about.queryset = people.exclude(pk=scope.person.pk).order_by("display_name")
