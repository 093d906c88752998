"""Reads of survey integrity: the signs of a month at the stores of a region, and the rows behind one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings

from biaogan.engine.methods.survey_signs import longest_run
from biaogan.engine.periods import days_of, first_day, last_day, shifted
from biaogan.intake.state import current_version, lake, pins_of
from biaogan.quality.integrity.signs import (
    LOW_UNDER,
    TOP_FROM,
    Rows,
    Seen,
    Sign,
    answers,
    many_cars,
    pairs,
    raised,
    signs,
)

PAST_MONTHS = 6
COMPLAINT_WITHIN_DAYS = 30
SURVEY = "survey"


@dataclass(frozen=True)
class Integrity:
    """What a month's surveys show: every sign counted, and those that are beyond chance."""

    month: str
    seen: Sequence[Seen]
    raised: Sequence[Seen]

    def is_raised(self, one: Seen) -> bool:
        return one in self.raised


def integrity(*, month: str, stores: Sequence[str]) -> Integrity:
    """Of all stores of a region together: each is compared with the others."""
    found = _signs(current_version(), Path(settings.BIAOGAN_LAKE), month, tuple(sorted(stores)))
    return Integrity(month, found, tuple(raised(found)))


@lru_cache(maxsize=16)
def _signs(version: str, _lake: Path, month: str, stores: tuple[str, ...]) -> tuple[Seen, ...]:
    return tuple(signs(rows_of(version, month, stores), stores))


def rows_of(version: str, month: str, stores: Sequence[str]) -> Rows:
    """The rows looked at, at one version of the facts."""
    complained = _complained(version, stores)
    surveys = _surveys(version, month, stores)
    told = _key(surveys).is_in(_key(complained).to_list())
    surveys = surveys.with_columns(
        angry=(told | (pl.Series(surveys["percent"] < LOW_UNDER))).fill_null(value=False)
    )
    now = surveys.filter(pl.col("service_date").is_between(first_day(month), last_day(month)))
    past = surveys.filter(pl.col("service_date") < first_day(month))
    orders = _orders(version, month, stores)
    asked = _key(orders).is_in(_key(surveys).to_list())
    angry = _key(orders).is_in(_key(complained).to_list())
    orders = orders.with_columns(asked=asked.fill_null(value=False), angry=angry.fill_null(value=False))
    return Rows(now, past, orders, len(days_of(month)))


def _key(frame: pl.DataFrame) -> pl.Series:
    return frame.select(pl.concat_str("store", pl.lit("\n"), "ro_no")).to_series()


def _surveys(version: str, month: str, stores: Sequence[str]) -> pl.DataFrame:
    """Surveys of the month and of the six before."""
    percent = pl.coalesce(
        pl.col("nps_score_milli") / 100, pl.col("score_milli") / pl.col("scale_milli") * 100
    )
    rows = lake().read(SURVEY, pins_of(version).get(SURVEY))
    first = first_day(shifted(month, -PAST_MONTHS))
    rows = rows.filter(
        pl.col("store").is_in(list(stores)), pl.col("service_date").is_between(first, last_day(month))
    )
    return rows.select(
        "store",
        "ro_no",
        "vin",
        "plate",
        "phone",
        "service_date",
        "answered_at",
        "batch",
        "line",
        percent=percent,
    ).collect()


def _complained(version: str, stores: Sequence[str]) -> pl.DataFrame:
    rows = lake().read("complaint", pins_of(version).get("complaint"))
    said = pl.col("store").is_in(list(stores)) & pl.col("ro_no").is_not_null()
    return rows.filter(said).select("store", "ro_no").unique().collect()


def _orders(version: str, month: str, stores: Sequence[str]) -> pl.DataFrame:
    """Customers' orders handed over in the month, once each."""
    kind = "repair_order"
    low = datetime.combine(first_day(month), time())
    high = datetime.combine(last_day(month) + timedelta(days=1), time())
    rows = lake().read(kind, pins_of(version).get(kind)).filter(
        pl.col("surviving"), pl.col("store").is_in(list(stores)),
        pl.coalesce("delivered_at", "settled_at").is_between(low, high, closed="left"),
        ~pl.col("is_internal").fill_null(value=False),
    )  # fmt: skip
    return rows.select("store", "ro_no").unique().collect()


def rows_behind(*, sign: Sign, store: str, month: str, stores: Sequence[str]) -> pl.DataFrame:
    """The survey rows (of not-asked: the orders) that make a sign at a store."""
    rows = rows_of(current_version(), month, sorted(stores))
    here = rows.now.filter(pl.col("store") == store)
    said = answers(here).sort("answered_at", "ro_no")
    if sign is Sign.NOT_ASKED:
        found = rows.orders.filter(pl.col("store") == store, pl.col("angry"), ~pl.col("asked"))
    elif sign is Sign.ONE_PHONE:
        found = many_cars(said).sort("phone", "answered_at")
    elif sign is Sign.FAST:
        found = pairs(said)
    elif sign is Sign.NO_CONTACT:
        found = here.filter(pl.col("angry"), pl.col("phone").is_null())
    elif sign is Sign.TOP_RUN:
        scored = said.drop_nulls("percent")
        length, start = longest_run((scored["percent"] >= TOP_FROM).to_list())
        found = scored.slice(start, length)
    else:
        found = said
    return found


def no_rows() -> pl.DataFrame:
    return pl.DataFrame(schema={"ro_no": pl.String})
