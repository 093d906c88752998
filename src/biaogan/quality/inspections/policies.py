"""What is not allowed with inspections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from biaogan.org.models import Person, Store
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import Scope
from biaogan.quality.inspections.results import Line
from biaogan.quality.models import Inspection, InspectionKind, InspectionTemplate
from biaogan.quality.models.inspections import inspects_from_outside

FARTHEST = timedelta(days=400)
NAMED = 3  # items named in a refusal; the page marks the others


class Conflict(NotAllowed):
    """The key was used for something else, or the inspection is closed; sending again will not help."""


def may_carry_out(inspection: Inspection, scope: Scope) -> bool:
    return inspection.kind == InspectionKind.SELF or inspects_from_outside(scope)


def check_kind(kind: str, scope: Scope) -> None:
    if kind != InspectionKind.SELF and not inspects_from_outside(scope):
        raise NotAllowed(_("A store's own people plan self checks; visits are planned by the region."))


def check_plan(*, template: InspectionTemplate, store: Store, planned_on: date, today: date) -> None:
    if template.retired_on is not None:
        raise NotAllowed(_("This template is no longer used. Please choose another."))
    if not store.is_active:
        raise NotAllowed(_("This store is closed."))
    if not today <= planned_on <= today + FARTHEST:
        raise NotAllowed(_("The date must lie between today and one year from now."))


def check_some(versions: Sequence[object]) -> None:
    if not versions:
        raise NotAllowed(_("No check item of this template is in use. Please add some first."))


def check_open(inspection: Inspection) -> None:
    if inspection.is_signed:
        sentence = _("This inspection was signed off by %(name)s. What you did is not part of it.")
        name = inspection.signed_by.display_name if inspection.signed_by else "—"
        raise Conflict(sentence % {"name": name})
    if not inspection.is_open:
        raise Conflict(_("This inspection was cancelled."))


def check_points(points: int | None, scores: Sequence[dict[str, object]]) -> None:
    if points is not None and points not in {score["points"] for score in scores}:
        raise NotAllowed(_("This item has no score of %(points)d points.") % {"points": points})


def check_complete(lines: Sequence[Line]) -> None:
    """Every item answered, failures with their photo where one is wanted, no two devices at odds."""
    _refuse_some(
        [line for line in lines if line.current is None],
        _("Items without an answer: %(count)d"),
    )
    _refuse_some(
        [line for line in lines if line.lacks_photo],
        _("Failed items that need a photo: %(count)d"),
    )
    _refuse_some(
        [line for line in lines if line.unseen],
        _("Items answered differently on two devices, where you choose which answer holds: %(count)d"),
    )


def _refuse_some(lines: Sequence[Line], sentence: str) -> None:
    if lines:
        named = "; ".join(line.text for line in lines[:NAMED])
        more = " …" if len(lines) > NAMED else ""
        raise NotAllowed(f"{sentence % {'count': len(lines)}}: {named}{more}")


def check_signatures(inspection: Inspection, *, store: object, inspector: object, because: str) -> None:
    if inspector is None:
        raise NotAllowed(_("The signature of the inspector is missing."))
    if inspection.kind != InspectionKind.SELF and store is None and not because.strip():
        raise NotAllowed(_("The signature of the store is missing. If it does not sign, say why."))


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(_("Please give a reason."))


def check_inspector(person: Person, *, kind: str, store: Store) -> None:
    """Whoever is named can see the store and may inspect it."""
    from biaogan.org.scope import scope_of

    theirs = scope_of(person)
    if store.code not in theirs.store_codes:
        raise NotAllowed(_("%(name)s does not work for this store.") % {"name": person.display_name})
    if kind != InspectionKind.SELF and not inspects_from_outside(theirs):
        raise NotAllowed(_("%(name)s may only do self checks.") % {"name": person.display_name})
