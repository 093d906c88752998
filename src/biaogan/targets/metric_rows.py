"""The fact rows behind a figure, each with the place it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl
from django.conf import settings

from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.metrics.cuts import COLUMNS, NOT_KNOWN
from biaogan.engine.metrics.metric import Cut, Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.intake.state import current_version, lineage, snapshot
from biaogan.targets.asked import Asked
from biaogan.targets.numbers import ENGINE, ORDERS, figures, rows_behind

PAGE_LENGTH = 50


@dataclass(frozen=True)
class Source:
    """Where a row came from; `batch` and `line` open it in the file."""

    batch: str
    line: int
    file: str
    sheet: str


@dataclass(frozen=True)
class FactRow:
    kind: str
    ro_no: str | None
    day: object
    fen: int | None
    values: Mapping[str, Any]
    in_numerator: bool
    in_denominator: bool
    source: Source


@dataclass(frozen=True)
class MetricRows:
    """One page of the rows behind the reading of a store and month."""

    metric: Metric
    reading: Reading
    rows: Sequence[FactRow]
    count: int
    in_numerator: int
    in_denominator: int


def metric_rows(metric: Metric, asked: Asked, *, part: tuple[Cut, str] | None = None) -> pl.DataFrame:
    """All rows of the store asked for, or those of one advisor, technician, payer or category."""
    version = (str(settings.BIAOGAN_LAKE), current_version())
    frame = _rows(version, metric.slug, asked.place, asked.month, asked.today)
    return frame if part is None else of_part(frame, part, asked.place)


@lru_cache(maxsize=16)
def _rows(_version: tuple[str, str], slug: str, store: str, month: str, as_of: date) -> pl.DataFrame:
    # Kept, so that leafing through pages and parts asks the engine once.
    return rows_behind(slug, store=store, month=month, as_of=as_of)


def of_part(frame: pl.DataFrame, part: tuple[Cut, str], store: str) -> pl.DataFrame:
    """Rows that name the part themselves, or whose order does where they are silent."""
    cut, name = part
    column = COLUMNS[cut]
    if column not in frame.columns:
        frame = frame.with_columns(pl.lit(None, pl.String).alias(column))
    whole = frame.join(_orders(column, store), on="ro_no", how="left", maintain_order="left")
    own = pl.coalesce(column, "of_order").fill_null(NOT_KNOWN)
    return whole.filter(own == name).drop("of_order")


def _orders(column: str, store: str) -> pl.DataFrame:
    """What the store's orders say: `ro_no` and `of_order`, each order once."""
    with ENGINE:
        orders = snapshot().table(ORDERS)
        if column not in orders.columns:
            return pl.DataFrame(schema={"ro_no": pl.String, "of_order": pl.String})
        chosen = orders.filter((orders.store == store) & orders.surviving)
        named = chosen.select("ro_no", of_order=chosen[column]).to_pyarrow()
    return pl.DataFrame(pl.from_arrow(named)).unique("ro_no")


def page_of_rows(
    metric: Metric, asked: Asked, frame: pl.DataFrame, *, first: int = 0, length: int | None = None
) -> MetricRows:
    """So many rows from `first` on, with their sources; all that remain without a length."""
    # All stores are asked for, as other pages do: their sums are kept together.
    found = figures([metric.slug], months=[asked.month], stores=asked.codes, as_of=asked.today, by="store")
    shown = frame.slice(first, length)
    return MetricRows(
        metric=metric,
        reading=found.at(metric.slug, asked.place, asked.month),
        rows=fact_rows(shown),
        count=frame.height,
        in_numerator=int(frame["counted_in_numerator"].sum()),
        in_denominator=int(frame["counted_in_denominator"].sum()),
    )


def fact_rows(frame: pl.DataFrame) -> list[FactRow]:
    places = lineage(set(frame["batch"].drop_nulls().unique()))
    return [_fact_row(row, places) for row in frame.iter_rows(named=True)]


def _fact_row(row: dict[str, Any], places: dict[str, tuple[str, str]]) -> FactRow:
    file, sheet = places.get(row["batch"], ("", ""))
    kind = row["kind"]
    return FactRow(
        kind=kind,
        ro_no=row["ro_no"],
        day=_first(row, ("settled_at", *KINDS[kind].month_from)),
        fen=_amount(row),
        values={name: row.get(name) for name in TELLING.get(kind, ()) if row.get(name) is not None},
        in_numerator=row["counted_in_numerator"],
        in_denominator=row["counted_in_denominator"],
        source=Source(row["batch"], row["line"], file, sheet),
    )


def _amount(row: dict[str, Any]) -> int | None:
    """The amount of a line; of an order, its totals, which count where it has no lines."""
    totals = [row.get(name) for name in ("labour_total_fen", "parts_total_fen", "misc_total_fen")]
    if row["kind"] == "repair_order" and any(total is not None for total in totals):
        return sum(total or 0 for total in totals)
    return _first(row, ("net_amount_fen", "amount_fen", "net_total_fen"))


def _first(row: dict[str, Any], names: Sequence[str]) -> Any:
    return next((row[name] for name in names if row.get(name) is not None), None)


# What tells a person which case a row is; never a field that says who somebody is.
TELLING: dict[str, tuple[str, ...]] = {
    "repair_order": ("ro_type_text", "biz_type_text", "model", "opened_at", "delivered_at", "promised_first"),
    "ro_labour": ("op_name", "std_hours_milli", "payer_text", "cost_amount_fen"),
    "ro_part": ("part_name", "part_class_text", "qty_milli", "payer_text", "cost_amount_fen"),
    "ro_misc": ("kind", "payer_text"),
    "survey": ("score_milli", "nps_score_milli", "status"),
    "complaint": ("complaint_no", "type", "first_contact_at", "closed_at"),
    "appointment": ("appt_no", "status_text", "planned_at", "arrived_at"),
    "staff": ("position", "hire_date", "leave_date"),
    "position_plan": ("position", "planned_posts", "filled_posts"),
    "attendance": ("date", "attended_hours_milli", "clocked_hours_milli"),
    "training_record": ("course_name", "due_date", "result_text"),
    "certification": ("level", "issued_at", "expires_at"),
    "vehicle": ("model", "sale_date"),
    "finance_month": ("month", "revenue_aftersales_fen", "gp_aftersales_fen"),
    "target": ("kpi_code", "month", "value_milli"),
    "service_product": ("kind", "sold_at", "income_fen"),
    "insurance_policy": ("product", "sold_at", "commission_fen"),
}
