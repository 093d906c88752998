"""Insurance and extended warranties of the store's own vehicles, and what debtors still owe."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from biaogan.intake.demonstration.chance import Array, stream, words
from biaogan.intake.demonstration.fleet import Fleet

YEAR_DAYS = 365
INSURERS = ("安远财险", "明岳财险", "河清保险")
RENEWS, LOST = 0.64, "客户去他处投保"
EXTENDED, PACKAGE = "延保", "保养套餐"
DEBTORS = {"INS": "保险公司", "WAR": "厂家"}
POLICY_SCHEMA = {
    "policy_no": pl.String, "vin": pl.String, "plate": pl.String, "sold_at": pl.Date, "start": pl.Date,
    "end": pl.Date, "company": pl.String, "product": pl.String, "through_store": pl.Boolean,
    "kind": pl.String, "premium": pl.Int64, "commission": pl.Int64, "lost_reason": pl.String,
}  # fmt: skip
PRODUCT_SCHEMA = {
    "contract_no": pl.String, "vin": pl.String, "kind": pl.String, "sold_at": pl.Date, "valid_to": pl.Date,
    "amount": pl.Int64, "income": pl.Int64, "channel": pl.String,
}  # fmt: skip


def policies(fleet: Fleet, *, first: date, until: date, code: str, seed: int) -> pl.DataFrame:
    """A policy a year for every own-sold vehicle that began in the months grown; some are taken elsewhere."""
    rng = stream(seed, code, "policies")
    rows = []
    for vehicle in np.flatnonzero(fleet.own).tolist():
        sold = fleet.sold[vehicle].astype("datetime64[D]").item()
        loyal = rng.random() < RENEWS
        for year in range(12):
            start = sold + timedelta(days=YEAR_DAYS * year)
            if first <= start <= until:
                rows.append(_policy(fleet, vehicle, year, start, rng, stays=loyal or year == 0))
    numbered = [{"policy_no": f"{code}BX{number:05d}", **row} for number, row in enumerate(rows, 1)]
    return pl.DataFrame(numbered, schema=POLICY_SCHEMA)


def _policy(
    fleet: Fleet, vehicle: int, year: int, start: date, rng: np.random.Generator, *, stays: bool
) -> dict[str, object]:
    through = bool(stays and rng.random() < 0.93)
    premium = int(rng.integers(48, 130)) * 10_000
    return {
        "vin": fleet.vin[vehicle], "plate": fleet.plate[vehicle],
        "sold_at": start - timedelta(days=int(rng.integers(1, 28))),
        "start": start, "end": start + timedelta(days=YEAR_DAYS - 1),
        "company": INSURERS[int(rng.integers(len(INSURERS)))], "product": "商业险",
        "through_store": through, "kind": "续保" if year else "新保", "premium": premium,
        "commission": premium * 3 // 100 if through else None, "lost_reason": None if through else LOST,
    }  # fmt: skip


def products(fleet: Fleet, *, first: date, until: date, code: str, seed: int) -> pl.DataFrame:
    """Extended warranties with one new car in five, maintenance packages with one in four."""
    rng = stream(seed, code, "products")
    rows = []
    for vehicle in np.flatnonzero(fleet.own).tolist():
        sold = fleet.sold[vehicle].astype("datetime64[D]").item()
        for kind, share, price, years in ((EXTENDED, 0.2, 680_000, 5), (PACKAGE, 0.25, 398_000, 3)):
            day = sold + timedelta(days=int(rng.integers(0, 25)))
            if rng.random() < share and first <= day <= until:
                rows.append({
                    "vin": fleet.vin[vehicle], "kind": kind, "sold_at": day,
                    "valid_to": day + timedelta(days=YEAR_DAYS * years), "amount": price,
                    "income": price * 15 // 100, "channel": "交车时",
                })  # fmt: skip
    numbered = [{"contract_no": f"{code}HT{number:05d}", **row} for number, row in enumerate(rows, 1)]
    return pl.DataFrame(numbered, schema=PRODUCT_SCHEMA)


def receivables(settlements: pl.DataFrame, *, until: date, code: str, seed: int) -> pl.DataFrame:
    """Insurers and the manufacturer pay some weeks later; a few bills stay open for long."""
    owed = settlements.filter(
        pl.col("payer").is_in(list(DEBTORS)) & (pl.col("version") == 0) & ~pl.col("reversed")
    )
    rng = stream(seed, code, "receivables")
    weeks = np.where(rng.random(len(owed)) < 0.04, 60, rng.integers(2, 9, len(owed)))
    settled = owed["settled_at"].dt.date()
    paid_on = settled.to_numpy().astype("datetime64[D]") + weeks * 7
    cleared = pl.Series(paid_on <= np.datetime64(until))
    return owed.select(
        "settle_no", "ro_no", receivable=pl.col("net_total"),
        debtor_type=pl.col("payer").replace_strict(DEBTORS),
        due_date=pl.col("settled_at").dt.date() + timedelta(days=45),
    ).with_columns(
        is_cleared=cleared,
        received=pl.when(cleared).then("receivable").otherwise(0),
        open_amount=pl.when(cleared).then(0).otherwise("receivable"),
        cleared_at=pl.when(cleared).then(_days(paid_on)),
    )  # fmt: skip


def _days(values: Array) -> pl.Series:
    return pl.Series(values.astype("datetime64[us]")).dt.date()


def towing(orders: pl.DataFrame) -> pl.DataFrame:
    """A tow to the workshop now and then, billed beside the lines."""
    towed = orders.filter(
        (pl.col("cause") == "accident") & (pl.col("edited") < 0.08) & ~pl.col("reversed")
        & pl.col("settled_at").is_not_null() & (pl.col("version") == 0)
    )  # fmt: skip
    return towed.select(
        "ro_no", "payer", kind=words(["拖车费"] * len(towed)), amount=pl.lit(30_000, dtype=pl.Int64)
    ).sort("ro_no")
