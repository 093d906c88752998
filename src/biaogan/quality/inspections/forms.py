"""What people and phones give about inspections, checked before an action sees it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from biaogan.followup.forms import LONG, day_field, offer_stores
from biaogan.org.forms import Form
from biaogan.org.models import Person, Store
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import Scope
from biaogan.quality.inspections import queries
from biaogan.quality.inspections.actions import Given
from biaogan.quality.inspections.results import Line
from biaogan.quality.inspections.signing import SignOff
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import CheckItem, InspectionKind, InspectionTemplate
from biaogan.quality.models.inspections import inspects_from_outside
from biaogan.quality.states.inspections import InspectionState
from biaogan.ui.formats import Language, language_of

LONGEST_NOTE = 2000
MOST_SEEN = 500
MOST_NUMBER = 2**31 - 1
MOST_BODY = 64 * 1024
NOT_APPLICABLE = "na"


class Filter(forms.Form):
    store = forms.ChoiceField(label=gettext_lazy("Store"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("all kinds")), *InspectionKind.choices],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("all states")), *InspectionState.choices],
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_stores(self, scope)


class Plan(Form):
    store = forms.ModelChoiceField(Store.objects.none(), label=gettext_lazy("Store"), empty_label=None)
    template = forms.ModelChoiceField(
        InspectionTemplate.objects.none(), label=gettext_lazy("Template"), empty_label=None
    )
    planned_on = day_field(gettext_lazy("Planned for"))
    inspector = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("Inspector"), empty_label=None
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["store"].queryset = Store.objects.within(scope).active()
        templates = InspectionTemplate.objects.filter(retired_on__isnull=True)
        if not inspects_from_outside(scope):
            templates = templates.filter(kind=InspectionKind.SELF)
        fields["template"].queryset = templates
        fields["template"].label_from_instance = lambda one: f"{one.name} · {one.get_kind_display()}"
        fields["inspector"].queryset = queries.inspectors(scope=scope)
        self.initial.setdefault("inspector", scope.person)
        self.initial.setdefault("planned_on", timezone.localdate())


class Reason(Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )


class Template(Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of visit"), choices=InspectionKind.choices)
    items = forms.ModelMultipleChoiceField(
        CheckItem.objects.none(),
        label=gettext_lazy("Check items"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one check item.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = CheckItem.objects.in_use().prefetch_related("versions")
        steps = {step: place for place, step in enumerate(Step.values)}
        items = sorted(rows, key=lambda one: (steps[one.step], one.level, one.pk))
        field: Any = self.fields["items"]
        field.queryset = rows
        field.choices = [(one.pk, _said(one)) for one in items]

    def clean_items(self) -> list[CheckItem]:
        """In the order of the steps, as the page shows them."""
        chosen = {one.pk: one for one in self.cleaned_data["items"]}
        field: Any = self.fields["items"]
        return [chosen[pk] for pk, _words in field.choices if pk in chosen]


def _said(item: CheckItem) -> str:
    now = next((one for one in item.versions.all() if one.is_current), None)
    words = now.text if now else item.code
    return f"{Step(item.step).label} · {Level(item.level).label} · {words}"


# What a phone sends


class Body(forms.Form):
    made_at = forms.DateTimeField()


class AnswerBody(Body):
    line = forms.IntegerField(min_value=1, max_value=MOST_NUMBER)
    points = forms.IntegerField(required=False, min_value=0, max_value=MOST_NUMBER)
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)
    device = forms.UUIDField(required=False)
    saw = forms.JSONField(required=False)

    def clean_saw(self) -> list[str]:
        found = self.cleaned_data["saw"] or []
        if not isinstance(found, list) or len(found) > MOST_SEEN:
            raise forms.ValidationError("saw")
        try:
            return [str(UUID(str(one))) for one in found]
        except ValueError as fault:
            raise forms.ValidationError("saw") from fault


class SignOffBody(Body):
    inspector = forms.UUIDField(required=False)
    store = forms.UUIDField(required=False)
    signatory = forms.CharField(required=False, max_length=80)
    because = forms.CharField(required=False, max_length=300)


def read_answer(body: bytes) -> Given:
    return Given(**_read(AnswerBody, body, wanted={"line", "points", "made_at"}))


def read_sign_off(body: bytes) -> SignOff:
    return SignOff(**_read(SignOffBody, body, wanted={"inspector", "made_at"}))


def _read(kind: type[Body], body: bytes, *, wanted: set[str]) -> dict[str, Any]:
    """Half a message, or none, is refused; the phone keeps what it has."""
    values = _json(body)
    if not isinstance(values, dict) or wanted - values.keys():
        raise NotAllowed(_("What was sent is incomplete or damaged. Please send it again."))
    form = kind({**values, "saw": json.dumps(values.get("saw"))})
    if not form.is_valid():
        sentence = _("What was sent has a value that does not fit: %(names)s.")
        raise NotAllowed(sentence % {"names": ", ".join(form.errors)})
    return form.cleaned_data


def _json(body: bytes) -> Any:
    """None for what is no JSON, is far too long, or holds half a character."""
    if len(body) > MOST_BODY:
        return None
    try:
        values = json.loads(body)
        json.dumps(values, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return values


# The same without scripts


class PlainAnswers(Form):
    """Every item of an inspection in one form: score, remark, photo."""

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            scores = [(str(score["points"]), "") for score in line.version.scores]
            self.fields[f"score-{line.pk}"] = forms.ChoiceField(
                required=False, choices=[*scores, (NOT_APPLICABLE, "")]
            )
            self.fields[f"note-{line.pk}"] = forms.CharField(required=False, max_length=LONGEST_NOTE)
            self.fields[f"photo-{line.pk}"] = forms.FileField(required=False)

    def answers(self) -> list[tuple[Line, int | None, str]]:
        """What was chosen and differs from what stands."""
        found = []
        for line in self.lines:
            chosen = self.cleaned_data[f"score-{line.pk}"]
            note = self.cleaned_data[f"note-{line.pk}"].strip()
            points = None if chosen in {"", NOT_APPLICABLE} else int(chosen)
            if chosen and (line.current is None or line.current.says != (points, note)):
                found.append((line, points, note))
        return found

    def photos(self) -> list[tuple[Line, Any]]:
        given = [(line, self.cleaned_data[f"photo-{line.pk}"]) for line in self.lines]
        return [(line, file) for line, file in given if file]


class Sign(Form):
    signatory = forms.CharField(label=gettext_lazy("Who signs for the store"), max_length=80, required=False)
    store_signature = forms.FileField(label=gettext_lazy("Signature of the store"), required=False)
    because = forms.CharField(
        label=gettext_lazy("If the store does not sign: why"), max_length=300, required=False
    )
    inspector_signature = forms.FileField(label=gettext_lazy("Signature of the inspector"), required=False)


class Amend(Reason):
    score = forms.ChoiceField(label=gettext_lazy("Score"), widget=forms.RadioSelect)
    note = forms.CharField(label=gettext_lazy("Remark"), widget=LONG, max_length=LONGEST_NOTE, required=False)
    field_order = ["score", "note", "reason"]

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["score"]
        field.choices = score_choices(line)
        if line.current is not None:
            now = line.current
            self.initial.setdefault("score", NOT_APPLICABLE if now.points is None else str(now.points))
            self.initial.setdefault("note", now.note)

    @property
    def points(self) -> int | None:
        score = self.cleaned_data["score"]
        return None if score == NOT_APPLICABLE else int(score)


def score_choices(line: Line) -> list[tuple[str, str]]:
    """Points with their written description, best first, and that the item does not apply."""
    scores = [
        (str(score["points"]), f"{score['points']} · {words_of(score)}") for score in line.version.scores
    ]
    return [*scores, (NOT_APPLICABLE, _("Does not apply"))]


def words_of(score: dict[str, Any]) -> str:
    english = language_of(get_language()) is Language.EN
    return str((english and score.get("en")) or score.get("zh", ""))
