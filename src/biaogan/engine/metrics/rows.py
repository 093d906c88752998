"""The fact rows behind a reading: what was counted, and on which side."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.marts import Marts
from biaogan.engine.metrics.marts.shape import among
from biaogan.engine.metrics.marts.vehicles import AGE_BANDS, QUARTER, YEAR, own_sold
from biaogan.engine.metrics.measure import (
    Given,
    Less,
    Level,
    Mean,
    MeanLevel,
    Measure,
    Nowhere,
    Sum,
    Total,
    Window,
)
from biaogan.engine.metrics.reading import month_number

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.facts.snapshot import Snapshot

KEYS = ["kind", "batch", "line"]
NO_KEYS = {"kind": pl.String(), "batch": pl.String(), "line": pl.Int64()}
# Marts whose rows are one fact row each, and the kind of that fact.
DIRECT = {
    "order": "repair_order", "appointment": "appointment", "survey": "survey", "complaint": "complaint",
    "finance": "finance_month", "target": "target", "attendance": "attendance", "training": "training_record",
    "post": "position_plan", "leaver": "staff", "sold": "vehicle", "lesson": "training_record",
    "hire": "staff", "improvement": "improvement",
}  # fmt: skip
OF_VISITS = ("visit", "repair", "followed", "booked", "received", "protected", "seen")


class Piece(NamedTuple):
    """A total as one side of a reading uses it: the months it is added over, or whose ends it is taken at."""

    total: Total
    first: int
    last: int


def rows(snapshot: Snapshot, slug: str, *, store: str, month: str, as_of: date) -> pl.DataFrame:
    """The fact rows behind a store's reading of a month, each once.

    Columns: kind, batch, line, store, ro_no, counted_in_numerator, counted_in_denominator, then the
    facts' own fields (of several kinds where several are counted; null where a kind has no such field).
    For visits these are the orders of the visits; for vehicles their visits' orders of two years.
    Raises KeyError for an unknown slug.
    """
    metric, number = metric_of(slug), month_number(month)
    marts = Marts(snapshot, (store,))
    asked = _Asked(marts, as_of)
    marks = [asked.side(metric.numerator, number).with_columns(side=pl.lit("numerator"))]
    if metric.denominator is not None:
        marks.append(asked.side(metric.denominator, number).with_columns(side=pl.lit("denominator")))
    counted = (
        pl.concat(marks)
        .group_by(KEYS)
        .agg(
            counted_in_numerator=(pl.col("side") == "numerator").any(),
            counted_in_denominator=(pl.col("side") == "denominator").any(),
        )
    )
    return _with_fields(snapshot, counted, store)


class _Asked(NamedTuple):
    """The marts asked, and the day up to which follow-up windows have elapsed."""

    marts: Marts
    as_of: date

    def side(self, measure: Measure, last: int, first: int | None = None) -> pl.DataFrame:
        """Keys of the fact rows that one side of a reading counts."""
        first = last if first is None else first
        match measure:
            case Total():
                found = keys(self.marts, Piece(measure, first, last), self.as_of)
            case Level():
                found = keys(self.marts, Piece(measure.steps, last, last), self.as_of)
            case MeanLevel():
                found = keys(
                    self.marts, Piece(measure.level.steps, last - measure.ends + 1, last), self.as_of
                )
            case Window() | Mean():
                found = self.side(measure.measure, last, last - measure.months + 1)
            case Given():
                found = self.side(measure.measure, last, first)
            case Sum() | Less() | Nowhere():
                found = self.combined(measure, last, first)
            case _:
                raise TypeError(f"rows of {measure} are not known")
        return found

    def combined(self, measure: Sum | Less | Nowhere, last: int, first: int) -> pl.DataFrame:
        if isinstance(measure, Less):
            return self.less(measure, last, first)
        if isinstance(measure, Nowhere):
            return pl.DataFrame(schema=NO_KEYS)
        parts = (*measure.plus, *measure.minus)
        return pl.concat([self.side(part, last, first) for part in parts]).unique()

    def less(self, measure: Less, last: int, first: int) -> pl.DataFrame:
        """Of cases, those on one side alone (failures leave, detractors count); of money, all amounts."""
        whole, part = self.side(measure.whole, last, first), self.side(measure.part, last, first)
        if measure.scale != 1:
            return pl.concat([whole, part]).unique()
        return pl.concat([whole.join(part, on=KEYS, how="anti"), part.join(whole, on=KEYS, how="anti")])


def keys(marts: Marts, piece: Piece, as_of: date) -> pl.DataFrame:
    """(kind, batch, line) of the fact rows that a total counts."""
    total = piece.total
    if total.mart == "wip":
        found = _open_orders(marts, piece.last)
    elif total.mart == "vehicle":
        found = _vehicles(marts, total.name, piece.last)
    elif total.mart == "team":
        found = _staff(marts, piece)
    elif total.mart == "owed":
        found = _owed(marts, piece)
    elif total.mart == "risk":
        found = _risks(marts, piece)
    elif total.mart == "service":
        found = _services(marts, piece, as_of)
    else:
        found = _counted(marts, piece, as_of)
    return pl.DataFrame(pl.from_arrow(found.select(*KEYS).distinct().to_pyarrow()))


def _counted(marts: Marts, piece: Piece, as_of: date) -> ibis.Table:
    import ibis

    total = piece.total
    table = marts.placed(total.mart)
    table = table.filter(table[total.when].between(piece.first, piece.last))
    if total.where:
        table = table.filter(total.where(table))
    if total.closes:
        table = table.filter(table[total.closes] <= as_of)
    if total.add and total.quantile is None:
        table = table.filter(table[total.add].notnull())
    if total.mart in OF_VISITS:
        return _orders_of(marts, table)
    if total.mart in DIRECT:
        return table.mutate(kind=ibis.literal(DIRECT[total.mart]))
    return table


def _orders_of(marts: Marts, visits: ibis.Table) -> ibis.Table:
    import ibis

    orders = marts.table("order")
    chosen = visits.select("store", "visit").distinct()
    return orders.join(chosen, ["store", "visit"]).mutate(kind=ibis.literal("repair_order"))


def _open_orders(marts: Marts, month: int) -> ibis.Table:
    import ibis

    orders = marts.placed("order")
    orders = orders.filter(~orders.internal & ~orders.counter & (orders.opened_month <= month))
    still = orders.filter(orders.settled_month.isnull() | (orders.settled_month > month))
    return still.mutate(kind=ibis.literal("repair_order"))


def _owed(marts: Marts, piece: Piece) -> ibis.Table:
    """Documents still owed at one of the month ends."""
    owing = marts.placed("document")
    return owing.filter((owing.month <= piece.last) & (owing.end > piece.first))


def _risks(marts: Marts, piece: Piece) -> ibis.Table:
    """Warranty visits, up to the month end, of the vehicles that then stand at the limit."""
    spans = marts.placed("risks")
    spans = spans.filter((spans.start <= piece.last) & (spans.end > piece.last))
    if piece.total.where:
        spans = spans.filter(piece.total.where(spans))
    visits = marts.placed("protected")
    visits = visits.filter(visits.month <= piece.last)
    return _orders_of(marts, visits.semi_join(spans, ["store", "vin"]))


def _services(marts: Marts, piece: Piece, as_of: date) -> ibis.Table:
    """Orders of the maintenance visits whose next service falls due in the month."""
    due = marts.placed("service")
    due = due.filter(due.month.between(piece.first, piece.last) & (due.closes_on <= as_of))
    if piece.total.where:
        due = due.filter(piece.total.where(due))
    visits = marts.placed("visit")
    visits = visits.filter(visits.settled & visits.maintained).mutate(day=visits.opened_at.cast("date"))
    return _orders_of(marts, visits.join(due.select("store", "vin", day="came_on"), ["store", "vin", "day"]))


def _staff(marts: Marts, piece: Piece) -> ibis.Table:
    import ibis

    from biaogan.engine.metrics.marts.people import employed, validity

    staff = employed(marts)
    staff = staff.filter(staff.store.isin(list(marts.stores or ())))
    staff = staff.filter((staff.start <= piece.last) & (staff.end > piece.first))
    if piece.total.name == "advisors":
        staff = staff.filter(staff.advisor)
    elif piece.total.name != "heads":
        staff = staff.filter(staff.technician)
    if piece.total.name == "certified":
        held = validity(marts)
        held = held.filter((held.start <= piece.last) & (held.end > piece.last))
        staff = staff.semi_join(held, ["store", "staff_id"])
    return staff.mutate(kind=ibis.literal("staff"))


def _vehicles(marts: Marts, name: str, month: int) -> ibis.Table:
    """Orders of the qualifying visits of the vehicles counted, or the vehicles of an age band."""
    side, _, band = name.partition("_")
    if side in ("aged", "came"):
        return _aged(marts, side, band, month)
    months = marts.placed("vehicle_month")
    lately = months.filter(months.month.between(month - YEAR + 1, month))
    before = months.filter(months.month.between(month - 2 * YEAR + 1, month - YEAR) & months.qualifies)
    active = lately.filter(lately.qualifies).select("store", "vin")
    if name in ("vehicles_lost", "vehicles_back"):
        return _lost(marts, name, month)
    if name == "vehicles_base":
        chosen = before.select("store", "vin")
    elif name == "vehicles_retained":
        chosen = before.select("store", "vin").semi_join(lately.filter(lately.stays), ["store", "vin"])
    elif name == "vehicles_new":
        older = months.filter((months.month <= month - YEAR) & months.qualifies)
        chosen = active.anti_join(older, ["store", "vin"])
    else:
        chosen = active
    visits = marts.placed("visit")
    first = month - YEAR + 1 if name == "vehicles_active" else month - 2 * YEAR + 1
    visits = visits.filter(visits.settled & visits.settled_month.between(first, month) & ~visits.wash_only)
    return _orders_of(marts, visits.semi_join(chosen, ["store", "vin"]))


def _lost(marts: Marts, name: str, month: int) -> ibis.Table:
    """Orders of the vehicles lost three months ago: of their last years, and of their return."""
    months = marts.placed("vehicle_month")
    months = months.filter(months.qualifies)
    then = month - QUARTER
    before = months.filter(months.month.between(then - 2 * YEAR + 1, then - YEAR)).select("store", "vin")
    chosen = before.anti_join(months.filter(months.month.between(then - YEAR + 1, then)), ["store", "vin"])
    if name == "vehicles_back":
        chosen = chosen.semi_join(months.filter(months.month.between(then + 1, month)), ["store", "vin"])
    visits = marts.placed("visit")
    visits = visits.filter(visits.settled & visits.settled_month.between(then - 2 * YEAR + 1, month))
    return _orders_of(marts, visits.filter(~visits.wash_only).semi_join(chosen, ["store", "vin"]))


def _aged(marts: Marts, side: str, band: str, month: int) -> ibis.Table:
    import ibis

    from biaogan.engine.metrics.marts.shape import month_of

    first, after = AGE_BANDS[band]
    sold = own_sold(marts)
    sold = sold.filter(sold.store.isin(list(marts.stores or ()))).mutate(age=month - month_of(sold.sold_on))
    sold = sold.filter(sold.age.between(YEAR * first, YEAR * after - 1))
    if side == "came":
        spans = marts.placed("active")
        spans = spans.filter((spans.start <= month) & (spans.end > month))
        sold = sold.semi_join(spans, ["store", "vin"])
    return sold.mutate(kind=ibis.literal("vehicle"))


def _with_fields(snapshot: Snapshot, counted: pl.DataFrame, store: str) -> pl.DataFrame:
    """The fact rows' own fields beside the marks, kinds one below the other."""
    frames = []
    for kind in counted["kind"].unique().sort():
        marks = counted.filter(pl.col("kind") == kind)
        facts = snapshot.table(kind)
        batches = marks["batch"].unique().drop_nulls().to_list()
        chosen = facts.filter(among(facts.batch, *batches))
        frame = pl.DataFrame(pl.from_arrow(chosen.to_pyarrow()))
        frames.append(marks.join(frame, on=["batch", "line"], how="inner").sort("batch", "line"))
    if not frames:
        return counted.with_columns(store=pl.lit(store), ro_no=pl.lit(None, pl.String))
    whole = pl.concat(frames, how="diagonal")
    if "ro_no" not in whole.columns:
        whole = whole.with_columns(ro_no=pl.lit(None, pl.String))
    front = [*KEYS, "store", "ro_no", "counted_in_numerator", "counted_in_denominator"]
    return whole.select(*front, pl.exclude(front))
