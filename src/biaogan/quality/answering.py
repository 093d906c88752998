"""A form that scores check items: every item its written scores, or "not seen"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.org.forms import Form
from biaogan.quality.models import CheckItemVersion

NOT_SEEN = "-"


def wording(score: dict[str, Any]) -> str:
    """What a score says, in the language of the page."""
    english = (get_language() or "").startswith("en")
    return str((score.get("en") if english else "") or score["zh"])


def worded(version: CheckItemVersion, points: int) -> str:
    said = next((wording(one) for one in version.scores if one["points"] == points), "")
    return f"{points} · {said}" if said else str(points)


class ScoresForm(Form):
    """`versions` decide the fields; `scores()` gives points by version, None for what could not be seen."""

    def __init__(self, *args: Any, versions: Sequence[CheckItemVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = versions
        for version in versions:
            self.fields[f"score-{version.pk}"] = _score_field(version)

    @property
    def score_fields(self) -> list[forms.BoundField]:
        return [self[f"score-{version.pk}"] for version in self.versions]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("score-")]

    def scores(self) -> dict[int, int | None]:
        given = {version.pk: self.cleaned_data[f"score-{version.pk}"] for version in self.versions}
        return {pk: None if value == NOT_SEEN else int(value) for pk, value in given.items()}


def _score_field(version: CheckItemVersion) -> forms.ChoiceField:
    choices = [(str(one["points"]), f"{one['points']} · {wording(one)}") for one in version.scores]
    return forms.ChoiceField(
        label=version.text,
        choices=[*choices, (NOT_SEEN, _("not seen"))],
        widget=forms.RadioSelect,
        help_text=version.item.get_level_display(),
    )
