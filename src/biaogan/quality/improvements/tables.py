"""Improvements as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.followup.forms import metric_name
from biaogan.followup.tables import TASK_MARKS
from biaogan.followup.tables import history as history_of
from biaogan.org.models import AuditEvent
from biaogan.quality.goals import sized
from biaogan.quality.improvements.queries import Card, FollowUp, Lane
from biaogan.quality.models import Direction, GoalChange, Improvement, Measurement, PlannedAction
from biaogan.quality.states.improvements import Verdict
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

MARKS = {
    "found": "none", "analysed": "info", "planned": "info", "done": "watch", "verified": "good",
    "standardised": "good", "closed": "good", "reopened": "bad", "dropped": "none",
}  # fmt: skip
VERDICT_MARKS = {"shown": "good", "short": "watch", "unproven": "watch", "faded": "bad", "worse": "bad"}


def improvements(lanes: Iterable[Lane], *, export_url: str = "") -> Table:
    columns = [
        Column(_("Improvement")),
        Column(_("Store")),
        Column(_("State")),
        Column(_("Goal")),
        Column(_("Proof by")),
        Column(_("Last measurement")),
        Column(_("Answers for it")),
    ]
    rows = [_row(card) for lane in lanes for card in lane.cards]
    return Table(_("Improvements"), columns, rows, cards=True, export_url=export_url)


def _row(card: Card) -> list[Cell | object]:
    one = card.improvement
    return [
        Cell(one.title, url=reverse("quality:improvement", args=[one.pk])),
        one.store.name,
        Cell(one.get_state_display(), status=MARKS[one.state]),
        goal(one),
        Cell(formats.iso_day(one.proof_on), status="bad" if card.overdue else ""),
        verdict(card.newest) if card.newest else None,
        one.owner.display_name,
    ]


def goal(improvement: Improvement) -> str:
    """On-time delivery shall rise by 5.0 pp."""
    return promised(
        {"metric": improvement.metric, "direction": improvement.direction, "size": str(improvement.size)}
    )


def promised(kept: dict[str, Any]) -> str:
    slug = kept["metric"]
    size = kept["size"]
    if slug in CATALOGUE:
        size = in_words(sized(metric_of(slug), float(kept["size"]), sign=False))
    sentence = _("%(metric)s %(direction)s by %(size)s")
    direction = Direction(kept["direction"]).label
    return sentence % {"metric": metric_name(slug), "direction": direction, "size": size}


def in_words(text: Any) -> str:
    return str(text.en if (get_language() or "").startswith("en") else text.zh)


def verdict(measured: Measurement) -> Cell:
    return Cell(measured.get_verdict_display(), status=VERDICT_MARKS[measured.verdict], note=measured.says)


def follow_ups(rows: Sequence[FollowUp]) -> Table:
    columns = [
        Column(pgettext("effect", "Follow-up")),
        Column(_("Due")),
        Column(_("Result")),
        Column(_("Measured")),
        Column(_("In words")),
    ]
    lines = [
        [
            _("after %(days)d days") % {"days": one.days},
            formats.iso_day(one.due),
            verdict(one.measured) if one.measured else Cell(_("to come"), status="none"),
            formats.iso_day(localtime(one.measured.measured_at)) if one.measured else None,
            one.measured.says if one.measured else None,
        ]
        for one in rows
    ]
    return Table(_("Follow-ups of the effect"), columns, lines, cards=True)


def actions(rows: Iterable[PlannedAction], *, today: date) -> Table:
    columns = [
        Column(_("Action")),
        Column(_("Owner")),
        Column(_("Due")),
        Column(_("State")),
        Column(_("Evidence")),
    ]
    lines = [
        [
            Cell(one.task.title, url=reverse("followup:task", args=[one.task.pk])),
            one.task.owner.display_name,
            Cell(
                formats.iso_day(one.task.due),
                status="bad" if one.task.is_in_hand and one.task.due < today else "",
            ),
            Cell(one.task.get_state_display(), status=TASK_MARKS[one.task.state]),
            one.task.evidence or None,
        ]
        for one in rows
    ]
    return Table(_("Plan"), columns, lines, cards=True)


def goal_changes(rows: Iterable[GoalChange]) -> Table:
    columns = [
        Column(_("When")),
        Column(_("Changed by")),
        Column(_("Promised before")),
        Column(_("Promised since")),
        Column(_("Reason")),
    ]
    lines = [
        [
            formats.moment(localtime(one.changed_at)),
            one.changed_by.display_name,
            f"{promised(one.before)} · {one.before['proof_on']}",
            f"{promised(one.after)} · {one.after['proof_on']}",
            one.because,
        ]
        for one in rows
    ]
    return Table(_("The goal was changed"), columns, lines, cards=True)


def history(events: Iterable[AuditEvent]) -> Table:
    return history_of(events, told=_said)


def _said(details: dict[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in details.items() if value not in ("", None)}
    for name in ("before", "after"):
        if isinstance(found.get(name), dict):
            found[name] = f"{promised(found[name])} · {found[name]['proof_on']}"
    if "metric" in found:
        found["metric"] = metric_name(found["metric"])
    if "direction" in found:
        found["direction"] = str(Direction(found["direction"]).label)
    if "verdict" in found:
        found["verdict"] = str(Verdict(found["verdict"]).label)
    english = (get_language() or "").startswith("en")
    reasons = found.pop("reason_zh", ""), found.pop("reason_en", "")
    return found | ({"reason": reasons[english]} if any(reasons) else {})
