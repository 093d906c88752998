"""What stores report of themselves, beside what is counted from their files; it never replaces that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.engine.metrics.metric import Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.intake.state import current_version
from biaogan.org.models import Store
from biaogan.targets.metric_page import MetricPage
from biaogan.targets.orders import facts
from biaogan.targets.words import page_language
from biaogan.targets.written import bare, column_unit
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

KIND = "reported_kpi"
SAME_PERCENT = 2  # dictionary 7.A 17: up to here the two say the same


@dataclass(frozen=True)
class Reported:
    """`value` as the store wrote it, in the metric's unit; `apart` in percent of ours, None without ours."""

    store: Store
    value: Decimal
    ours: Decimal | None
    batch: str
    line: int

    @property
    def apart(self) -> Decimal | None:
        if self.ours is None or self.ours == 0:
            return None
        return 100 * (self.value - self.ours) / abs(self.ours)

    @property
    def differs(self) -> bool:
        return self.apart is not None and abs(self.apart) > SAME_PERCENT


def reported(metric: Metric, month: str, readings: Sequence[tuple[Store, Reading]]) -> list[Reported]:
    """The stores that report this metric for the month; of several rows the last one counts."""
    rows = facts(current_version(), KIND).filter(
        pl.col("code") == metric.slug,
        pl.col("month") == month,
        pl.col("store").is_in([store.code for store, _reading in readings]),
    )
    told = rows.sort("batch", "line").select("store", "value_milli", "batch", "line").collect()
    last = {store: (milli, batch, line) for store, milli, batch, line in told.iter_rows()}
    return [
        Reported(store, Decimal(milli) / 1000, _decimal(reading), batch, line)
        for store, reading in readings
        if store.code in last
        for milli, batch, line in [last[store.code]]
    ]


def _decimal(reading: Reading) -> Decimal | None:
    return None if reading.value is None else Decimal(reading.value)


def table(page: MetricPage, *, linked: bool) -> Table | None:
    """Reported beside counted; None where no store reports the metric."""
    metric, about = page.metric, page.asked
    readings = [(one.store, one.reading) for one in page.stores if one.store]
    if about.store:
        readings = [pair for pair in readings if pair[0] == about.store] or [(about.store, page.own.reading)]
    found = reported(metric, about.month, readings)
    if not found:
        return None
    unit = column_unit(metric, page_language())
    columns = [
        Column(_("Store")),
        Column(_("The store says"), unit=unit, number=True),
        Column(_("We count"), unit=unit, number=True),
        Column(_("Difference"), unit="%", number=True),
    ]
    return Table(
        _("Reported by the stores themselves"), columns, [_row(metric, one, linked) for one in found]
    )


def _row(metric: Metric, one: Reported, linked: bool) -> list[Cell | object]:
    source = reverse("intake:row", args=[one.batch, one.line]) if linked else ""
    apart = None if one.apart is None else formats.grouped(one.apart, 1)
    note = _("More than 2 percent apart: ask which orders the store counts.") if one.differs else ""
    return [
        one.store.name,
        Cell(bare(metric, one.value), url=source),
        bare(metric, one.ours),
        Cell(apart, status="watch" if one.differs else "", note=note),
    ]
