"""What the pages of decisions show, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.engine.methods.three_year.assumptions import WORDS
from biaogan.engine.methods.three_year.forecast import Forecast
from biaogan.engine.methods.three_year.verdict import RULE_WORDS, Verdict
from biaogan.engine.methods.three_year.wording import flip_sentence, verdict_sentence
from biaogan.targets.decisions import lever_fields, tables
from biaogan.targets.decisions.charts import bearing, fans
from biaogan.targets.decisions.queries import due_of
from biaogan.targets.decisions.searching import Found, found_by
from biaogan.targets.decisions.testing import Tested, decision_test, first_screen
from biaogan.targets.decisions.wording import PRESETS, STATUS, verdict_word
from biaogan.targets.models import Decision
from biaogan.targets.states import DECISION_MOVES, OPEN, DecisionState
from biaogan.targets.written import said
from biaogan.ui import formats
from biaogan.ui.table import Table


@dataclass(frozen=True)
class Said:
    """One preset's verdict with the rule that decided it."""

    preset: str
    sentence: str


@dataclass(frozen=True)
class Card:
    """An alternative as a card."""

    number: int
    levers: Sequence[tuple[str, str]]
    status: str
    word: str
    facts: Sequence[tuple[str, str]]
    note: str


def result(tested: Tested, *, full: bool = True) -> dict[str, Any]:
    """The answer of a test: verdict, first screen, fans, years; `full` adds what is read afterwards."""
    shown: dict[str, Any] = {
        "verdict": verdict_word(tested.verdict),
        "verdict_status": STATUS[tested.verdict],
        "agree": len({run.judgement.verdict for run in tested.runs}) == 1,
        "sentences": [_said(run) for run in tested.runs],
        "screen": _screen(tested),
        "charts": fans(tested),
        "years": tables.years(tested),
        "base_month": tested.month,
        "facts": _status_quo(tested),
    }
    if full:
        shown |= {
            "flips": [said(flip_sentence(one)) for one in tested.flips],
            "details": [tables.money(tested), tables.rules(tested), tables.base(tested)],
            "bearing": bearing(tested),
            "assumptions": tables.assumptions(tested),
        }
    return shown


def _said(run: Forecast) -> Said:
    return Said(str(PRESETS[run.preset]), said(verdict_sentence(run.judgement)))


def _screen(tested: Tested) -> str:
    """The closed form, before any simulation."""
    run = tested.trial.literature
    levers, needed = run.levers, first_screen(run.levers, run)
    if not levers.discount_depth:
        return _("No discount for everybody: nothing has to be made up for by extra visits.")
    if needed is None:
        return _("The discount takes the whole margin: no number of extra visits pays for it.")
    words = {
        "needed": f"{100 * needed:.0f}",
        "depth": f"{100 * levers.discount_depth:g}",
        "share": f"{100 * run.assumptions.of('discountable').likely:.0f}",
        "margin": f"{100 * run.region.margin:.0f}",
    }
    return (
        _(
            "A discount of %(depth)s %% on %(share)s %% of the bill, at a margin of %(margin)s %%, needs "
            "%(needed)s %% more visits for gross profit to stay where it is."
        )
        % words
    )


def _status_quo(tested: Tested) -> list[tuple[str, object]]:
    language = formats.language_of(get_language())
    quo = tested.trial.literature.status_quo
    return [
        (_("Revenue of a year in the model"), str(formats.money(quo.revenue_fen, language))),
        (_("Revenue of the last 12 months"), _money_or_none(tested.revenue_fen)),
        (_("Gross profit of a year in the model"), str(formats.money(quo.gross_profit_fen, language))),
        (_("Figures until"), tested.month or None),
    ]


def _money_or_none(fen: int | None) -> str | None:
    return None if fen is None else str(formats.money(fen, formats.language_of(get_language())))


def cards(found: Sequence[Found]) -> list[Card]:
    return [_card(number, one) for number, one in enumerate(found)]


def _card(number: int, one: Found) -> Card:
    language = formats.language_of(get_language())
    facts = [
        (
            _("Revenue, year one"),
            f"{formats.signed(one.revenue_fen / 1_000_000, 1)} {formats.wan_unit(language)}",
        ),
        (
            _("Present value of three years"),
            f"{formats.signed(one.value_fen / 1_000_000, 1)} {formats.wan_unit(language)}",
        ),
        (_("Customer retention after three years"), str(formats.points(one.retention_points, language, 2))),
        (_("Greatest risk"), f"{said(RULE_WORDS[one.rule])} ({100 * one.chance:.0f} %)"),
    ]
    note = "" if one.reaches else _("Does not quite reach the aim of year one.")
    if one.rests_on:
        rests = _("It rests most on: %(assumption)s. A pilot should measure that first.")
        note = f"{note} {rests % {'assumption': said(WORDS[one.rests_on])}}".strip()
    return Card(
        number, lever_fields.in_words(one.levers), STATUS[one.verdict], verdict_word(one.verdict), facts, note
    )


def decision_page(decision: Decision, *, today: date) -> dict[str, Any]:
    """A decision with its newest test, its alternatives and its look-backs."""
    tested = decision_test(decision)
    alternatives = found_by(decision.search)
    shown: dict[str, Any] = {
        "decision": decision,
        "about": _about(decision),
        "levers": lever_fields.in_words(lever_fields.kept(decision.levers)),
        "open": decision.state in OPEN,
        "moves": moves_of(decision),
        "search": decision.search,
        "searching": decision.search is not None and not decision.search.is_finished,
        "alternatives": None if alternatives is None else cards(alternatives),
        "search_facts": decision.search.result if decision.search else None,
        "look_backs": tables.look_backs(decision),
        "due": due_of(decision, today),
    }
    if tested:
        shown |= result(tested)
        shown["outdated"] = decision.state == DecisionState.DRAFT
    return shown


def moves_of(decision: Decision) -> list[str]:
    """Ways to decide from here; a draft is tested first."""
    decided = (DecisionState.GO, DecisionState.PILOT, DecisionState.DROPPED)
    return [one for one in decided if one in DECISION_MOVES[decision.state]]


def _about(decision: Decision) -> list[tuple[str, object]]:
    language = formats.language_of(get_language())
    expected = decision.expected_fen
    about: list[tuple[str, object]] = [
        (_("What is proposed"), decision.what),
        (_("Proposed by"), decision.proposer),
        (_("For"), decision.place.name),
        (_("Expected effect"), decision.expected or None),
        (
            _("Expected change of revenue in year one"),
            None if expected is None else str(formats.money(expected, language)),
        ),
        (_("State"), decision.get_state_display()),
    ]
    if decision.reason:
        about += [(_("Reason"), decision.reason), (_("Decided by"), str(decision.decided_by))]
    if decision.starts:
        about.append((_("First month of the effect"), decision.starts))
    return about


def exported(decision: Decision, tested: Tested | None) -> list[Table]:
    """Everything the page says, as tables of a file."""
    levers = Table(
        _("Levers"),
        tables.pair_columns(),
        [list(pair) for pair in lever_fields.in_words(lever_fields.kept(decision.levers))],
    )
    found = [Table(_("Decision"), tables.pair_columns(), [list(pair) for pair in _about(decision)]), levers]
    if tested:
        found += [tables.years(tested), tables.money(tested), tables.rules(tested), tables.base(tested)]
        found.append(tables.assumptions(tested))
    if decision.look_backs.all():
        found.append(tables.look_backs(decision))
    return found


def definitions() -> list[tuple[str, str]]:
    """What the words of a test mean, for the sheet of definitions."""
    veto = _("A harm with a chance of at least 60 percent")
    return [
        (verdict_word(Verdict.VETO), veto),
        (verdict_word(Verdict.PASS), _("Every harm has a chance of at most 25 percent")),
        (verdict_word(Verdict.PILOT), _("Everything between, or the two sets of assumptions disagree")),
        (_("Range"), _("Eight of ten draws lie between its ends, given the model and its assumptions")),
        (_("Status quo"), _("The same region over the same three years without the decision")),
        (_("Happened"), _("Change against the same months of the year before; other causes are in it too")),
    ]
