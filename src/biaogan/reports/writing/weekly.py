"""The weekly report: half a minute on the first page, then problems, then promises and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.engine.methods.three_year.verdict import Verdict
from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.followup.models import Alert, Task
from biaogan.reports.document import Document, Grid, Page, Sentence
from biaogan.reports.writing import parts
from biaogan.reports.writing.frame import framed
from biaogan.reports.writing.situation import Situation
from biaogan.targets import tables
from biaogan.targets.decisions.wording import verdict_word
from biaogan.targets.landing.tables import lines as landing_lines
from biaogan.targets.why import queries as causes
from biaogan.targets.why import tables as told
from biaogan.targets.written import said, written
from biaogan.ui import formats

LIGHTS = 5


def weekly(found: Situation) -> Document:
    apart = (problems(found), promises(found))
    pages = [summary(found), *(replace(page, fresh=True) for page in apart)]
    return framed(found, _("Weekly report"), pages)


def summary(found: Situation) -> Page:
    """30 seconds: where the money stands, what is heaviest, where the month lands."""
    if found.cockpit is None:
        return Page("summary", _("In 30 seconds"), [_no_data()])
    cards = tables.kpis(found.cockpit)
    sentences = [*headline(found), *heaviest(found), *landings(found)]
    return Page("summary", _("In 30 seconds"), sentences, [parts.light(card) for card in cards[:LIGHTS]])


def _no_data() -> Sentence:
    return parts.plain(
        "no-data", _("There are no data of this period yet; nothing can be said of its figures.")
    )


def headline(found: Situation) -> list[Sentence]:
    """Revenue, and how far it has come against the time that has passed."""
    assert found.cockpit is not None
    card = found.cockpit.cards[0]
    name, value = said(card.metric.name), written(card.metric, card.reading.value)
    text = _("%(name)s in %(month)s: %(value)s.") % {
        "name": name, "month": formats.month(found.cockpit.month, parts.page_language()), "value": value,
    }  # fmt: skip
    reached = card.attained
    if reached and reached.share is not None:
        text += _(" %(share)s of the target is reached, %(time)s of the working time has passed.") % {
            "share": formats.percent(reached.share),
            "time": formats.percent(found.cockpit.progress.working),
        }
    address = f"{reverse('targets:metric', args=[card.metric.slug])}?month={found.cockpit.month}"
    return [parts.plain("headline", text, address=address, readings=[card.reading])]


def heaviest(found: Situation) -> list[Sentence]:
    if not found.alerts:
        return [
            parts.plain(
                "heaviest", _("No store stands out beyond chance."), address=reverse("followup:alerts")
            )
        ]
    alert = found.alerts[0]
    text = _("Heaviest: %(store)s, %(says)s (%(value)s).") % {
        "store": alert.store.name, "says": alert.says, "value": alert.value or alert.reason,
    }  # fmt: skip
    return [parts.plain("heaviest", text, address=reverse("followup:alert", args=[alert.pk]))]


def landings(found: Situation) -> list[Sentence]:
    assert found.cockpit is not None
    address = reverse("targets:landing")
    return [
        parts.plain(f"landing-{number}", f"{line.name}：{line.text} {line.outlook}".strip(), address=address)
        for number, line in enumerate(landing_lines(found.cockpit.landings))
    ]


def problems(found: Situation) -> Page:
    """Each problem in four sentences: fact, cause, effect, action."""
    sentences = [one for alert in found.alerts for one in problem(alert, found)]
    if not sentences:
        sentences = [parts.plain("no-problem", _("Nothing stands out beyond chance in this period."))]
    return Page("problems", _("Problems"), sentences)


def problem(alert: Alert, found: Situation) -> list[Sentence]:
    key, address = f"alert-{alert.pk}", reverse("followup:alert", args=[alert.pk])
    words = _("%(store)s, %(month)s: %(says)s. %(reason)s (%(sure)s not by chance)") % {
        "store": alert.store.name, "month": formats.month(alert.month, parts.page_language()),
        "says": alert.says, "reason": alert.reason, "sure": parts.confidence(alert.strength),
    }  # fmt: skip
    if not alert.strength:
        words = f"{alert.store.name}，{alert.says}。{alert.reason}"
    return [
        parts.plain(f"{key}-fact", words, address=address, head=_("Fact")),
        parts.plain(f"{key}-cause", _cause(alert, found), address=address, head=_("Arithmetic")),
        parts.plain(f"{key}-effect", _effect(alert), address=address, head=_("At stake")),
        parts.plain(f"{key}-action", _action(alert), address=address, head=_("Action")),
    ]


def _cause(alert: Alert, found: Situation) -> str:
    """What the change is made of; what brought it about is not claimed."""
    metric = CATALOGUE.get(alert.metric)
    months = found.about.months
    if metric is None or alert.month not in months:
        return _("Not taken apart: the rule speaks of no single figure.")
    about = replace(found.about, store=alert.store, month=alert.month)
    why = causes.why(metric, about, against="month")
    if why is None or why.gap is None:
        return told.silence(why) if why else _("Not taken apart: there is nothing to compare with.")
    return told.drivers(why, why.gap)


def _effect(alert: Alert) -> str:
    if alert.stake_fen is None:
        return _("Not measured in money.")
    return _("%(money)s this month.") % {"money": formats.money(alert.stake_fen, parts.page_language())}


def _action(alert: Alert) -> str:
    task: Task | None = getattr(alert, "task", None)
    if task is None:
        return _("No task yet: name an owner and a date.")
    return _("%(title)s: %(owner)s, by %(due)s (%(state)s)") % {
        "title": task.title, "owner": task.owner.display_name, "due": formats.iso_day(task.due),
        "state": task.get_state_display(),
    }  # fmt: skip


def promises(found: Situation) -> Page:
    """What was agreed and what happened; then the decisions that are needed."""
    needed = [
        parts.plain(
            f"decision-{one.pk}",
            _("%(title)s (%(place)s): tested over three years, %(verdict)s.") % {
                "title": one.title, "place": one.place.name, "verdict": verdict_word(Verdict(one.verdict)),
            },
            address=reverse("targets:decision", args=[one.pk]),
            head=_("To decide"),
        )
        for one in found.decisions
    ]  # fmt: skip
    if not needed:
        needed = [parts.plain("decisions", _("No decision is needed."), head=_("To decide"))]
    return Page("promises", _("What we said, and what happened"), needed, grids=[agreed(found.tasks)])


def agreed(tasks: Sequence[Task]) -> Grid:
    header = [_("Agreed"), _("Store"), _("Owner"), _("Due"), _("What happened")]
    rows = [
        [task.title, task.store.name, task.owner.display_name, formats.iso_day(task.due), _became(task)]
        for task in tasks
    ]
    return Grid(_("Agreed actions"), header, rows)


def _became(task: Task) -> str:
    state = str(task.get_state_display())
    return f"{state}：{task.effect}" if task.effect else state
