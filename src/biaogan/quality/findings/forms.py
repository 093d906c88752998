"""Forms of findings."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from biaogan.followup.forms import day_field, metric_name, offer_stores
from biaogan.org.forms import Form as RefusingForm
from biaogan.org.models import Store
from biaogan.org.scope import Scope
from biaogan.quality.goals import offered
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import CheckItem, Source
from biaogan.quality.photos.drawing import BadPhoto
from biaogan.quality.states.findings import FindingState


class Form(RefusingForm):
    """A form whose action may refuse, also because of a photo."""

    def tried(self, action: Any) -> bool:
        try:
            return super().tried(action)
        except BadPhoto as refusal:
            self.add_error("photo" if "photo" in self.fields else None, str(refusal))
            return False


class FindingFilter(forms.Form):
    store = forms.ChoiceField(label=_("Store"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    step = forms.ChoiceField(label=_("Service step"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("standing")), *FindingState.choices, ("all", _("all"))],
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_stores(self, scope)
        for name, choices in (("level", Level), ("step", Step), ("source", Source)):
            field: Any = self.fields[name]
            field.choices = [("", _("all")), *choices.choices]


def label_of(item: Any) -> str:
    """Its present wording in the reader's language; the code only where nothing is worded yet."""
    english = (get_language() or "").startswith("en")
    return (english and item.worded_en) or item.worded or item.code


class ItemChoice(forms.ModelChoiceField):
    def label_from_instance(self, item: Any) -> str:
        return label_of(item)


class ItemsChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, item: Any) -> str:
        return label_of(item)


def items() -> Any:
    """Items in use with their present wording."""
    from django.db.models import OuterRef, Subquery

    from biaogan.quality.models import CheckItemVersion

    current = CheckItemVersion.objects.filter(item=OuterRef("pk"), is_current=True)
    return CheckItem.objects.in_use().annotate(
        worded=Subquery(current.values("text_zh")[:1]), worded_en=Subquery(current.values("text_en")[:1])
    )


class WriteFinding(Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    store = forms.ModelChoiceField(Store.objects.none(), label=_("Store"), empty_label=None)
    text = forms.CharField(
        label=_("What was seen"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What, where, when: so that somebody else can see it too. No names, phones or plates."),
    )
    step = forms.ChoiceField(label=_("Service step"), choices=Step.choices)
    level = forms.TypedChoiceField(label=_("Level"), choices=Level.choices, coerce=int)
    found_on = day_field(_("Seen on"))
    item = ItemChoice(CheckItem.objects.none(), label=_("Check item"), required=False)
    metric = forms.ChoiceField(label=_("Figure that would show it"), required=False)
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["store"].queryset = Store.objects.within(scope).active()
        fields["item"].queryset = items()
        fields["metric"].choices = [("", "—"), *metric_choices()]
        fields["key"].initial = uuid4

    def clean_photo(self) -> bytes:
        photo = self.cleaned_data.get("photo")
        return photo.read() if photo else b""


def metric_choices() -> list[tuple[str, str]]:
    return [(metric.slug, metric_name(metric.slug)) for metric in offered()]


class Reason(Form):
    because = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
