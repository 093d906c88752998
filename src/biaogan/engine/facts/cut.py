"""The facts as they would have stood at the end of a day: what a running month is compared with.

A running month holds only what has happened so far. Beside a whole month it looks small, beside the
same days of that month it does not, provided that what happened after those days is not known yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from biaogan.engine.facts.snapshot import Snapshot

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue, Value

# When a row happened, best first; kinds that are not named describe a state and stay whole.
HAPPENED: dict[str, tuple[str, ...]] = {
    "repair_order": ("opened_at",),
    "settlement": ("settled_at",),
    "appointment": ("planned_at",),
    "survey": ("service_date",),
    "complaint": ("received_at",),
    "attendance": ("date",),
    "training_record": ("due_date",),
    "certification": ("issued_at",),
    "insurance_policy": ("sold_at", "start"),
    "service_product": ("sold_at",),
    "inspection": ("date",),
    "improvement": ("raised_on",),
    "part_stock": ("date",),
    "part_demand": ("requested_at",),
}

# What happens to a row later: the moment, and the columns that are known only from then on. An
# order's and an appointment's status stay: nobody knows when they changed, and void must stay void.
LATER: dict[str, dict[str, tuple[str, ...]]] = {
    "repair_order": {
        "completed_at": ("is_completed",),
        "submitted_at": (),
        "settled_at": (),
        "delivered_at": ("is_delivered",),
        "cashed_at": (),
        "follow_up_date": ("follow_up_3d", "no_follow_up_reason"),
    },
    "appointment": {"arrived_at": ()},
    "survey": {
        "answered_at": ("score_milli", "nps_score_milli", "fixed_first_time", "promise_kept", "comment"),
    },
    "complaint": {
        "first_contact_at": ("handled_in_time",),
        "closed_at": ("resolution", "satisfied", "reopened"),
    },
    "training_record": {"completed_at": ("result", "result_text")},
    "improvement": {"verified_on": ("effect_milli",)},
}


def cut(snapshot: Snapshot, day: date) -> Snapshot:
    """The facts of `snapshot` as they would have stood at the end of `day`, on the same connection.

    Rows that happened later are left out, later moments of the rows that stay are null. Of an order's
    rows the one with the latest settlement until then survives, as when facts are merged. The lines of
    an order stay: they count where their order does. Vehicles, staff, plans, targets and accounts stay
    whole. The version is that of `snapshot`, "@" and the day.
    """
    return _Cut(version=f"{snapshot.version}@{day}", connection=snapshot.connection, whole=snapshot, day=day)


@dataclass(kw_only=True)
class _Cut(Snapshot):
    """Tables are derived when they are asked for: figures already worked out ask for none."""

    whole: Snapshot
    day: date

    @property
    def embedded(self) -> None:
        """Its facts are no tables of the engine, only questions to them."""
        return

    def table(self, kind: str) -> ibis.Table:
        if kind not in self.tables:
            self.tables[kind] = _until(self.whole.table(kind), kind, self.day)
        return self.tables[kind]


def _until(facts: ibis.Table, kind: str, day: date) -> ibis.Table:
    if kind in HAPPENED:
        facts = facts.filter(~_after(_first_known(facts, HAPPENED[kind]), day))
    if kind == "repair_order":
        facts = facts.filter(~(_yes(facts.is_reversal) & _after(facts.settled_at, day)))
    for moment, carried in LATER.get(kind, {}).items():
        facts = _unknown_yet(facts, moment, carried, day)
    return _surviving(facts) if kind == "repair_order" else facts


def _first_known(facts: ibis.Table, columns: Sequence[str]) -> Value:
    first, *others = [facts[column] for column in columns]
    return first.coalesce(*others) if others else first


def _unknown_yet(facts: ibis.Table, moment: str, carried: Sequence[str], day: date) -> ibis.Table:
    after = _after(facts[moment], day)
    return facts.mutate(**{name: after.ifelse(None, facts[name]) for name in (*carried, moment)})


def _surviving(orders: ibis.Table) -> ibis.Table:
    """An order settled anew later still counts as it was settled first."""
    import ibis

    newest = ibis.window(
        group_by=["store", "ro_no", orders.is_reversal.fill_null(False)],  # noqa: FBT003
        order_by=[
            ibis.desc(orders.settled_at, nulls_first=False),
            ibis.desc(_yes(orders.surviving).cast("int64")),
            ibis.desc(orders.batch, nulls_first=False),
            ibis.desc(orders.line),
        ],
    )
    ranked = orders.mutate(_rank=ibis.row_number().over(newest))
    return ranked.mutate(surviving=(ranked["_rank"] == 0) & ~_yes(ranked.is_reversal)).drop("_rank")


def _after(moment: Value, day: date) -> BooleanValue:
    """Whether something is known to have happened after the day."""
    return _yes(moment.cast("date") > day)


def _yes(flag: BooleanValue) -> BooleanValue:
    return flag.fill_null(False)  # noqa: FBT003
