"""Appointments: kept, late, cancelled, never shown up."""

from __future__ import annotations

import numpy as np
import polars as pl

from biaogan.intake.demonstration.chance import minutes, stream, words
from biaogan.intake.demonstration.course import Course
from biaogan.intake.demonstration.fleet import Fleet

BOOKABLE = ("maintenance", "repair", "warranty", "accident")
SOURCES = np.array(["电话", "小程序", "厂家平台", "到店"], dtype=object)
CATEGORY = {"maintenance": "保养", "repair": "一般维修", "warranty": "索赔", "accident": "事故"}
NO_SHOW, CANCELLED = 0.09, 0.06  # against the appointments kept


def appointments(
    orders: pl.DataFrame, fleet: Fleet, course: Course, month: np.ndarray, *, code: str, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The appointments, and the orders with the number of theirs."""
    rng = stream(seed, code, "diary")
    n = len(orders)
    bookable = (orders["cause"].is_in(BOOKABLE) & orders["parent_ro_no"].is_null()).to_numpy()
    booked = np.nonzero(bookable & (rng.random(n) < course.appointment[month] * 1.13))[0]
    kept = _kept(rng, orders[booked])
    ghosts = _ghosts(rng, orders, int(len(booked) * (NO_SHOW + CANCELLED)))
    diary = pl.concat([kept, ghosts], how="diagonal").sort("planned_at", "vehicle").with_row_index("turn", 1)
    number = pl.col("planned_at").dt.strftime("YY%y%m") + pl.col("turn").cast(pl.String).str.zfill(6)
    vehicle = diary["vehicle"].to_numpy()
    diary = diary.with_columns(
        appt_no=number,
        vin=words(fleet.vin[vehicle]),
        plate=words(fleet.plate[vehicle]),
        phone=words(fleet.phone[vehicle]),
        source=words(SOURCES[rng.integers(0, 4, len(diary))]),
        pickup=pl.Series(rng.random(len(diary)) < 0.06),
    )
    numbers = diary.filter(pl.col("ro_no").is_not_null()).select("ro_no", "appt_no")
    return diary, orders.join(numbers, on="ro_no", how="left", maintain_order="left")


def _kept(rng: np.random.Generator, visits: pl.DataFrame) -> pl.DataFrame:
    n = len(visits)
    arrived = visits["arrived"].to_numpy().astype("datetime64[m]")
    status = rng.choice(["on-time", "late", "early"], n, p=[0.74, 0.15, 0.11])
    gap = np.where(status == "late", rng.uniform(20, 70, n), rng.uniform(-10, 10, n))
    gap = np.where(status == "early", -rng.uniform(20, 60, n), gap)
    planned = (arrived - minutes(gap)).astype("datetime64[m]")
    planned = planned - (planned.astype("int64") % 15).astype("timedelta64[m]")
    return _rows(rng, visits, planned).with_columns(
        ro_no=visits["ro_no"], arrived_at=visits["arrived"], status=pl.Series(status)
    )


def _ghosts(rng: np.random.Generator, orders: pl.DataFrame, n: int) -> pl.DataFrame:
    """Appointments nobody came for: some cancelled, some simply missed."""
    like = orders.filter(pl.col("cause").is_in(BOOKABLE))
    visits = like[rng.integers(0, len(like), n)].with_columns(
        vehicle=pl.Series(rng.permutation(like["vehicle"].to_numpy())[rng.integers(0, len(like), n)])
    )
    day = visits["arrived"].to_numpy().astype("datetime64[D]").astype("datetime64[m]")
    planned = day + minutes(rng.integers(34, 66, n) * 15.0)
    cancelled = rng.random(n) < CANCELLED / (NO_SHOW + CANCELLED)
    reason = rng.choice(["临时有事", "改约", "车已在别处处理"], n)
    return _rows(rng, visits, planned).with_columns(
        status=pl.Series(np.where(cancelled, "cancelled", "not-arrived")),
        cancel_reason=words([word if gone else None for word, gone in zip(reason, cancelled, strict=True)]),
    )


def _rows(rng: np.random.Generator, visits: pl.DataFrame, planned: np.ndarray) -> pl.DataFrame:
    ahead = minutes(rng.uniform(0.15, 6, len(visits)) * 1440)
    return pl.DataFrame(
        {
            "vehicle": visits["vehicle"],
            "planned_at": pl.Series(planned.astype("datetime64[us]")),
            "created_at": pl.Series((planned - ahead).astype("datetime64[us]")),
            "category": visits["cause"].replace_strict(CATEGORY, return_dtype=pl.String),
            "sa_id": visits["sa_id"],
        }
    )
