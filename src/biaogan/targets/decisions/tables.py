"""Decisions, forecasts, assumptions and look-backs as tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from biaogan.engine.methods.three_year.assumptions import NAMES, WORDS
from biaogan.engine.methods.three_year.forecast import Forecast
from biaogan.engine.methods.three_year.scoring import Calibration, Score
from biaogan.engine.methods.three_year.verdict import RULE_WORDS, Verdict
from biaogan.targets.decisions.queries import Due, scores_of
from biaogan.targets.decisions.sources import source_of
from biaogan.targets.decisions.testing import Tested
from biaogan.targets.decisions.wording import (
    BADGE_STATUS,
    BADGES,
    MEASURES,
    PRESETS,
    gap,
    verdict_status,
    verdict_word,
)
from biaogan.targets.models import Decision
from biaogan.targets.written import said
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table


def decisions(found: Sequence[Decision], *, export_url: str = "") -> Table:
    columns = [
        Column(_("Decision")),
        Column(_("For")),
        Column(_("Proposed by")),
        Column(_("State")),
        Column(_("Verdict of the test")),
        Column(_("First month of the effect")),
        Column(_("Looked back after")),
    ]
    rows = [
        [
            Cell(one.title, url=reverse("targets:decision", args=[one.pk])),
            one.place.name,
            one.proposer,
            one.get_state_display(),
            _verdict(one.verdict),
            one.starts or "—",
            ", ".join(_months(made.after) for made in one.look_backs.all()) or "—",
        ]
        for one in found
    ]
    return Table(_("Decisions"), columns, rows, export_url=export_url, cards=True)


def _verdict(verdict: str) -> Cell | str:
    return Cell(verdict_word(Verdict(verdict)), status=verdict_status(verdict)) if verdict else "—"


def _months(after: int) -> str:
    return _("%(months)d months") % {"months": after}


def due(found: Sequence[Due]) -> Table:
    columns = [Column(_("Decision")), Column(_("For")), Column(_("After")), Column(_("Last month"))]
    rows = [
        [
            Cell(one.decision.title, url=reverse("targets:decision", args=[one.decision.pk]) + "#look-back"),
            one.decision.place.name,
            _months(one.after),
            one.month,
        ]
        for one in found
    ]
    return Table(_("Look-backs due"), columns, rows, cards=True)


def proposers(found: Sequence[Calibration]) -> Table:
    columns = [
        Column(_("Proposed by")),
        Column(_("Figures scored"), number=True),
        Column(_("Inside the range"), unit="%", number=True),
        Column(_("Below it"), unit="%", number=True),
        Column(_("Above it"), unit="%", number=True),
        Column(_("What can be said")),
    ]
    rows = [
        [
            one.proposer,
            one.n,
            *(f"{100 * part:.0f}" for part in (one.inside, one.below, one.above)),
            _told(one),
        ]
        for one in found
    ]
    return Table(_("How forecasts fared, by proposer"), columns, rows, cards=True)


def _told(one: Calibration) -> str:
    if not one.told_apart:
        return _("Too few to tell from the eight of ten that should lie inside")
    return _("Fewer than eight of ten inside") if one.inside < 0.8 else _("More than eight of ten inside")


def years(tested: Tested) -> Table:
    """Both presets side by side: the middle and the eight-of-ten range of every measure and year."""
    columns = [Column(_("Measure")), Column(_("Year"))]
    columns += [Column(str(PRESETS[run.preset])) for run in tested.runs]
    rows = [
        [str(MEASURES[name].label), str(year), *(_fan(name, run, year) for run in tested.runs)]
        for name in MEASURES
        for year in (1, 2, 3)
    ]
    return Table(_("Change against the status quo"), columns, rows, cards=True)


def _fan(name: str, run: Forecast, year: int) -> str:
    fan = getattr(run.years[year - 1], name)
    words = {"middle": gap(name, fan.p50), "low": gap(name, fan.p10), "high": gap(name, fan.p90)}
    return _("%(middle)s (%(low)s to %(high)s)") % words


def money(tested: Tested) -> Table:
    """What the percents are in money, in 万元."""
    language = formats.language_of(get_language())
    unit = formats.wan_unit(language)
    columns = [Column(_("In money")), Column(_("Year"))]
    columns += [Column(str(PRESETS[run.preset]), unit=unit) for run in tested.runs]
    names = {"revenue_fen": _("Revenue"), "gross_profit_fen": _("Gross profit")}
    rows: list[list[object]] = []
    for name, label in names.items():
        for year in (1, 2, 3):
            fans = [getattr(run.years[year - 1], name) for run in tested.runs]
            rows.append([label, str(year), *(_wan(one.p50, one.p10, one.p90) for one in fans)])
    fans = [run.value_fen for run in tested.runs]
    rows.append(
        [_("Present value of three years"), "1–3", *(_wan(one.p50, one.p10, one.p90) for one in fans)]
    )
    return Table(_("Change in money"), columns, rows, cards=True)


def _wan(middle: float, low: float, high: float) -> str:
    shown = [formats.signed(round(one) / 1_000_000, 1) for one in (middle, low, high)]
    return _("%(middle)s (%(low)s to %(high)s)") % dict(zip(("middle", "low", "high"), shown, strict=True))


def rules(tested: Tested) -> Table:
    """The chance of each harm; 60 % vetoes, up to 25 % passes."""
    columns = [Column(_("What may speak against it"))]
    columns += [Column(str(PRESETS[run.preset]), unit="%", number=True) for run in tested.runs]
    rows: list[list[object]] = [
        [said(words), *(f"{100 * run.judgement.chances[rule]:.0f}" for run in tested.runs)]
        for rule, words in RULE_WORDS.items()
    ]
    rows += [
        [
            _("Less gross profit in year %(year)d alone (decides nothing)") % {"year": year + 1},
            *(f"{100 * run.lower_profit[year]:.0f}" for run in tested.runs),
        ]
        for year in range(3)
    ]
    return Table(_("Chances of harm"), columns, rows)


def base(tested: Tested) -> Table:
    """What of the status quo was measured here and what is a reference value."""
    columns = [Column(_("Footing")), Column(pgettext("status quo", "Figure"))]
    rows = [
        [Cell(str(BADGES[one.badge]), status=BADGE_STATUS[one.badge]), said(one.note)]
        for one in tested.footing
    ]
    return Table(_("What the status quo stands on"), columns, rows)


def assumptions(tested: Tested) -> Table:
    """Every assumption with its range under both presets, its badge and source, the most telling first."""
    columns = [
        Column(_("Assumption")),
        Column(_("Footing")),
        *(Column(str(PRESETS[run.preset])) for run in tested.runs),
        Column(_("Bearing on the result"), number=True),
        Column(_("Source")),
    ]
    literature, cautious = tested.runs
    bearing = dict(literature.rests_on)
    ordered = sorted(NAMES, key=lambda name: -abs(bearing.get(name, 0.0)))
    rows = []
    for name in ordered:
        own, other = literature.assumptions.of(name), cautious.assumptions.of(name)
        spans = [f"{one.likely:.3g} ({one.low:.3g}–{one.high:.3g})" for one in (own, other)]
        badge = Cell(str(BADGES[own.badge]), status=BADGE_STATUS[own.badge])
        strength = f"{bearing[name]:+.2f}".replace("-", formats.MINUS) if name in bearing else "—"
        rows.append([said(WORDS[name]), badge, *spans, strength, said(source_of(own.source))])
    return Table(_("Assumptions"), columns, rows)


def look_backs(decision: Decision) -> Table:
    columns = [
        Column(_("After")),
        Column(_("Measure")),
        Column(_("Happened"), number=True),
        Column(_("Forecast")),
        Column(_("Inside the range")),
    ]
    rows = [
        [_months(made.after), *_scored(one)] for made in decision.look_backs.all() for one in scores_of(made)
    ]
    return Table(_("Forecast and what happened"), columns, rows, cards=True)


def _scored(one: Score) -> list[Cell | object]:
    words = {"middle": one.fan.p50, "low": one.fan.p10, "high": one.fan.p90}
    shown = {name: gap(one.measure, value) for name, value in words.items()}
    inside = Cell(_("yes"), status="good") if one.inside else Cell(_("no"), status="watch")
    return [
        str(MEASURES[one.measure].label),
        gap(one.measure, one.happened),
        _("%(middle)s (%(low)s to %(high)s)") % shown,
        inside,
    ]


def pair_columns() -> list[Column]:
    """Columns of a sheet of names and values."""
    return [Column(_("Name")), Column(_("Value"))]
