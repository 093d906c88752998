"""Forms of feedback."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.followup.forms import day_field, offer_stores
from biaogan.org.forms import Form
from biaogan.org.models import Store
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import Scope
from biaogan.quality.feedback import policies
from biaogan.quality.feedback.themes import every_theme, themes
from biaogan.quality.findings.forms import ItemChoice
from biaogan.quality.findings.forms import items as worded_items
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import CheckItem
from biaogan.quality.states.feedback import FeedbackState

MOST_BYTES = 20 * 1024 * 1024
MOST_PASTED = 400_000  # letters


class WeekFilter(forms.Form):
    week = day_field(gettext_lazy("A day of the week"), required=False)
    store = forms.ChoiceField(label=gettext_lazy("Store"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_stores(self, scope)


class TextFilter(forms.Form):
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    store = forms.ChoiceField(label=gettext_lazy("Store"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("all")), *FeedbackState.choices],
    )
    term = forms.CharField(label=gettext_lazy("Holds the word"), required=False, max_length=40)
    since = day_field(gettext_lazy("From"), required=False)
    until = day_field(gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_stores(self, scope)
        theme: Any = self.fields["theme"]
        theme.choices = [("", _("all")), *((one.code, one.name) for one in every_theme().values())]


class Somewhere(Form):
    """A form that names one of the person's stores."""

    store = forms.ModelChoiceField(
        Store.objects.none(), label=gettext_lazy("Store"), to_field_name="code", empty_label=None
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        store: Any = self.fields["store"]
        store.queryset = Store.objects.within(scope).active()


class TypeIn(Somewhere):
    said_on = day_field(gettext_lazy("Date"))
    text = forms.CharField(
        label=gettext_lazy("What the customer said"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Phones, plates and names of cars are masked before anything is kept."),
    )
    channel = forms.CharField(label=gettext_lazy("Heard through"), required=False, max_length=60)
    field_order = ["store", "said_on", "text", "channel"]


class BringTexts(Somewhere):
    given = forms.FileField(
        label=gettext_lazy("Choose a file"),
        required=False,
        help_text=gettext_lazy(
            "Excel or CSV; the first row names the columns: store, date, text, source, score."
        ),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste lines"),
        required=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One text a line, or columns copied from a spreadsheet: date and text, or store, date and text."
        ),
    )
    day = day_field(gettext_lazy("Date for rows without one"))
    field_order = ["given", "pasted", "store", "day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        store: Any = self.fields["store"]
        store.required, store.empty_label = False, _("each row names its own")
        store.label = _("Store for rows without one")
        store.widget.choices = store.choices

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        file, pasted = found.get("given"), (found.get("pasted") or "").strip()
        if bool(file) == bool(pasted) and not self.errors:
            raise forms.ValidationError(_("Choose a file or paste lines: one of the two."))
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Bring it in parts."))
        return found


class Confirm(Form):
    """The theme is the button that was pressed; level and step only where they differ from the usual."""

    theme = forms.ChoiceField(required=False, label=gettext_lazy("Theme"))
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), coerce=int, empty_value=None, required=False,
        choices=[("", gettext_lazy("as usual for the theme")), *Level.choices],
    )  # fmt: skip
    step = forms.ChoiceField(
        label=gettext_lazy("Service step"), required=False,
        choices=[("", gettext_lazy("as usual for the theme")), *Step.choices],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme: Any = self.fields["theme"]
        theme.choices = [("", _("no theme")), *((one.code, one.name) for one in themes().values())]


class EditTheme(Form):
    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=60)
    level = forms.TypedChoiceField(label=gettext_lazy("Usual level"), coerce=int, choices=Level.choices)
    step = forms.ChoiceField(label=gettext_lazy("Service step it blames"), choices=Step.choices)
    item = ItemChoice(
        CheckItem.objects.none(), label=gettext_lazy("Check item it speaks of"), required=False,
        empty_label=gettext_lazy("none"),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Words"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "One a line, Chinese or English. A star stands for up to six letters: 等*小时."
        ),
    )
    counts = forms.BooleanField(label=gettext_lazy("Is a complaint and is counted"), required=False)
    retired = forms.BooleanField(label=gettext_lazy("Out of use"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item: Any = self.fields["item"]
        item.queryset = worded_items()

    def clean_words(self) -> list[str]:
        given = [word.strip() for word in self.cleaned_data["words"].splitlines() if word.strip()]
        words = list(dict.fromkeys(given))
        try:
            policies.check_words(words)
        except NotAllowed as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return words


class NewTheme(EditTheme):
    code = forms.SlugField(
        label=gettext_lazy("Short name"), max_length=40,
        help_text=gettext_lazy("Small letters, figures and hyphens; it never changes."),
    )  # fmt: skip
    field_order = ["code", "name_zh", "name_en"]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if code in {*every_theme(), "new", "learn"}:
            raise forms.ValidationError(_("There is a theme with this short name already."))
        return code
