"""What the page of one improvement shows, and what it offers to whom in which state."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from biaogan.org.permissions import Permission
from biaogan.org.scope import PersonalScope
from biaogan.quality.improvements import forms, policies, queries, tables
from biaogan.quality.improvements.chances import said
from biaogan.quality.improvements.fishbone import bones
from biaogan.quality.models import Improvement
from biaogan.quality.states.improvements import BEFORE_DONE, IMPROVEMENT_MOVES, WORKED_OUT, ImprovementState

WAY = (
    ImprovementState.FOUND,
    ImprovementState.ANALYSED,
    ImprovementState.PLANNED,
    ImprovementState.DONE,
    ImprovementState.VERIFIED,
    ImprovementState.STANDARDISED,
    ImprovementState.CLOSED,
)


def shown(
    improvement: Improvement, scope: PersonalScope, today: date, wrong: forms.Form | None
) -> dict[str, Any]:
    """`wrong`: a form that was refused, shown again in its place with what was typed."""
    offered = _forms(improvement, scope, today)
    kept = next(
        (
            name
            for name, form in offered.items()
            if type(form) is type(wrong) and form.auto_id == wrong.auto_id
        ),
        "",
    )
    actions = improvement.actions.filter(round=improvement.round).select_related("task", "task__owner")
    changes = improvement.goal_changes.select_related("changed_by")
    return {
        "improvement": improvement,
        "state_mark": tables.MARKS[improvement.state],
        "goal": tables.goal(improvement),
        "overdue": improvement.is_overdue(today),
        "chances": [
            tables.in_words(one)
            for one in said(improvement.chances, improvement.metric, float(improvement.size))
        ],
        "steps": [
            _("Problem found"),
            _("Analysed"),
            _("Planned"),
            _("Done"),
            _("Verified"),
            _("Standardised"),
            pgettext("improvement", "Closed"),
        ],
        "current": _place(improvement),
        "findings": improvement.findings.select_related("photo").all(),
        "bones": bones(improvement.causes),
        "actions": tables.actions(actions, today=today),
        "newest": policies.newest(improvement),
        "follow_ups": tables.follow_ups(queries.follow_ups(improvement)),
        "measured_from": queries.measured_from(improvement),
        "goal_changes": tables.goal_changes(changes),
        "standards": improvement.standards.select_related(
            "sop_version__sop", "item_version__item", "training"
        ),
        "history": tables.history(queries.history(improvement)),
        "forms": offered | ({kept: wrong} if kept and wrong else {}),
        "complaint": wrong.complaint() if wrong and not kept else "",
        **_may(improvement, scope),
    }


def _place(improvement: Improvement) -> int:
    """Where on the way it stands; one that was reopened stands at its beginning."""
    if improvement.state in WAY:
        return WAY.index(ImprovementState(improvement.state)) + 1
    return 1


def _may(improvement: Improvement, scope: PersonalScope) -> dict[str, bool]:
    moves, state = IMPROVEMENT_MOVES[improvement.state], improvement.state
    region = scope.allows(Permission.VERIFY_IMPROVEMENTS)
    return {
        "may_analyse": ImprovementState.ANALYSED in moves or state in WORKED_OUT,
        "may_plan": state in WORKED_OUT,
        "may_finish": ImprovementState.DONE in moves,
        "may_verify": ImprovementState.VERIFIED in moves and region,
        "may_standardise": ImprovementState.STANDARDISED in moves
        and region
        and scope.allows(Permission.EDIT_STANDARDS),
        "may_drop": ImprovementState.DROPPED in moves and region,
        "may_reopen": ImprovementState.REOPENED in moves,
        "may_change_goal": state in BEFORE_DONE,
    }


def _forms(improvement: Improvement, scope: PersonalScope, today: date) -> dict[str, forms.Form]:
    due = min(today + queries.USUAL_PROOF / 8, improvement.proof_on)
    return {
        "action": forms.PlanAction(
            auto_id="action-%s",
            scope=scope,
            store=improvement.store,
            initial={"owner": improvement.owner_id, "due": due},
        ),
        "drop": forms.Reason(auto_id="drop-%s"),
        "again": forms.Reason(auto_id="again-%s"),
    }
