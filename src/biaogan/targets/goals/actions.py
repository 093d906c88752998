"""Setting targets: one transaction, a version for every cell that changes, the audit event inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.org import audit
from biaogan.org.models import Person, Region, Store
from biaogan.targets.goals import policies
from biaogan.targets.goals.goal import Goal, Key, region_place
from biaogan.targets.goals.policies import CannotSet
from biaogan.targets.goals.stored import own_goals
from biaogan.targets.models import GoalSource, GoalVersion


@dataclass(frozen=True)
class Wish:
    """A cell as somebody wants it; without a value its target is taken back.

    `seen` is what stood there when they looked.
    """

    slug: str
    place: Store | Region
    month: str
    value: Decimal | None
    seen: Decimal | None = None

    @property
    def key(self) -> Key:
        place = self.place.code if isinstance(self.place, Store) else region_place(self.place.pk)
        return self.slug, place, self.month


class Refused(CannotSet):
    """Nothing was set; a sentence for every cell that stands in the way."""

    def __init__(self, reasons: Mapping[Key, str]) -> None:
        super().__init__(next(iter(reasons.values())))
        self.reasons = reasons


@transaction.atomic
def set_goals(
    *, wishes: Sequence[Wish], source: GoalSource, note: str = "", at: datetime, by: Person | None
) -> int:
    """How many targets changed; what already stands so is left alone. Raises Refused, and then sets none."""
    _take_turns(wishes)
    now = _standing(wishes, at)
    changes = [wish for wish in wishes if _value(now.get(wish.key)) != wish.value]
    _check(changes, now, note=note, at=at)
    rows = _rows(changes, source=source, note=note.strip(), at=at, by=by)
    GoalVersion.objects.bulk_create(rows)
    _note(changes, now, by=by)
    return len(rows)


def _take_turns(wishes: Sequence[Wish]) -> None:
    """Two people who set targets of the same places do so one after the other."""
    stores = sorted({wish.place.pk for wish in wishes if isinstance(wish.place, Store)})
    regions = sorted({wish.place.pk for wish in wishes if isinstance(wish.place, Region)})
    list(Region.objects.select_for_update().filter(pk__in=regions).order_by("pk"))
    list(Store.objects.select_for_update(of=("self",)).filter(pk__in=stores).order_by("pk"))


def _standing(wishes: Sequence[Wish], at: datetime) -> Mapping[Key, Goal]:
    return own_goals(
        {wish.slug for wish in wishes},
        stores={wish.place.code for wish in wishes if isinstance(wish.place, Store)},
        regions={wish.place.pk for wish in wishes if isinstance(wish.place, Region)},
        months={wish.month for wish in wishes},
        as_of=timezone.localdate(at),
    )


def _value(goal: Goal | None) -> Decimal | None:
    return goal.value if goal else None


def _check(changes: Sequence[Wish], now: Mapping[Key, Goal], *, note: str, at: datetime) -> None:
    reasons = {}
    for wish in changes:
        try:
            _check_one(wish, now.get(wish.key), note=note, at=at)
        except CannotSet as refusal:
            reasons[wish.key] = str(refusal)
    if reasons:
        raise Refused(reasons)


def _check_one(wish: Wish, now: Goal | None, *, note: str, at: datetime) -> None:
    before = _value(now)
    if before != wish.seen:
        raise CannotSet(_("Somebody has changed this target in the meantime. Please look at it again."))
    if wish.value is not None:
        policies.check_value(CATALOGUE[wish.slug], wish.value)
        if isinstance(wish.place, Store):
            policies.check_month(wish.month, opened_on=wish.place.opened_on)
    if policies.needs_reason(wish.month, before=before, day=timezone.localdate(at)) and not note.strip():
        raise CannotSet(_("This target already holds: say why it changes."))


def _rows(
    changes: Sequence[Wish], *, source: GoalSource, note: str, at: datetime, by: Person | None
) -> list[GoalVersion]:
    last = _last_versions(changes)
    return [
        GoalVersion(
            slug=wish.slug,
            store=wish.place if isinstance(wish.place, Store) else None,
            region=wish.place if isinstance(wish.place, Region) else None,
            month=wish.month,
            version=last.get(wish.key, 0) + 1,
            value=wish.value,
            valid_from=timezone.localdate(at),
            set_at=at,
            set_by=by,
            source=source,
            note=note,
        )
        for wish in changes
    ]


def _last_versions(changes: Sequence[Wish]) -> dict[Key, int]:
    rows = GoalVersion.objects.filter(
        slug__in={wish.slug for wish in changes}, month__in={wish.month for wish in changes}
    ).order_by("version")
    return {
        (slug, code or region_place(region), month): version
        for slug, code, region, month, version in rows.values_list(
            "slug", "store__code", "region", "month", "version"
        )
    }


def _note(changes: Sequence[Wish], now: Mapping[Key, Goal], *, by: Person | None) -> None:
    """One event for each metric and place, month by month."""
    groups: dict[tuple[str, str], list[Wish]] = {}
    for wish in changes:
        groups.setdefault(wish.key[:2], []).append(wish)
    for (slug, _place), wishes in groups.items():
        place = wishes[0].place
        before = {wish.month: _value(now.get(wish.key)) for wish in wishes}
        after = {wish.month: wish.value for wish in wishes}
        audit.record(
            "targets-set",
            by=by,
            about="target",
            key=f"{slug} · {place.name}",
            store=place.code if isinstance(place, Store) else "",
            details={"before": before, "after": after},
        )
