"""What is asked when checks are drawn, scored, replaced, and when footage is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.engine.methods.business_calendar import china
from biaogan.engine.periods import month_of, shifted
from biaogan.engine.text import fold_store_name
from biaogan.followup.forms import day_field, moment_field
from biaogan.org.forms import Form
from biaogan.org.models import Region, Store, StoreAlias
from biaogan.org.scope import Scope
from biaogan.org.setting import value_of
from biaogan.quality.answering import ScoresForm
from biaogan.quality.levels import Step
from biaogan.quality.models import CheckItemVersion, Strata, VideoDraw
from biaogan.quality.video.footage import MOST_BYTES
from biaogan.quality.video.frames import VISIBLE, BadList, Clip, of_calendar, of_list
from biaogan.quality.video.settings import PER_MONTH

SHORT = forms.Textarea(attrs={"rows": 2})
LONGEST = 2000
CALENDAR, LIST = "calendar", "list"
MOST_LIST_BYTES = 5 * 1024 * 1024
REASONS = {
    "store": gettext_lazy("Line %(line)d: “%(found)s” is no store of this region."),
    "id": gettext_lazy("Line %(line)d: the clip has no id, or one of more than 80 letters: “%(found)s”."),
    "step": gettext_lazy("Line %(line)d: “%(found)s” is no service step."),
    "part": gettext_lazy("Line %(line)d: “%(found)s” is no part of the week."),
    "day": gettext_lazy("Line %(line)d: “%(found)s” is no day; write 2026-11-30."),
    "twice": gettext_lazy("Line %(line)d: the clip “%(found)s” stands in the list twice."),
    "many": gettext_lazy("The list has more than %(found)s lines; bring a part of it."),
}


class CommitForm(Form):
    """Step one: the hash of a secret, and which public number will be added."""

    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Region"), empty_label=None)
    month = forms.ChoiceField(label=gettext_lazy("Month of the clips"))
    strata = forms.ChoiceField(label=gettext_lazy("Draw for"), choices=Strata.choices)
    per_stratum = forms.IntegerField(label=gettext_lazy("How many for each"), min_value=1, max_value=100)
    secret = forms.CharField(
        label=gettext_lazy("Your secret"), max_length=200, strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Any words of at least 8 letters. Note them down: only their hash is kept, and without them "
            "nothing can be drawn."
        ),
    )  # fmt: skip
    public_from = forms.CharField(
        label=gettext_lazy("Which public number will be added"), max_length=160,
        help_text=gettext_lazy("For example: closing value of the Shanghai Composite, two decimals."),
    )  # fmt: skip
    public_on = day_field(
        gettext_lazy("Day on which it comes out"), help_text=gettext_lazy("Later than today.")
    )

    def __init__(self, data: Any = None, *, scope: Scope, today: date) -> None:
        start = {
            "month": month_of(today), "strata": Strata.STORE, "per_stratum": value_of(PER_MONTH) or 1,
            "public_on": today + timedelta(days=1),
        }  # fmt: skip
        super().__init__(data, initial=start)
        region: Any = self.fields["region"]
        region.queryset = Region.objects.within(scope)
        months: Any = self.fields["month"]
        months.choices = [(one, one) for one in (shifted(month_of(today), back) for back in (0, -1, -2))]


class FreezeForm(Form):
    """Step two: what could be drawn."""

    source = forms.ChoiceField(
        label=gettext_lazy("Candidates"), widget=forms.RadioSelect, initial=CALENDAR,
        choices=[
            (CALENDAR, gettext_lazy("every chosen step, on every part of every day of the month")),
            (LIST, gettext_lazy("a list of clips or visits")),
        ],
    )  # fmt: skip
    steps = forms.MultipleChoiceField(
        label=gettext_lazy("Service steps that a camera sees"), choices=Step.choices, required=False,
        initial=list(VISIBLE), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    listed = forms.CharField(
        label=gettext_lazy("List"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_LIST_BYTES,
        help_text=gettext_lazy("A line each: store, clip; if known also step, part of the week and day."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("List as a file"), required=False, allow_empty_file=True,
        help_text=gettext_lazy("CSV or text in UTF-8, lines as above."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/*"}),
    )  # fmt: skip

    def __init__(self, *args: Any, draw: VideoDraw, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draw, self.today = draw, today
        self.clips: dict[str, list[Clip]] = {}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        stores = Store.objects.active().filter(region=self.draw.region)
        if given.get("source") == LIST:
            self._bring(given, stores)
        else:
            yesterday, steps = self.today - timedelta(days=1), given.get("steps") or []
            self.clips = {
                one.code: of_calendar(one.code, self.draw.month, steps, china(), until=yesterday)
                for one in stores
            }
        return given

    def _bring(self, given: dict[str, Any], stores: Any) -> None:
        text, file = given.get("listed", ""), given.get("file")
        if file is not None:
            if file.size > MOST_LIST_BYTES:
                self.add_error("file", _("The list is larger than 5 MB; bring a part of it."))
                return
            try:
                text = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("The list is no text in UTF-8. Save it as CSV UTF-8."))
                return
        try:
            self.clips = of_list(text, spellings(stores))
        except BadList as fault:
            self.add_error(None, str(REASONS[fault.code]) % {"line": fault.line, "found": fault.found})


def spellings(stores: Any) -> dict[str, str]:
    """Every way to write a store in a list -> its code."""
    found: dict[str, str] = {}
    for alias in StoreAlias.objects.filter(store__in=stores).select_related("store"):
        found |= {alias.text: alias.store.code, fold_store_name(alias.text): alias.store.code}
    return found


class RevealForm(Form):
    """Step three."""

    secret = forms.CharField(
        label=gettext_lazy("Your secret"), max_length=200, strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    public_number = forms.CharField(label=gettext_lazy("The public number"), max_length=200)


class ReasonForm(Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=SHORT, max_length=LONGEST)


class CheckForm(ScoresForm):
    """Where one looked, and every item of the step."""

    camera = forms.CharField(label=gettext_lazy("Camera"), max_length=80)
    starts = moment_field(gettext_lazy("From"))
    ends = moment_field(gettext_lazy("To"))
    note = forms.CharField(
        label=gettext_lazy("Remark"), required=False, widget=SHORT, max_length=LONGEST,
        help_text=gettext_lazy("No names, phones or plates: they are masked."),
    )  # fmt: skip

    def __init__(self, *args: Any, versions: Sequence[CheckItemVersion], **kwargs: Any) -> None:
        super().__init__(*args, versions=versions, **kwargs)

    def given(self) -> dict[str, Any]:
        names = ("camera", "starts", "ends", "note")
        return {**{name: self.cleaned_data[name] for name in names}, "scores": self.scores()}


class FootageForm(Form):
    clip = forms.FileField(
        label=gettext_lazy("Clip"), widget=forms.FileInput(attrs={"accept": "video/*"}),
        help_text=gettext_lazy("MP4, MOV, WebM, MKV or AVI, up to 200 MB."),
    )  # fmt: skip
    purpose = forms.CharField(label=gettext_lazy("Purpose"), widget=SHORT, max_length=LONGEST)
    consent = forms.CharField(
        label=gettext_lazy("Whose consent covers it, and how it was given"), widget=SHORT, max_length=LONGEST
    )

    def clean_clip(self) -> Any:
        clip = self.cleaned_data["clip"]
        if clip.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The clip is larger than %(size)d MB. Cut it to what matters.")
                % {"size": MOST_BYTES // 2**20}
            )
        return clip
