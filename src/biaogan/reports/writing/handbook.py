"""The handbook of the regional service manager: from settings and figures; what is missing is said."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.org.models import Person
from biaogan.org.setting import all_declared
from biaogan.quality.models import SopVersion
from biaogan.quality.states.standards import VersionState
from biaogan.reports.document import Document, Grid, Page, Sentence
from biaogan.reports.writing import handbook_words as words
from biaogan.reports.writing import parts
from biaogan.reports.writing.frame import formula, framed
from biaogan.reports.writing.situation import Situation
from biaogan.targets import tables
from biaogan.targets.asked import REGION
from biaogan.targets.models import Decision
from biaogan.targets.numbers import figures
from biaogan.targets.scorecard import sentences as scored_words
from biaogan.targets.scorecard.queries import region_card
from biaogan.targets.written import said, written
from biaogan.ui import formats
from biaogan.ui.handbook import offered

TEAM = ("output-per-head", "turnover", "key-vacancy", "certified-technicians", "training-completion")


def handbook(found: Situation) -> Document:
    pages = [
        role(),
        targets(found),
        definitions(found),
        quality(),
        team(found),
        network(found),
        innovation(found),
        work(),
        first_days(),
        people(found),
    ]
    each = [replace(page, fresh=page.key != "targets") for page in pages]  # the first sheet shows figures too
    return framed(found, _("Handbook of the regional service manager"), each)


def gap(key: str, text: str) -> Sentence:
    """Missing evidence is shown as a gap and never filled with prose."""
    return parts.plain(key, text, head=_("Evidence missing"))


def role() -> Page:
    sentences = [parts.plain(f"role-{at}", str(text)) for at, text in enumerate(words.ROLE)]
    return Page("role", _("Role and worth"), sentences)


def targets(found: Situation) -> Page:
    heading = _("Duty 1: operating targets")
    if found.cockpit is None:
        return Page("targets", heading, [gap("targets", _("No figures yet: import the stores' files."))])
    card = region_card(found.about)
    says = scored_words.sentences(card.region) if card else []
    sentences = [parts.plain(f"targets-{at}", text) for at, text in enumerate(says)]
    lights = [parts.light(one) for one in tables.kpis(found.cockpit)]
    if not any(one.target for one in lights):
        sentences.append(gap("targets-none", _("No targets are set for this month.")))
    return Page("targets", heading, sentences, lights, [parts.grid(tables.heat(found.cockpit))])


def definitions(found: Situation) -> Page:
    """The figures of the scorecard as they are counted, so that nobody argues about the number."""
    card = region_card(found.about) if found.about.month else None
    metrics = [entry.metric for entry in card.composed.entries] if card else []
    rows = [[metric.code, said(metric.name), formula(metric)] for metric in metrics]
    grid = Grid(_("Figures in force"), [_("Code"), _("Figure"), _("Counted as")], rows)
    missing = [] if rows else [gap("definitions", _("No figures yet: import the stores' files."))]
    return Page("definitions", _("How figures are counted"), missing, grids=[grid])


def quality() -> Page:
    in_force = SopVersion.objects.filter(state=VersionState.IN_FORCE).select_related("sop").order_by("sop")
    rows = [
        [
            one.sop.get_step_display(),
            one.sop.title,
            str(one.number),
            formats.iso_day(one.in_force_from),
            formats.iso_day(one.sop.review_due),
        ]
        for one in in_force
    ]
    header = [_("Service step"), _("Instruction"), _("Version"), _("In force from"), _("Review due")]
    missing = [] if rows else [gap("quality", _("No instruction is in force: load the starting set."))]
    told = [parts.plain("quality-ladder", str(words.LADDER)), *missing]
    grids = [Grid(_("Instructions in force"), header, rows), cadence(), *_offered("quality")]
    return Page("quality", _("Duty 2: service quality"), told, grids=grids)


def cadence() -> Grid:
    """What a manager has set, so that the handbook says what holds here."""
    rows = [[str(one.label), _in_words(one.current())] for one in all_declared()]
    return Grid(_("Settings in force"), [_("Setting"), _("Value")], rows)


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _offered(place: str) -> list[Grid]:
    return [parts.grid(one.table, most=60) for one in offered(place)]


def team(found: Situation) -> Page:
    heading = _("Duty 3: team")
    missing = gap("team-plan", _("The 30-60-90 plan of newcomers is not kept in the system yet."))
    if not found.about.month:
        return Page("team", heading, [missing])
    month, places = found.about.month, (REGION, *found.about.codes)
    read = figures(list(TEAM), months=[month], stores=found.about.codes, as_of=found.today)
    rows = [
        [
            said(metric_of(slug).name),
            *(written(metric_of(slug), read.at(slug, place, month).value) for place in places),
        ]
        for slug in TEAM
    ]
    header = [_("Figure"), _("Region"), *(store.name for store in found.about.stores)]
    grid = Grid(_("People figures"), header, rows, numbers=list(range(1, len(header))))
    return Page("team", heading, [missing], grids=[grid, *_offered("team")])


def network(found: Situation) -> Page:
    rows = [
        [store.code, store.name, store.city or formats.NONE, formats.iso_day(store.opened_on)]
        for store in found.about.stores
    ]
    grid = Grid(_("Stores"), [_("Code"), _("Store"), _("City"), _("Opened on")], rows)
    missing = gap("network", _("The store matrix and its playbooks are not kept in the system yet."))
    return Page("network", _("Duty 4: network"), [missing], grids=[grid, *_offered("network")])


def innovation(found: Situation) -> Page:
    decisions = Decision.objects.within(found.scope).select_related("store", "region")[:12]
    rows = [[one.title, one.place.name, one.proposer, str(one.get_state_display())] for one in decisions]
    rule = parts.plain("innovation-rule", str(words.INNOVATION), address=reverse("targets:decisions"))
    grid = Grid(_("Decisions"), [_("Decision"), _("Place"), _("Proposed by"), _("State")], rows)
    missing = gap("innovation", _("Rules of pilots are not kept in the system yet."))
    return Page("innovation", _("Duty 5: innovation"), [rule, missing], grids=[grid, *_offered("innovation")])


def work() -> Page:
    grids = _offered("work")
    missing = [] if any(one.rows for one in grids) else [gap("work", _("No work list is kept."))]
    return Page("work", _("Work list"), missing, grids=grids)


def first_days() -> Page:
    told = [parts.plain(key, str(text), head=str(head)) for key, head, text in words.DAYS]
    return Page("days", _("The first 90 days"), told)


def people(found: Situation) -> Page:
    working = Person.objects.within(found.scope).filter(is_active=True)
    rows = [
        [one.display_name, str(one.get_role_display()), _works_at(one)]
        for one in working.prefetch_related("assignments__store", "assignments__region")
    ]
    grid = Grid(_("Contacts"), [pgettext("person", "Name"), _("Role"), _("Works at")], rows)
    escalation = gap("escalation", _("Whom head office wants to be called in an emergency: to be written."))
    return Page("people", _("Contacts and escalation"), [escalation], grids=[grid])


def _works_at(person: Person) -> str:
    return "、".join(str(one) for one in person.assignments.all()) or formats.NONE
