"""What a person types about where they want to be reached."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from biaogan.followup.models import ChannelKind
from biaogan.org.forms import Form


class AddChannel(Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=ChannelKind.choices)
    name = forms.CharField(label=_("Name"), max_length=60)
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "The address the bot shows, or your e-mail address. It is kept sealed and not shown again."
        ),
    )
