"""Verdicts, measures and badges in the words of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from biaogan.engine.methods.three_year.assumptions import Badge, Preset
from biaogan.engine.methods.three_year.verdict import Verdict
from biaogan.engine.methods.three_year.wording import VERDICT_WORDS
from biaogan.engine.text import Text
from biaogan.targets.written import said
from biaogan.ui import formats

STATUS: Mapping[Verdict, str] = {Verdict.PASS: "good", Verdict.PILOT: "watch", Verdict.VETO: "bad"}
BADGES: Mapping[Badge, str | Promise] = {
    Badge.CALIBRATED: gettext_lazy("measured here"),
    Badge.LITERATURE: gettext_lazy("from literature"),
    Badge.ASSUMPTION: gettext_lazy("assumption"),
}
BADGE_STATUS: Mapping[Badge, str] = {
    Badge.CALIBRATED: "good", Badge.LITERATURE: "info", Badge.ASSUMPTION: "watch",
}  # fmt: skip
PRESETS: Mapping[Preset, str | Promise] = {
    Preset.LITERATURE: gettext_lazy("Assumptions by literature"),
    Preset.CAUTIOUS: gettext_lazy("Cautious assumptions"),
}


@dataclass(frozen=True)
class Measure:
    """`unit` is % or pp, or none for a count of points; `places` are the digits worth showing."""

    label: str | Promise
    unit: str
    places: int = 1


MEASURES: Mapping[str, Measure] = {
    "revenue_percent": Measure(gettext_lazy("Revenue"), "%"),
    "gross_profit_percent": Measure(gettext_lazy("Gross profit"), "%"),
    "retention_points": Measure(gettext_lazy("Customer retention"), "pp", 2),
    "dependence_points": Measure(gettext_lazy("Promotion-dependent customers"), "pp", 2),
    "satisfaction_points": Measure(gettext_lazy("Satisfaction (of 1,000 points)"), ""),
}


def gap(name: str, value: float) -> str:
    """A change with its sign, ready to print."""
    measure = MEASURES[name]
    text = formats.signed(round(value, 6), measure.places)
    if measure.unit == "pp":
        return str(formats.points(value, formats.language_of(get_language()), measure.places))
    return f"{text} %" if measure.unit == "%" else text


def verdict_word(verdict: Verdict) -> str:
    return said(VERDICT_WORDS[verdict])


def verdict_status(verdict: str) -> str:
    return STATUS[Verdict(verdict)] if verdict else "none"


def axis_unit(name: str) -> str:
    """What stands over the axis of a measure."""
    if MEASURES[name].unit == "pp":
        return said(Text(zh="百分点", en="pp"))
    return MEASURES[name].unit
