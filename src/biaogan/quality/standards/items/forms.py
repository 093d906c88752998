"""What is typed about check items: wording, scores, where they belong, a best-practice photo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.org.forms import Form
from biaogan.org.models import Store
from biaogan.org.scope import Scope
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import CheckItem, CheckItemVersion
from biaogan.quality.standards.items.queries import metric_name
from biaogan.quality.standards.items.scores import MOST_POINTS, Score, scores_of
from biaogan.quality.standards.steps import StepText

POINTS = range(MOST_POINTS, -1, -1)
EVERYTHING = [("", gettext_lazy("all"))]


class ItemFilter(forms.Form):
    step = forms.ChoiceField(
        label=gettext_lazy("Service step"), required=False, choices=[*EVERYTHING, *Step.choices]
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), required=False, choices=[*EVERYTHING, *Level.choices]
    )
    sop = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    retired = forms.BooleanField(label=gettext_lazy("Retired ones"), required=False)


class ItemForm(Form):
    """One item: `wording()` gives what a version keeps, once the form is valid."""

    text_zh = forms.CharField(
        label=gettext_lazy("What is looked at (Chinese)"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    text_en = forms.CharField(
        label=gettext_lazy("What is looked at (English)"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=Level.choices, coerce=int,
        help_text=gettext_lazy("Stays for good: answers keep the level they were given under."),
    )  # fmt: skip
    sop_step = forms.ChoiceField(label=gettext_lazy("Step of the instruction"), required=False)
    pass_points = forms.TypedChoiceField(
        label=gettext_lazy("Passes from"),
        coerce=int,
        choices=[(one, one) for one in POINTS if one],
        initial=1,
    )
    photo_on_fail = forms.BooleanField(label=gettext_lazy("A photo when it fails"), required=False)
    metric = forms.ChoiceField(
        label=gettext_lazy("Metric"), required=False,
        help_text=gettext_lazy("The figure whose records show the same thing."),
    )  # fmt: skip
    best_practice = forms.FileField(
        label=gettext_lazy("Best-practice photo"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
        help_text=gettext_lazy("How it looks when it is right; no people, no other customers' plates."),
    )  # fmt: skip
    taken_at = forms.ChoiceField(label=gettext_lazy("Taken at"), required=False)
    because = forms.CharField(
        label=gettext_lazy("Reason for the change"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, scope: Scope, steps: list[StepText], language: str, is_new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("sop_step", [("", "—"), *((step.code, step.title(language)) for step in steps)])
        self._offer("metric", [("", "—"), *((slug, metric_name(slug)) for slug in CATALOGUE)])
        self.stores = {store.code: store for store in Store.objects.within(scope).active().order_by("code")}
        self._offer("taken_at", [("", "—"), *((code, store.name) for code, store in self.stores.items())])
        del self.fields["because" if is_new else "level"]
        for points in POINTS:
            for code, name in (("zh", _("Chinese")), ("en", _("English"))):
                label = _("%(points)d points (%(language)s)") % {"points": points, "language": name}
                self.fields[f"score_{points}_{code}"] = forms.CharField(
                    label=label, max_length=300, required=False
                )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("text_zh") or data.get("text_en")):
            self.add_error("text_zh", _("Say what is looked at, in at least one language."))
        if data.get("best_practice") and not data.get("taken_at"):
            self.add_error("taken_at", _("Say at which store the photo was taken."))
        return data

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields that are no score, in the order of the page."""
        return [field for field in self if not field.name.startswith("score_")]

    @property
    def score_rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return [(points, self[f"score_{points}_zh"], self[f"score_{points}_en"]) for points in POINTS]

    def scores(self) -> list[Score]:
        """Those that were described."""
        found = [
            Score(points, self.cleaned_data[f"score_{points}_zh"], self.cleaned_data[f"score_{points}_en"])
            for points in POINTS
        ]
        return [one for one in found if one.zh or one.en]


def initial_of(item: CheckItem, version: CheckItemVersion) -> dict[str, Any]:
    """A kept item as the form shows it."""
    words = {
        f"score_{one.points}_{code}": text
        for one in scores_of(version.scores)
        for code, text in (("zh", one.zh), ("en", one.en))
    }
    return words | {
        "text_zh": version.text_zh,
        "text_en": version.text_en,
        "sop_step": item.sop_step,
        "metric": item.metric,
        "pass_points": version.pass_points,
        "photo_on_fail": version.photo_on_fail,
    }
