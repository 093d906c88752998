"""Tables prepared from the facts, one per thing that is counted; every metric adds up one of them.

A mart is a function of a snapshot written in Ibis alone, so that the embedded and the distributed
engine compute the same. Every mart has a column `store` and one or more month columns, months being
whole numbers (year x 12 + month - 1). Joins are many-to-one: no row of the counted thing is doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts import (
    appointments,
    business,
    capacity,
    checks,
    contracts,
    ledger,
    lines,
    orders,
    people,
    returns,
    services,
    stock,
    vehicles,
    visits,
    voices,
    warranty,
)

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.facts.snapshot import Snapshot

REGION = "region"


@dataclass(frozen=True)
class Mart:
    """How a mart is built; `kept` marts are computed once per snapshot and shared.

    `wide` marts differ when the whole region is looked at as one place (a vehicle seen in two stores).
    """

    build: Callable[[Marts], ibis.Table]
    kept: bool = False
    wide: bool = False


REGISTRY: dict[str, Mart] = {
    "surviving": Mart(orders.surviving, kept=True),
    "parents": Mart(orders.parents, kept=True),
    "order": Mart(orders.orders, kept=True),
    "money": Mart(lines.money),
    "visit": Mart(visits.visits, kept=True),
    "followed": Mart(visits.followed),
    "seen": Mart(visits.seen),
    "settlement": Mart(visits.settlements),
    "booked": Mart(appointments.booked),
    "return": Mart(returns.returns, kept=True),
    "repair": Mart(returns.repairs, kept=True),
    "wip": Mart(orders.open_orders),
    "appointment": Mart(appointments.appointments),
    "survey": Mart(voices.surveys),
    "complaint": Mart(voices.complaints),
    "value_added": Mart(business.value_added),
    "finance": Mart(business.finance),
    "target": Mart(business.targets),
    "attendance": Mart(people.attendance),
    "training": Mart(people.training),
    "certificate": Mart(people.certificates),
    "team": Mart(people.team),
    "leaver": Mart(people.leavers, wide=True),
    "post": Mart(people.posts),
    "vehicle_month": Mart(vehicles.vehicle_months, kept=True, wide=True),
    "active": Mart(vehicles.active_spans, kept=True, wide=True),
    "loyal": Mart(vehicles.loyal_spans, kept=True, wide=True),
    "vehicle": Mart(vehicles.events, wide=True),
    "sold": Mart(services.sold, wide=True),
    "service_day": Mart(services.service_days, kept=True, wide=True),
    "service": Mart(services.due, wide=True),
    "stock": Mart(stock.stock),
    "demand": Mart(stock.demand),
    "issue": Mart(stock.issues),
    "document": Mart(ledger.documents),
    "owed": Mart(ledger.owed),
    "policy": Mart(contracts.policies, wide=True),
    "underwritten": Mart(contracts.underwritten),
    "covered": Mart(contracts.covered),
    "expiring": Mart(contracts.expiring),
    "expired": Mart(warranty.expired, wide=True),
    "protected": Mart(warranty.protected, wide=True),
    "risks": Mart(warranty.risks, wide=True),
    "risk": Mart(warranty.risk_steps, wide=True),
    "bay_day": Mart(capacity.bay_days),
    "received": Mart(capacity.received),
    "duty": Mart(capacity.duty),
    "check": Mart(checks.checks),
    "checked": Mart(checks.checked),
    "trading": Mart(checks.trading),
    "improvement": Mart(checks.improvements),
    "lesson": Mart(people.lessons),
    "hire": Mart(people.hires, wide=True),
}


@dataclass(frozen=True)
class Marts:
    """The marts of one snapshot for some stores, each store by itself or all of them as one place."""

    snapshot: Snapshot
    stores: Sequence[str]
    as_region: bool = False

    def fact(self, kind: str) -> ibis.Table:
        return self.snapshot.table(kind)

    def table(self, name: str) -> ibis.Table:
        """The mart `name`; its rows belong to `region` where the region is looked at as one place."""
        mart = REGISTRY[name]
        key = f"mart {name}" + (f" {','.join(sorted(self.stores))}" if self.as_region and mart.wide else "")
        tables = self.snapshot.tables
        if key not in tables:
            built = mart.build(self)
            tables[key] = built.cache() if mart.kept else built
        return tables[key]

    def placed(self, name: str) -> ibis.Table:
        """The mart with `store` holding the place of the reading; other stores' rows left out."""
        table = self.table(name)
        if not REGISTRY[name].wide or not self.as_region:
            table = table.filter(table.store.isin(list(self.stores)))
            return table.mutate(store=_region()) if self.as_region else table
        return table

    def place(self, table: ibis.Table) -> ibis.Table:
        """For the builders of wide marts: rows of the stores asked for, moved to the place they count for."""
        if not self.as_region:
            return table
        return table.filter(table.store.isin(list(self.stores))).mutate(store=_region())


def _region() -> ibis.Scalar:
    import ibis

    return ibis.literal(REGION)
