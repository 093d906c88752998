"""Forms of improvements; those of texts carry the version they were loaded with: nothing is lost unseen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Better
from biaogan.followup.forms import Form as FollowupForm
from biaogan.followup.forms import day_field, offer_stores
from biaogan.org.models import Person, Store
from biaogan.org.scope import Scope
from biaogan.quality.findings.forms import ItemChoice, items, metric_choices
from biaogan.quality.findings.queries import open_at
from biaogan.quality.improvements import queries
from biaogan.quality.improvements.fishbone import MOST_CAUSES, Category
from biaogan.quality.improvements.policies import Stale
from biaogan.quality.improvements.standardising import Standard
from biaogan.quality.models import CheckItem, Direction, Finding, Improvement, Sop

WHYS = 5
LONG = forms.Textarea(attrs={"rows": 3})


class Form(FollowupForm):
    """`stale`: somebody else was first; the page then shows both texts."""

    stale = False

    def tried(self, action: Any) -> bool:
        def run() -> object:
            try:
                return action()
            except Stale:
                self.stale = True
                raise

        return super().tried(run)


class ImprovementFilter(forms.Form):
    which = forms.ChoiceField(
        label=_("Improvements"),
        required=False,
        choices=[
            ("", _("on the way")),
            ("closed", pgettext_lazy("improvement", "closed")),
            ("dropped", _("dropped")),
            ("all", _("all")),
        ],
    )
    store = forms.ChoiceField(label=_("Store"), required=False)
    owner = forms.BooleanField(label=_("Mine only"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_stores(self, scope)


class Goal(Form):
    metric = forms.ChoiceField(label=_("Metric that shall move"))
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    size = forms.DecimalField(
        label=_("Size of the change"),
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        help_text=_("For shares in percentage points, for sums in percent, else in the metric’s own unit."),
    )
    proof_on = day_field(_("Proof by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        metrics: Any = self.fields["metric"]
        metrics.choices = metric_choices()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("metric") and given.get("direction"):
            better = metric_of(given["metric"]).better
            wrong = {Better.HIGHER: Direction.DOWN, Better.LOWER: Direction.UP}.get(better)
            if given["direction"] == wrong:
                self.add_error("direction", _("For this metric that would be worse, not better."))
        return given


class FindingChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, finding: Any) -> str:
        return f"{finding.get_level_display()} · {finding.get_step_display()} · {finding.text[:80]}"


class OpenImprovement(Goal):
    title = forms.CharField(label=_("What shall be better"), max_length=120)
    findings = FindingChoice(
        Finding.objects.none(), label=_("Findings it takes up"), widget=forms.CheckboxSelectMultiple
    )
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Answers for it"), empty_label=None)
    field_order = ["title", "findings", "owner", "metric", "direction", "size", "proof_on"]

    def __init__(self, *args: Any, scope: Scope, store: Store, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["findings"].queryset = open_at(store)
        fields["owner"].queryset = queries.improvers(scope=scope, store=store)

    def clean_findings(self) -> list[Finding]:
        return list(self.cleaned_data["findings"].select_related("item"))


class ChangeGoal(Goal):
    because = forms.CharField(label=_("Reason of the change"), max_length=1000, widget=LONG)
    version = forms.IntegerField(widget=forms.HiddenInput)


class Analysis(Form):
    """Five times why, and the causes by category, one a line."""

    cause = forms.CharField(label=_("Root cause"), max_length=1000, widget=LONG)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, WHYS + 1):
            label = _("Why did it happen?") if number == 1 else _("And why that?")
            self.fields[f"why_{number}"] = forms.CharField(label=label, required=False, max_length=300)
        for category in Category:
            self.fields[f"cause_{category.value}"] = forms.CharField(
                label=category.label,
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.order_fields([*(f"why_{number}" for number in range(1, WHYS + 1))])

    @property
    def why_fields(self) -> list[forms.BoundField]:
        return [self[f"why_{number}"] for number in range(1, WHYS + 1)]

    @property
    def cause_fields(self) -> list[forms.BoundField]:
        return [self[f"cause_{category.value}"] for category in Category]

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        whys = [data[f"why_{number}"].strip() for number in range(1, WHYS + 1)]
        causes = {
            one.value: [line.strip() for line in data[f"cause_{one.value}"].splitlines() if line.strip()][
                :MOST_CAUSES
            ]
            for one in Category
        }
        return {
            "whys": [why for why in whys if why],
            "causes": causes,
            "cause": data["cause"],
            "version": data["version"],
        }


def analysis_of(improvement: Improvement) -> dict[str, Any]:
    """The kept analysis as the form shows it."""
    found: dict[str, Any] = {"cause": improvement.cause, "version": improvement.version}
    found |= {f"why_{number}": why for number, why in enumerate(improvement.whys, 1)}
    return found | {f"cause_{name}": "\n".join(causes) for name, causes in improvement.causes.items()}


class PlanAction(Form):
    title = forms.CharField(label=_("What is to be done"), max_length=120)
    plan = forms.CharField(label=_("How"), required=False, widget=LONG, max_length=4000)
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Owner"), empty_label=None)
    due = day_field(_("Due"))

    def __init__(self, *args: Any, scope: Scope, store: Store, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = queries.workers(scope=scope, store=store)


class Reason(Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)


class Standardise(Form):
    sop = forms.ModelChoiceField(Sop.objects.none(), label=_("Instruction"), empty_label=None)
    change = forms.CharField(
        label=_("What changes in it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("Written into a draft of the instruction; it comes into force when it is released."),
    )
    item = ItemChoice(
        CheckItem.objects.none(), label=_("Check item"), required=False, empty_label=_("a new one")
    )
    item_text = forms.CharField(label=_("What is checked from now on"), max_length=300)
    right = forms.CharField(label=_("When it is right"), required=False, max_length=300)
    wrong = forms.CharField(
        label=_("When it is not"),
        required=False,
        max_length=300,
        help_text=_("An item that exists keeps its descriptions when these two stay empty."),
    )
    trainer = forms.ModelChoiceField(Person.objects.none(), label=_("Who trains the team"), empty_label=None)
    training_due = day_field(_("Trained by"))

    def __init__(self, *args: Any, scope: Scope, improvement: Improvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["sop"].queryset = Sop.objects.all()
        fields["item"].queryset = items()
        fields["trainer"].queryset = queries.workers(scope=scope, store=improvement.store)

    def standard(self) -> Standard:
        names = ("sop", "change", "item", "item_text", "right", "wrong")
        return Standard(**{name: self.cleaned_data[name] for name in names})

    def training(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("trainer", "training_due")}


def start_of_standard(improvement: Improvement, today: date) -> dict[str, Any]:
    item = improvement.item
    current = item.versions.filter(is_current=True).first() if item else None
    step = Sop.objects.filter(step=improvement.step).first()
    return {
        "sop": item.sop_id if item else (step.pk if step else None),
        "item": item.pk if item else None,
        "item_text": current.text_zh if current else improvement.title,
        "trainer": improvement.owner_id,
        "training_due": today + queries.USUAL_PROOF / 4,
    }
