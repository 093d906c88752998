"""What the facts say of a region's customers: cars by age, their visits, who was lost and who came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from biaogan.engine.facts.snapshot import Snapshot
from biaogan.engine.methods.three_year.calibration import Observed
from biaogan.engine.methods.three_year.region import AGES
from biaogan.engine.metrics.marts import Marts
from biaogan.engine.periods import number

YEAR, QUARTER = 12, 3
REMEMBERED = 36  # months: a car unseen for longer is no longer counted among the lost
LAST_PAID, ON_DEALS = 3, 2
# A discount can apply to what the customer pays; what the maker or an insurer pays is not the store's to cut.
CUSTOMER = "CP"


def observed(snapshot: Snapshot, stores: Sequence[str], month: str) -> Observed:
    """Figures of the stores for the twelve months that end with `month`; None where the facts do not tell.

    Months are counted as the marts count them, and ages in quarters since the month of sale. A car is
    active that was seen, or sold, in the last twelve months; lost when it was seen in the last 36, not in
    the last twelve. Four quarters are watched, fewer while the facts do not reach back two years.
    """
    end = number(month) + 1
    visits, money, sold = _frames(snapshot, stores, end)
    if visits.is_empty():
        return Observed()
    cars = _cars(visits, sold)
    by_age = _Watched(visits, money, cars, end)
    year = visits.filter(pl.col("month") >= end - YEAR)
    of_year = money.filter(pl.col("month") >= end - YEAR)
    revenue = int(of_year["net"].sum())
    found: dict[str, Any] = by_age.figures() | _dependent(visits, end)
    return Observed(
        **found,
        cars=_ages(cars, end, pl.len()),
        revenue_fen=revenue or None,
        discountable_fen=int(of_year["own"].sum()) if revenue else None,
        visits_year=float(len(year)) or None,
    )


def _frames(
    snapshot: Snapshot, stores: Sequence[str], end: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Settled visits of known cars, their money, and cars sold, of these stores and before `end`."""
    from biaogan.engine.metrics.marts.shape import among, month_of
    from biaogan.engine.metrics.marts.vehicles import own_sold

    marts = Marts(snapshot, tuple(stores))
    table = marts.table("visit")
    table = table.filter(table.store.isin(list(stores)) & table.settled & (table.settled_month < end))
    table = table.filter(table.vin.notnull() & ~table.wash_only)
    visits = table.select(
        "store", "visit", "vin", "promoted", "customer_pays", "settled_at",
        month="settled_month", sold=month_of(table.sale_date),
    )  # fmt: skip
    lines = marts.table("money")
    lines = lines.filter(lines.store.isin(list(stores)) & lines.external & (lines.month < end))
    lines = lines.filter(lines.visit.notnull())
    lines = lines.mutate(
        value=lines.listed.coalesce(lines.net), own=among(lines.payer, CUSTOMER).ifelse(lines.net, 0)
    )
    sums = lines.group_by(["store", "visit", "month"]).aggregate(
        net=lines.net.sum(), value=lines.value.sum(), own=lines.own.sum()
    )
    vehicles = own_sold(marts)
    vehicles = vehicles.filter(vehicles.store.isin(list(stores)))
    sold = vehicles.select("vin", sold=month_of(vehicles.sold_on))
    return visits.to_polars(), sums.to_polars(), sold.to_polars()


def _cars(visits: pl.DataFrame, sold: pl.DataFrame) -> pl.DataFrame:
    """Vin and month of sale of every car sold or seen here whose age is known."""
    both = pl.concat([sold.select("vin", "sold"), visits.select("vin", "sold")], how="vertical_relaxed")
    return both.drop_nulls().group_by("vin").agg(pl.col("sold").min())


def _ages(cars: pl.DataFrame, at: int, what: pl.Expr) -> list[float] | None:
    """One number for each quarter of age a car can have at a month; None when no age is known."""
    aged = cars.with_columns(age=(at - 1 - pl.col("sold")) // QUARTER)
    aged = aged.filter(pl.col("age").is_between(0, AGES - 1))
    if aged.is_empty():
        return None
    found = dict(aged.group_by("age").agg(what.alias("n")).iter_rows())
    return [float(found.get(age, 0)) for age in range(AGES)]


class _Watched:
    """Quarters looked at from their beginning: who was active or lost then, and what became of them."""

    def __init__(self, visits: pl.DataFrame, money: pl.DataFrame, cars: pl.DataFrame, end: int) -> None:
        by_visit = money.group_by("store", "visit").agg(pl.col("value").sum())
        self.visits = visits.join(by_visit, on=["store", "visit"], how="left").with_columns(
            pl.col("value").fill_null(0)
        )
        self.cars, self.end, self.first = cars, end, int(visits["month"].min())  # type: ignore[arg-type]

    def figures(self) -> dict[str, Any]:
        names = ("car_quarters", "visits", "visits_value_fen", "gone")
        quarters = [self._active(start) for start in self._starts(YEAR)]
        if not quarters:
            return {}
        together = pl.concat(quarters)
        sums = {name: _ages_of(together, name) for name in names}
        lost = [self._lost(start) for start in self._starts(2 * YEAR)]
        if not lost:
            # Some of those gone come seldom and return: one figure without the other would empty the base.
            return {**sums, "gone": None}
        return {
            **sums,
            "lost_quarters": float(sum(n for n, _ in lost)),
            "returned": float(sum(back for _, back in lost)),
        }

    def _starts(self, behind: int) -> Iterator[int]:
        """Beginnings of the last four quarters that have as many months of facts behind them."""
        starts = (self.end - QUARTER * back for back in range(1, 5))
        return (start for start in starts if start - behind >= self.first)

    def _last_seen(self, before: int) -> pl.DataFrame:
        """Every car of known age with the month it was last seen, or sold, before a month."""
        seen = self.visits.filter(pl.col("month") < before).group_by("vin").agg(seen=pl.col("month").max())
        known = self.cars.filter(pl.col("sold") < before).join(seen, on="vin", how="left")
        return known.with_columns(last=pl.max_horizontal("sold", "seen"))

    def _active(self, start: int) -> pl.DataFrame:
        active = self._last_seen(start).filter(pl.col("last") >= start - YEAR)
        came = self.visits.filter(pl.col("month").is_between(start, start + QUARTER - 1))
        came = came.group_by("vin").agg(visits=pl.len(), visits_value_fen=pl.col("value").sum())
        quarter = active.join(came, on="vin", how="left").with_columns(
            pl.col("visits", "visits_value_fen").fill_null(0),
            age=(start - pl.col("sold")) // QUARTER,
            car_quarters=pl.lit(1),
            gone=(pl.col("visits").is_null() & (pl.col("last") < start + QUARTER - YEAR)).cast(pl.Int64),
        )
        return quarter.select("age", "car_quarters", "visits", "visits_value_fen", "gone")

    def _lost(self, start: int) -> tuple[int, int]:
        """How many were lost at the beginning, and how many of them came within the quarter."""
        seen = self._last_seen(start).filter(pl.col("seen").is_not_null())
        lost = seen.filter(pl.col("last").is_between(start - REMEMBERED, start - YEAR - 1))
        came = self.visits.filter(pl.col("month").is_between(start, start + QUARTER - 1))
        return len(lost), len(lost.join(came, on="vin", how="semi"))


def _ages_of(frame: pl.DataFrame, column: str) -> list[float]:
    found = dict(frame.group_by("age").agg(pl.col(column).sum()).iter_rows())
    return [float(found.get(age, 0)) for age in range(AGES)]


def _dependent(visits: pl.DataFrame, end: int) -> dict[str, Any]:
    """Of active cars with three visits they paid for, those that came on a deal in at least two.

    Unknown while no file names promotions: an empty column is not the absence of deals.
    """
    if not visits["promoted"].any():
        return {}
    active = visits.filter(pl.col("month") >= end - YEAR).select("vin").unique()
    paid = visits.filter(pl.col("customer_pays")).join(active, on="vin", how="semi")
    last = paid.sort("settled_at").group_by("vin").agg(pl.col("promoted").tail(LAST_PAID))
    judged = last.filter(pl.col("promoted").list.len() == LAST_PAID)
    on_deals = judged.filter(pl.col("promoted").list.eval(pl.element().cast(pl.Int64)).list.sum() >= ON_DEALS)
    return {"judged": len(judged), "dependent": len(on_deals)}
