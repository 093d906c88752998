"""Cars that have stood open for too long: the work in progress of `wip-orders`, order by order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from biaogan.engine.metrics.marts import Marts

if TYPE_CHECKING:
    from biaogan.engine.facts.snapshot import Snapshot


def open_orders(snapshot: Snapshot, *, stores: Sequence[str], opened_before: datetime) -> pl.DataFrame:
    """Orders of work in progress that were opened before a moment, oldest first: store, ro_no, opened_at.

    Work in progress as the metric `wip-orders` (kpi_dictionary P12) counts it: external repair orders
    that are neither void nor counter sales, opened and not yet settled.
    """
    orders = Marts(snapshot, tuple(stores)).placed("order")
    waiting = orders.filter(
        ~orders.internal & ~orders.counter & ~orders.settled & (orders.opened_at < opened_before)
    )
    found = waiting.select("store", "ro_no", "opened_at").to_pyarrow()
    return pl.DataFrame(pl.from_arrow(found)).sort("opened_at", "store", "ro_no")
