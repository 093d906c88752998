"""Visits become repair orders: main orders, warranty orders beside them, and the ones that come back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

from biaogan.intake.demonstration.catalogue import JOBS, jobs_for
from biaogan.intake.demonstration.chance import Array, days, stream, words
from biaogan.intake.demonstration.clock import arrivals, clock
from biaogan.intake.demonstration.course import Course
from biaogan.intake.demonstration.fleet import Fleet
from biaogan.intake.demonstration.region import ELECTRIC
from biaogan.intake.demonstration.seasons import Calendar

REPAIRS = ("repair", "warranty", "accident")
COMPLAINTS = np.array([job.complaint for job in JOBS], dtype=object)
WARRANTY_BESIDE = 0.09  # share of maintenance visits with a second order for the maker
SAME_FAULT = 0.018  # share of repairs that return with the same operation but as a new order
REVERSAL_TAKES = timedelta(hours=5)


class Orders:
    """Grows the repair orders of one store from its visits."""

    def __init__(
        self, *, code: str, fleet: Fleet, course: Course, calendar: Calendar, until: date, seed: int
    ) -> None:
        self.code, self.fleet, self.course, self.calendar = code, fleet, course, calendar
        self.until = until
        self.rng = stream(seed, code, "orders")

    def grow(self, visits: pl.DataFrame) -> pl.DataFrame:
        """All orders in the order of their numbers, cut at the last day of data."""
        main = self._timed(self._with_jobs(visits.with_columns(parent=pl.lit(None, pl.Int64))))
        main = main.with_row_index("id").with_columns(pl.col("id").cast(pl.Int64))
        beside = self._renumber(self._beside(main), len(main))
        back = self._renumber(self._timed(self._comebacks(main)), len(main) + len(beside))
        same = self._renumber(self._timed(self._same_fault(main)), len(main) + len(beside) + len(back))
        together = pl.concat([main, beside, back, same], how="diagonal")
        together = together.filter(pl.col("opened_at") <= self._end).sort("opened_at", "id")
        return self._cut(self._marked(self._numbered(together)))

    @property
    def _end(self) -> datetime:
        return datetime.combine(self.until, time(23, 59, 59))

    def _month(self, orders: pl.DataFrame) -> Array:
        arrived = orders["arrived"].to_numpy().astype("datetime64[M]").astype("int64")
        first = self.calendar.first.astype("datetime64[M]").astype("int64")
        index: Array = np.clip(arrived - first, 0, len(self.course.volume) - 1)
        return index

    def _with_jobs(self, visits: pl.DataFrame) -> pl.DataFrame:
        """A job for every visit, and the hour of arrival."""
        cause = visits["cause"].to_numpy()
        electric = self.fleet.series[visits["vehicle"].to_numpy()] == ELECTRIC
        job = np.zeros(len(visits), dtype=np.int64)
        for name in sorted(set(cause)):
            for kind in (True, False):
                chosen = (cause == name) & (electric == kind)
                fits, chances = jobs_for(name, electric=kind)
                job[chosen] = self.rng.choice(fits, int(chosen.sum()), p=chances)
        arrived = arrivals(self.rng, visits["day"].to_numpy().astype("datetime64[D]"))
        return visits.drop("day").with_columns(
            job=pl.Series(job), arrived=pl.Series(arrived.astype("datetime64[us]"))
        )

    def _timed(self, orders: pl.DataFrame) -> pl.DataFrame:
        return clock(self.rng, orders, self.course, self._month(orders))

    def _renumber(self, orders: pl.DataFrame, start: int) -> pl.DataFrame:
        return orders.with_columns(id=pl.Series(np.arange(start, start + len(orders))))

    def _beside(self, main: pl.DataFrame) -> pl.DataFrame:
        """Repairs for the maker get an order of their own, opened with the maintenance order."""
        sold = self.fleet.sold[main["vehicle"].to_numpy()]
        young = (main["arrived"].to_numpy().astype("datetime64[D]") - sold).astype("int64") < 3 * 365
        fits, chances = jobs_for("warranty", electric=False)
        chosen = (main["cause"] == "maintenance") & pl.Series(
            young & (self.rng.random(len(main)) < WARRANTY_BESIDE / 0.5)
        )
        beside = main.filter(chosen)
        return beside.with_columns(
            parent=pl.col("id"),
            cause=pl.lit("warranty"),
            job=pl.Series(self.rng.choice(fits, len(beside), p=chances)),
            opened_at=pl.col("opened_at") + pl.duration(minutes=4),
        )

    def _returning(self, main: pl.DataFrame, chance: Array) -> pl.DataFrame:
        """Repairs that come back 2 to 24 days after the car was fetched."""
        fixed = main["cause"].is_in(REPAIRS) & pl.Series(self.rng.random(len(main)) < chance)
        back = main.filter(fixed)
        day = back["delivered_at"].to_numpy().astype("datetime64[D]") + days(
            self.rng.uniform(2, 25, len(back))
        )
        arrived = arrivals(self.rng, self.calendar.next_open(day))
        return back.with_columns(arrived=pl.Series(arrived.astype("datetime64[us]"))).filter(
            pl.col("arrived") <= self._end
        )

    def _comebacks(self, main: pl.DataFrame) -> pl.DataFrame:
        """Rework orders; one in five lost the link to the order it repairs."""
        back = self._returning(main, self.course.comeback[self._month(main)])
        linked = pl.Series(self.rng.random(len(back)) < 0.8)
        return back.with_columns(parent=pl.when(linked).then("id").otherwise(None), cause=pl.lit("rework"))

    def _same_fault(self, main: pl.DataFrame) -> pl.DataFrame:
        return self._returning(main, np.full(len(main), SAME_FAULT)).with_columns(
            parent=pl.lit(None, pl.Int64)
        )

    def _numbered(self, orders: pl.DataFrame) -> pl.DataFrame:
        """Numbers run through the month, as in a dealer's system: yymm and a counter."""
        month = pl.col("opened_at").dt.strftime("%y%m")
        counter = pl.int_range(1, pl.len() + 1).over(pl.col("opened_at").dt.strftime("%y%m"))
        orders = orders.with_columns(ro_no=month + counter.cast(pl.String).str.zfill(5))
        numbers = orders.select(pl.col("id").alias("parent"), pl.col("ro_no").alias("parent_ro_no"))
        return orders.join(numbers, on="parent", how="left", maintain_order="left")

    def _marked(self, orders: pl.DataFrame) -> pl.DataFrame:
        """Void, forgotten and reversed orders; vehicle, mileage, words of the customer, follow-up."""
        n, rng = len(orders), self.rng
        vehicle = orders["vehicle"].to_numpy()
        driven = (orders["arrived"].to_numpy().astype("datetime64[D]") - self.fleet.sold[vehicle]).astype(
            "int64"
        )
        mileage = np.maximum(driven * self.fleet.daily_km[vehicle], 8).astype("int64")
        internal = orders["cause"].is_in(["pdi", "internal"]).to_numpy()
        void, forgotten, reversed_ = (rng.random(n) < chance for chance in (0.008, 0.002, 0.006))
        complaint = np.where(
            orders["cause"].is_in([*REPAIRS, "rework"]).to_numpy(), COMPLAINTS[orders["job"].to_numpy()], ""
        )
        follow = orders["delivered_at"].dt.date() + _follow_up_days(rng, n, internal)
        return orders.with_columns(
            mileage_in=pl.Series(mileage),
            mileage_out=pl.Series(mileage + rng.integers(0, 6, n)),
            is_internal=pl.Series(internal),
            is_void=pl.Series(void),
            forgotten=pl.Series(forgotten & ~void),
            reversed=pl.Series(reversed_ & ~void & ~forgotten & ~internal),
            complaint_text=words(complaint),
            follow_up_date=follow,
            payer=words(self._payers(orders)),
            ro_edit_count=pl.Series(rng.poisson(0.6, n)),
            waiting_parts=pl.Series(rng.random(n) < 0.04),
            edited=pl.Series(rng.random(n)),
        )

    def _payers(self, orders: pl.DataFrame) -> Array:
        cause = orders["cause"].to_numpy()
        vehicle = orders["vehicle"].to_numpy()
        age = (orders["arrived"].to_numpy().astype("datetime64[D]") - self.fleet.sold[vehicle]).astype(
            "int64"
        )
        payer = np.full(len(orders), "CP", dtype=object)
        payer[(cause == "maintenance") & self.fleet.package[vehicle]] = "PKG"
        payer[(cause == "maintenance") & (age < 400)] = "WAR"  # the first service is free
        payer[cause == "warranty"] = "WAR"
        payer[(cause == "accident") & (self.rng.random(len(orders)) < 0.9)] = "INS"
        payer[orders["is_internal"].to_numpy() if "is_internal" in orders.columns else _internal(cause)] = (
            "INT"
        )
        return payer

    def _cut(self, orders: pl.DataFrame) -> pl.DataFrame:
        """Nothing is known that happens after the last day; forgotten and void orders never end."""
        in_time = pl.col("settled_at") <= self._end - REVERSAL_TAKES
        return unfinished_after(orders.with_columns(reversed=pl.col("reversed") & in_time), self._end)


def _internal(cause: Array) -> Array:
    found: Array = (cause == "pdi") | (cause == "internal")
    return found


def _follow_up_days(rng: np.random.Generator, n: int, internal: Array) -> pl.Series:
    """Most customers are called within three days, some later, some never."""
    late = np.where(rng.random(n) < 0.85, rng.integers(1, 4, n), rng.integers(4, 9, n)).astype(
        "timedelta64[D]"
    )
    never = internal | (rng.random(n) < 0.18)
    late[never] = np.timedelta64("NaT")
    return pl.Series(late.astype("timedelta64[us]"))


def unfinished_after(orders: pl.DataFrame, end: datetime) -> pl.DataFrame:
    """The orders as known at `end`: later moments are empty."""
    known = [
        pl.when((pl.col(name) <= end) & ~pl.col("forgotten") & ~pl.col("is_void")).then(name).alias(name)
        for name in ("completed_at", "submitted_at", "settled_at", "delivered_at")
    ]
    follow = pl.when(
        (pl.col("follow_up_date") <= end.date()) & (pl.col("delivered_at") <= end) & ~pl.col("forgotten")
    ).then("follow_up_date")
    return orders.with_columns(follow_up_date=follow).with_columns(known)
