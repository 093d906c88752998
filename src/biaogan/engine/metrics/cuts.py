"""Dividing a mart further: by advisor, technician, payer, category of work, vehicle age, model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import month_of
from biaogan.engine.metrics.metric import Cut

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import IntegerColumn, StringValue

    from biaogan.engine.metrics.marts import Marts

NO_CUT = ""
NOT_KNOWN = "unknown"
COLUMNS = {Cut.ADVISOR: "sa_id", Cut.TECHNICIAN: "tech_id", Cut.PAYER: "payer", Cut.BIZ_TYPE: "biz_type"}
# Completed years from which a band starts; the last band is open.
AGE_BANDS = ((0, "0-1"), (1, "1-2"), (2, "2-3"), (3, "3-4"), (4, "4-5"), (5, "5-7"), (7, "7+"))


def with_cut(marts: Marts, table: ibis.Table, cut: Cut | None, when: str) -> ibis.Table | None:
    """The mart with the column `part`; None where the mart cannot be divided so."""
    import ibis

    if cut is None:
        return table.mutate(part=ibis.literal(NO_CUT))
    if cut in COLUMNS:
        if COLUMNS[cut] not in table.columns:
            return None
        return table.mutate(part=table[COLUMNS[cut]].fill_null(NOT_KNOWN))
    if not {"vin", "model", "sale_date"} <= set(table.columns):
        return None
    return _by_vehicle(marts, table, cut, when)


def _by_vehicle(marts: Marts, table: ibis.Table, cut: Cut, when: str) -> ibis.Table:
    vehicles = marts.fact("vehicle")
    bought = vehicles.sale_date.coalesce(vehicles.registered_date, vehicles.warranty_start)
    known = vehicles.select("vin", its_model=vehicles.model, its_sale=bought)
    joined = table.left_join(known, "vin")
    if cut is Cut.MODEL:
        part = joined.its_model.coalesce(joined.model, NOT_KNOWN)
    else:
        months = joined[when] - month_of(joined.its_sale.coalesce(joined.sale_date))
        part = age_band(months)
    return joined.mutate(part=part)


def age_band(months: IntegerColumn) -> StringValue:
    """The band of an age in months; vehicles without a sale date are `unknown`."""
    import ibis

    branches = [(months.isnull() | (months < 0), NOT_KNOWN)]
    branches += [(months >= 12 * first, label) for first, label in reversed(AGE_BANDS)]
    return ibis.cases(*branches, else_=NOT_KNOWN)
