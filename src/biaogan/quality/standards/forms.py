"""What is typed about instructions: their name, their steps, a reason, a Word file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.org.forms import Form
from biaogan.quality.levels import Step
from biaogan.quality.models import Sop
from biaogan.quality.standards.queries import ORDER
from biaogan.quality.standards.steps import LONGEST_TEXT, LONGEST_TITLE, MOST_STEPS, StepText

MARKS = gettext_lazy("A line that begins with “- ” or “1. ” becomes a point; two blanks before it nest it.")
LONGEST_REVIEW = 1095


class AboutForm(Form):
    """What an instruction is called and how often it is read again."""

    title_zh = forms.CharField(label=gettext_lazy("Title (Chinese)"), max_length=120, required=False)
    title_en = forms.CharField(label=gettext_lazy("Title (English)"), max_length=120, required=False)
    review_every_days = forms.IntegerField(
        label=gettext_lazy("Review every (days)"), min_value=1, max_value=LONGEST_REVIEW, initial=180
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("title_zh") or data.get("title_en")):
            self.add_error("title_zh", _("Please give a title in at least one language."))
        return data


class NewForm(AboutForm):
    step = forms.ChoiceField(label=gettext_lazy("Service step"), choices=Step.choices)
    field_order = ("step", "title_zh", "title_en", "review_every_days")


class StepForm(forms.Form):
    """One step. An untouched empty one is left out; one to be removed is not checked."""

    code = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    title_zh = forms.CharField(
        label=gettext_lazy("Title (Chinese)"), max_length=LONGEST_TITLE, required=False
    )
    text_zh = forms.CharField(
        label=gettext_lazy("Text (Chinese)"), max_length=LONGEST_TEXT, required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    title_en = forms.CharField(
        label=gettext_lazy("Title (English)"), max_length=LONGEST_TITLE, required=False
    )
    text_en = forms.CharField(
        label=gettext_lazy("Text (English)"), max_length=LONGEST_TEXT, required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.is_empty and not (data.get("title_zh") or data.get("title_en")):
            self.add_error("title_zh", _("Please give the step a title in at least one language."))
        return data

    @property
    def is_empty(self) -> bool:
        return not any((self.cleaned_data.get(name) or "").strip() for name in self.fields if name != "code")

    @property
    def fields_zh(self) -> list[forms.BoundField]:
        return [self["title_zh"], self["text_zh"]]

    @property
    def fields_en(self) -> list[forms.BoundField]:
        return [self["title_en"], self["text_en"]]


class StepsForm:
    """All steps of one instruction on one page, with an empty one at the end. `steps` once it is valid."""

    steps: list[StepText]

    def __init__(self, data: Any = None, *, initial: Sequence[StepText] = ()) -> None:
        self.data = data
        if data is None:
            self.forms = [
                StepForm(prefix=f"s{place}", initial=vars(step)) for place, step in enumerate(initial)
            ]
            self.forms.append(StepForm(prefix=f"s{len(initial)}"))
        else:
            self.forms = [StepForm(data, prefix=f"s{place}") for place in range(self._count(data))]

    @staticmethod
    def _count(data: Any) -> int:
        text = str(data.get("count", ""))
        return min(int(text), MOST_STEPS + 1) if text.isdecimal() and len(text) < 4 else 0

    def is_valid(self) -> bool:
        """Whether every step can be kept, after what was pressed: up, down or remove."""
        checks = [form.is_valid() for form in self.forms]  # every one, so that every mistake is marked
        if not all(checks):
            return False
        kept = [StepText(**form.cleaned_data) for form in self.forms]
        self.steps = [step for step in self._pressed(kept) if any(text.strip() for text in step.said)]
        return True

    def _pressed(self, steps: list[StepText]) -> list[StepText]:
        action, _colon, text = str((self.data or {}).get("press", "")).partition(":")
        place = int(text) if text.isdecimal() and len(text) < 4 else -1
        other = place + {"up": -1, "down": 1}.get(action, 0)
        if not (0 <= place < len(steps) and 0 <= other < len(steps)):
            return steps
        if action == "remove":
            return steps[:place] + steps[place + 1 :]
        steps[place], steps[other] = steps[other], steps[place]
        return steps


class ReasonForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class WordForm(Form):
    """A Word file, and what it is to become."""

    given = forms.FileField(
        label=gettext_lazy("Choose a Word file"), allow_empty_file=True, max_length=200,
        help_text=gettext_lazy("A .docx file of at most 20 MB whose headings use Word's heading styles."),
    )  # fmt: skip
    becomes = forms.ChoiceField(label=gettext_lazy("Becomes"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["becomes"].choices = becoming()  # type: ignore[attr-defined]


def becoming() -> list[tuple[str, Any]]:
    """A draft of an instruction that is there, or a new one for a service step."""
    sops = sorted(Sop.objects.all(), key=lambda sop: (ORDER[sop.step], sop.pk))
    drafts = [(f"sop:{sop.code}", sop.title) for sop in sops]
    new = [(f"step:{step}", label) for step, label in Step.choices]
    return [(_("New instruction for"), new), *([(_("Draft of"), drafts)] if drafts else [])]


class KeepForm(Form):
    """Where the steps of a Word file go; the steps themselves stand beside it."""

    becomes = forms.CharField(widget=forms.HiddenInput, max_length=60)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)

    def clean_becomes(self) -> str:
        """`sop:code` or `step:code`, as `becoming` offers them."""
        found = str(self.cleaned_data["becomes"])
        if found not in {code for _label, choices in becoming() for code, _text in choices}:
            raise forms.ValidationError(_("This instruction is no longer there. Please read the file again."))
        return found
