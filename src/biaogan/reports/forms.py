"""What a person asks of a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biaogan.followup.forms import day_field
from biaogan.org.forms import Form
from biaogan.org.models import Region
from biaogan.org.scope import PersonalScope
from biaogan.reports.models import Kind


class WriteReport(Form):
    kind = forms.ChoiceField(label=_("Report"), choices=Kind.choices)
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), empty_label=None)
    day = day_field(_("A day of the period"))

    def __init__(self, *args: Any, scope: PersonalScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region: Any = self.fields["region"]
        region.queryset = Region.objects.within(scope)
