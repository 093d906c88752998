"""What is asked when shops are planned, visited, scored, appealed against and decided."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.followup.forms import day_field, moment_field
from biaogan.org.forms import Form
from biaogan.org.models import Region
from biaogan.org.scope import Scope
from biaogan.org.setting import value_of
from biaogan.quality.answering import NOT_SEEN, ScoresForm, wording
from biaogan.quality.findings.forms import ItemsChoice
from biaogan.quality.findings.forms import items as worded_items
from biaogan.quality.levels import Step
from biaogan.quality.models import CheckItem, CheckItemVersion, Shop, ShopAnswer
from biaogan.quality.photos.drawing import MOST_BYTES
from biaogan.quality.shops.actions import Scored
from biaogan.quality.shops.clock import days_of, quarter_after, quarter_of
from biaogan.quality.shops.settings import PER_STORE

LONG = forms.Textarea(attrs={"rows": 4})
LONGEST = 8000
CAMERA = {"accept": "image/*", "capture": "environment"}


class PlanForm(Form):
    """A wave: which quarter, how many shops a store, when the visits are and when stores may see them."""

    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Region"), empty_label=None)
    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"))
    per_store = forms.IntegerField(label=gettext_lazy("Shops per store"), min_value=1, max_value=30)
    starts = day_field(gettext_lazy("First day of visits"))
    ends = day_field(gettext_lazy("Last day of visits"))
    release_on = day_field(
        gettext_lazy("Release from"),
        help_text=gettext_lazy("Until this day stores see neither plan nor dates, shopper or photos."),
    )

    def __init__(self, data: Any = None, *, scope: Scope, today: date) -> None:
        quarter = quarter_of(today)
        _first, last = days_of(quarter)
        start = {
            "quarter": quarter, "per_store": value_of(PER_STORE) or 1, "starts": today, "ends": last,
            "release_on": last + timedelta(days=7),
        }  # fmt: skip
        super().__init__(data, initial=start)
        region: Any = self.fields["region"]
        region.queryset = Region.objects.within(scope)
        quarters: Any = self.fields["quarter"]
        quarters.choices = [(one, one) for one in (quarter, quarter_after(quarter))]

    def chosen(self) -> int:
        """The number of shops to show what it proves, also of a form that is not valid."""
        given = self.cleaned_data.get("per_store") if self.is_bound and self.is_valid() else None
        return given or self.initial["per_store"]


class ShopperForm(Form):
    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Region"), empty_label=None)
    code_name = forms.CharField(
        label=gettext_lazy("Code name"),
        max_length=40,
        help_text=gettext_lazy("Who it is stays with the agency: write no name, phone or plate here."),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region: Any = self.fields["region"]
        region.queryset = Region.objects.within(scope)


class ScenarioForm(Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    persona = forms.CharField(label=gettext_lazy("Persona"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("What the shopper does and looks at"), widget=LONG, max_length=LONGEST
    )
    steps = forms.MultipleChoiceField(
        label=gettext_lazy("Service steps"), choices=Step.choices, widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    items = ItemsChoice(
        CheckItem.objects.none(), label=gettext_lazy("Only these check items"), required=False,
        help_text=gettext_lazy("Without a choice, all items of the steps are scored."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items: Any = self.fields["items"]
        items.queryset = worded_items()


class SeveralPhotos(forms.ClearableFileInput):
    allow_multiple_selected = True


def check_size(photo: UploadedFile) -> None:
    """Before it is read: what is too large never comes into memory."""
    if (photo.size or 0) > MOST_BYTES:
        sentence = _("The photo is larger than %(size)d MB. Take it with a smaller size.")
        raise forms.ValidationError(sentence % {"size": MOST_BYTES // 2**20})


class PhotosField(forms.FileField):
    """None, one or several photos."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, (list, tuple)) else [data]
        photos = [super(PhotosField, self).clean(one, initial) for one in given if one]
        for photo in photos:
            check_size(photo)
        return photos


def keyed(shop: Shop, photo: UploadedFile) -> tuple[UUID, bytes]:
    """The same picture sent twice for a shop has the same key, and is kept once."""
    content = photo.read()
    return uuid5(NAMESPACE_URL, f"shop:{shop.pk}:{hashlib.sha256(content).hexdigest()}"), content


class VisitForm(Form):
    came_at = moment_field(gettext_lazy("Came at"))
    left_at = moment_field(gettext_lazy("Left at"))
    receipt = forms.CharField(
        label=gettext_lazy("Receipt number"), max_length=60,
        help_text=gettext_lazy("Of the order or the bill: it shows that the visit was made."),
    )  # fmt: skip
    told = forms.CharField(
        label=gettext_lazy("What the shopper saw and heard"), widget=LONG, max_length=LONGEST,
        help_text=gettext_lazy("Facts in their order. Phones, plates and VINs are masked."),
    )  # fmt: skip
    photos = PhotosField(
        label=gettext_lazy("Photos"), required=False, allow_empty_file=True,
        widget=SeveralPhotos(attrs={"multiple": True, "accept": "image/*"}),
        help_text=gettext_lazy("Up to ten. The store sees them after the release."),
    )  # fmt: skip

    def given(self, shop: Shop) -> dict[str, Any]:
        return {**self.cleaned_data, "photos": dict(keyed(shop, one) for one in self.cleaned_data["photos"])}


class ShopScoresForm(ScoresForm):
    """Each item with a remark, which becomes part of the finding."""

    def __init__(self, *args: Any, versions: Sequence[CheckItemVersion], **kwargs: Any) -> None:
        super().__init__(*args, versions=versions, **kwargs)
        for version in versions:
            self.fields[f"note-{version.pk}"] = forms.CharField(
                label=_("Remark"), required=False, max_length=500
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"score-{one.pk}"], self[f"note-{one.pk}"]) for one in self.versions]

    def given(self) -> dict[int, Scored]:
        return {pk: Scored(points, self.cleaned_data[f"note-{pk}"]) for pk, points in self.scores().items()}


def scored_before(answers: Sequence[ShopAnswer]) -> dict[str, str]:
    found = {}
    for one in answers:
        found[f"score-{one.version_id}"] = NOT_SEEN if one.points is None else str(one.points)
        found[f"note-{one.version_id}"] = one.note
    return found


class ReasonForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class AppealForm(Form):
    answers = forms.ModelMultipleChoiceField(
        ShopAnswer.objects.none(), label=gettext_lazy("Which scores"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=gettext_lazy("Why they are wrong"), widget=LONG, max_length=LONGEST)
    photo = forms.FileField(
        label=gettext_lazy("Photo as evidence"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs=CAMERA),
    )  # fmt: skip

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop = shop
        answers: Any = self.fields["answers"]
        answers.queryset = shop.answers.filter(points__isnull=False).select_related("version")
        answers.label_from_instance = lambda one: one.version.text

    def clean_photo(self) -> UploadedFile | None:
        photo: UploadedFile | None = self.cleaned_data["photo"]
        if photo is not None:
            check_size(photo)
        return photo

    def given(self) -> dict[str, Any]:
        photo = self.cleaned_data["photo"]
        return {**self.cleaned_data, "photo": keyed(self.shop, photo) if photo else None}


class DecideForm(Form):
    """For each contested score: it stands, or another one is right."""

    def __init__(self, *args: Any, answers: Sequence[ShopAnswer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = answers
        for one in answers:
            choices = [
                (str(said["points"]), f"{said['points']} · {wording(said)}") for said in one.version.scores
            ]
            self.fields[f"points-{one.pk}"] = forms.ChoiceField(
                label=one.version.text, choices=choices, initial=str(one.points), widget=forms.RadioSelect,
                help_text=_("Scored: %(points)d") % {"points": one.points or 0},
            )  # fmt: skip
        self.fields["answer"] = forms.CharField(
            label=_("Reason for the decision"), widget=LONG, max_length=LONGEST
        )

    def given(self) -> dict[str, Any]:
        points = {one.pk: int(self.cleaned_data[f"points-{one.pk}"]) for one in self.answers}
        return {"points": points, "answer": self.cleaned_data["answer"]}
