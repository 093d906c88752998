"""Tables prepared from the facts, one per thing that is counted; every metric adds up one of them.

A mart is a function of a snapshot written in Ibis alone, so that the embedded and the distributed
engine compute the same. Every mart has a column `store` and one or more month columns, months being
whole numbers (year x 12 + month - 1). Joins are many-to-one: no row of the counted thing is doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from biaogan.engine.facts.snapshot import empty
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
from biaogan.engine.metrics.marts.compiled import ANY_DAY, ANY_STORES, OF_REGION, Question, filled, question

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.facts.engines import Embedded
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
    "root": Mart(orders.roots, kept=True),
    "order": Mart(orders.orders, kept=True),
    "money": Mart(lines.money),
    "visit": Mart(visits.visits, kept=True),
    "followed": Mart(visits.followed),
    "seen": Mart(visits.seen),
    "settlement": Mart(visits.settlements),
    "booked": Mart(appointments.booked),
    "pair": Mart(returns.close_pairs, kept=True),
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
    "protected": Mart(warranty.protected, kept=True, wide=True),
    "risks": Mart(warranty.risks, kept=True, wide=True),
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
    """The marts of one snapshot for some stores, each store by itself or all of them as one place.

    Without stores: each store of the facts by itself.
    """

    snapshot: Snapshot
    stores: Sequence[str] | None = None
    as_region: bool = False

    def fact(self, kind: str) -> ibis.Table:
        return self.snapshot.table(kind)

    def table(self, name: str) -> ibis.Table:
        """The mart `name`; its rows belong to `region` where the region is looked at as one place."""
        mart = REGISTRY[name]
        wide = self.as_region and mart.wide
        key = f"mart {name}" + (f" {','.join(sorted(self.stores or ()))}" if wide else "")
        tables = self.snapshot.tables
        if key not in tables:
            tables[key] = self._kept(name) if mart.kept else mart.build(self)
        return tables[key]

    def _kept(self, name: str) -> ibis.Table:
        engine = self.snapshot.embedded
        if engine is None:
            return REGISTRY[name].build(self).cache()
        label = OUTLINES[self.as_region].label(name)
        self._make(engine, label)
        return engine.made(filled(label, self.stores or ()))

    def placed(self, name: str) -> ibis.Table:
        """The mart with `store` holding the place of the reading; other stores' rows left out."""
        table = self.table(name)
        if self.stores is not None and not (REGISTRY[name].wide and self.as_region):
            table = table.filter(table.store.isin(list(self.stores)))
            return table.mutate(store=_region()) if self.as_region else table
        return table

    def place(self, table: ibis.Table) -> ibis.Table:
        """For the builders of wide marts: rows of the stores asked for, moved to the place they count for."""
        if not self.as_region:
            return table
        return table.filter(table.store.isin(list(self.stores or ()))).mutate(store=_region())

    def asked(self, name: str, declare: Declare, day: date) -> list[tuple[Any, ...]]:
        """The rows that answer a question to the marts up to a day; none where there is nothing to ask.

        `name` is the question's own: the same declaration is compiled once.
        """
        engine = self.snapshot.embedded
        if engine is None:
            declared = declare(self, day)
            rows = declared.to_pyarrow().to_pylist() if declared is not None else []
            return [tuple(row.values()) for row in rows]
        outline = OUTLINES[self.as_region]
        found = question(name, self.snapshot.compiled, lambda: declare(outline, ANY_DAY), engine.compiled)
        self._stand(engine, found)
        return engine.answer(filled(found.sql, self.stores or (), day)) if found.sql else []

    def _stand(self, engine: Embedded, asked: Question) -> None:
        for need in asked.needs:
            kind = need.removeprefix(FACT)
            self._make(engine, need) if kind == need else self.snapshot.stand(kind)

    def _make(self, engine: Embedded, label: str) -> None:
        """Make the kept mart of a label, and what it is made of, unless it stands."""
        own = filled(label, self.stores or ())
        if own in self.snapshot.standing:
            return
        outline = OUTLINES[label.endswith(OF_REGION)]
        name = label.removeprefix(MART).removesuffix(OF_REGION)
        made = question(label, self.snapshot.compiled, lambda: outline.declared(name), engine.compiled)
        self._stand(engine, made)
        engine.make(own, filled(made.sql, self.stores or ()))
        self.snapshot.standing.add(own)


Declare = Callable[[Marts, date], "ibis.Table | None"]
FACT, MART = "fact_", "mart_"


class Outline(Marts):
    """The marts as declared, over tables that are named and need not be there: what questions are made of."""

    def __init__(self, *, as_region: bool) -> None:
        stores = ANY_STORES if as_region else None
        for name, value in (("stores", stores), ("as_region", as_region), ("known", {})):
            object.__setattr__(self, name, value)

    known: dict[str, ibis.Table]

    def label(self, name: str) -> str:
        return f"{MART}{name}" + (OF_REGION if self.as_region and REGISTRY[name].wide else "")

    def declared(self, name: str) -> ibis.Table:
        if name not in self.known:
            self.known[name] = REGISTRY[name].build(self)
        return self.known[name]

    def fact(self, kind: str) -> ibis.Table:
        import ibis

        return ibis.table(ibis.Schema.from_pyarrow(empty(kind).schema), name=f"{FACT}{kind}")

    def table(self, name: str) -> ibis.Table:
        import ibis

        declared = self.declared(name)
        return ibis.table(declared.schema(), name=self.label(name)) if REGISTRY[name].kept else declared


OUTLINES = {as_region: Outline(as_region=as_region) for as_region in (False, True)}


def _region() -> ibis.Scalar:
    import ibis

    return ibis.literal(REGION)
