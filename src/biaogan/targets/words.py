"""What a metric's declaration says, in the words of the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from biaogan.engine.metrics.cuts import NOT_KNOWN
from biaogan.engine.metrics.judging import Signal
from biaogan.engine.metrics.measure import FEN, Measure
from biaogan.engine.metrics.metric import Benchmark, Better, Cut, Metric, Period, Perspective
from biaogan.intake.naming import code_choices, kind_label
from biaogan.intake.queries import clear_values
from biaogan.targets.written import said
from biaogan.ui import formats

PERSPECTIVES: dict[Perspective, str | Promise] = {
    Perspective.FINANCE: gettext_lazy("Finance"),
    Perspective.CUSTOMER: gettext_lazy("Customers"),
    Perspective.PROCESS: gettext_lazy("Workshop and process"),
    Perspective.LEARNING: gettext_lazy("Team and learning"),
}
PERIODS: dict[Period, str | Promise] = {
    Period.MONTH: gettext_lazy("The calendar month"),
    Period.ROLLING_YEAR: gettext_lazy("The last 12 months"),
    Period.ROLLING_QUARTER: gettext_lazy("The last 3 months"),
    Period.SNAPSHOT: gettext_lazy("The state at the end of the month"),
    Period.COHORT: gettext_lazy("The cases whose follow-up window has closed"),
}
BETTER: dict[Better, str | Promise] = {
    Better.HIGHER: gettext_lazy("Higher is better"),
    Better.LOWER: gettext_lazy("Lower is better"),
    Better.BAND: gettext_lazy("Neither high nor low is better in itself"),
}
GRADES: dict[str, str | Promise] = {
    "A": gettext_lazy("official figure"),
    "B": gettext_lazy("figure of the trade"),
    "C": gettext_lazy("default for reference, to be confirmed; not an industry standard"),
}
SIGNALS: dict[Signal, str | Promise] = {
    Signal.RISE: gettext_lazy("Above the range of its own past"),
    Signal.FALL: gettext_lazy("Below the range of its own past"),
    Signal.NOISE: gettext_lazy("Within the range of its own past"),
    Signal.UNKNOWN: gettext_lazy("Too short to judge"),
}
CUTS: dict[Cut, str | Promise] = {
    Cut.ADVISOR: gettext_lazy("Advisor"),
    Cut.TECHNICIAN: gettext_lazy("Technician"),
    Cut.PAYER: gettext_lazy("Payer"),
    Cut.BIZ_TYPE: gettext_lazy("Business category"),
    Cut.VEHICLE_AGE: gettext_lazy("Vehicle age"),
    Cut.MODEL: gettext_lazy("Model"),
}
CODED = {Cut.PAYER: ("ro_labour", "payer"), Cut.BIZ_TYPE: ("repair_order", "biz_type")}
TAIL = 4  # of a pseudonym: enough to tell two masked names apart


def definition(metric: Metric) -> list[tuple[str, str]]:
    """Everything that is said about how a metric is meant, name by name."""
    facts = [(_("Formula"), said(metric.formula))]
    if metric.excludes:
        facts.append((_("Not counted"), said(metric.excludes)))
    facts += [
        (_("Period"), str(PERIODS[metric.period])),
        (_("Direction"), str(BETTER[metric.better])),
        (_("Source"), ", ".join(kind_label(kind) for kind in metric.needs)),
        (_("Code"), f"{metric.code} · {metric.slug}"),
    ]
    if metric.awaits:
        facts.append((_("Still missing"), said(metric.awaits)))
    if waits := _waits(metric):
        facts.append((_("Available"), waits))
    if metric.paired:
        facts.append((_("Region"), _("Only stores that sent both parts count for the region.")))
    facts.append((_("Few cases"), _("Below %(cases)s cases nothing is compared.") % {"cases": metric.min_n}))
    if metric.benchmark:
        facts.append((_("Benchmark"), benchmark(metric.benchmark)))
    return facts


def definitions(metrics: Iterable[Metric]) -> list[tuple[str, str]]:
    """Each metric of a table once, on one line: what it is, what it leaves out, over which time."""
    return [(said(metric.name), _in_one_line(metric)) for metric in dict.fromkeys(metrics)]


def _in_one_line(metric: Metric) -> str:
    parts = [said(metric.formula)]
    if metric.excludes:
        parts.append(f"{_('Not counted')}: {said(metric.excludes)}")
    parts += [str(PERIODS[metric.period]), str(BETTER[metric.better]), f"{metric.code} · {metric.slug}"]
    return " | ".join(parts)


def brought_by(metric: Metric) -> str:
    """Which files would bring a figure that has no reading."""
    if metric.awaits:
        return _("No file brings this figure yet. It takes: %(file)s") % {"file": said(metric.awaits)}
    files = ", ".join(kind_label(kind) for kind in metric.needs)
    return _("No month of the last two years has a reading here. The figure comes from: %(files)s.") % {
        "files": files
    }


def _waits(metric: Metric) -> str:
    found = []
    if metric.history:
        found.append(_("after %(months)s months of orders") % {"months": metric.history})
    if metric.matures:
        found.append(_("%(months)s months after the end of the month") % {"months": metric.matures})
    return "; ".join(found)


def benchmark(known: Benchmark) -> str:
    """A figure from outside, never without the grade of its source."""
    sentence = _("%(figure)s (grade %(grade)s: %(meaning)s)")
    return sentence % {"figure": said(known.text), "grade": known.grade, "meaning": GRADES[known.grade]}


def amount(measure: Measure, value: Decimal | int | None) -> str | None:
    """A numerator or denominator in full: money to the fen, counts whole."""
    if value is None:
        return None
    if measure.scale == FEN:
        return formats.exact_money(value)
    if measure.scale == 1:
        return formats.count(value)
    return formats.grouped(value, 1)


def part_label(cut: Cut, part: str, names: dict[str, str]) -> str:
    """A part of a cut as people call it."""
    if part == NOT_KNOWN:
        return _("not stated")
    if cut in CODED:
        return dict(code_choices(*CODED[cut])).get(part, part)
    if cut is Cut.VEHICLE_AGE:
        return _("%(years)s years") % {"years": part.replace("-", "–")}
    return names.get(part, part)


def person_names(pseudonyms: Iterable[str], *, revealed: bool) -> dict[str, str]:
    """Advisors and technicians by name for those who may see names, else masked but told apart."""
    wanted = {pseudonym for pseudonym in pseudonyms if pseudonym != NOT_KNOWN}
    clear = clear_values(wanted) if wanted else {}
    if revealed:
        return {one: clear.get(one, one[-TAIL:]) for one in wanted}
    return {one: f"{formats.masked_name(clear.get(one))} {one[-TAIL:]}" for one in wanted}


def page_language() -> formats.Language:
    return formats.language_of(get_language())
