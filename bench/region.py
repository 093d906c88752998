"""An invented region of any size, as checked rows of every kind the metrics read; the same each time.

Drawn month by month so that the memory does not grow with the region. Orders have five lines each but for
every fiftieth, which has none and gives its lines to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.periods import months_between

LINES = 5
MODELS = [f"型号{letter}" for letter in "ABCDEFGH"]
WORK = ["maintenance", "repair", "accident", "warranty", "wash", "accessories", "internal"]
WORK_SHARE = [0.42, 0.30, 0.09, 0.08, 0.05, 0.03, 0.03]
PAYERS = ["CP", "WAR", "INS", "PKG", "INT"]
MINUTE = np.timedelta64(60_000, "ms")


@dataclass(frozen=True)
class Size:
    """So many stores, months from the first one on, and orders of a store and month."""

    stores: int
    months: int
    orders: int
    first: str = "2023-01"

    @property
    def codes(self) -> list[str]:
        return [f"S{number:03d}" for number in range(1, self.stores + 1)]

    @property
    def all_months(self) -> list[str]:
        year, month = int(self.first[:4]), int(self.first[5:]) - 1 + self.months - 1
        return months_between(self.first, f"{year + month // 12}-{month % 12 + 1:02d}")


def named(prefix: str, *numbers: np.ndarray) -> pl.Series:
    """Texts such as R-003-0412 from whole numbers, as long as pseudonyms are."""
    parts = [pl.Series(values).cast(pl.String).str.zfill(6) for values in numbers]
    return pl.select(pl.concat_str(pl.lit(prefix), *parts, separator="-")).to_series()


def checked(kind: str, rows: dict[str, Any]) -> pl.DataFrame:
    """A frame in the columns of a checked kind; what is not named is null."""
    known = pl.DataFrame(rows)
    line = pl.int_range(2, known.height + 2, dtype=pl.Int64)
    return known.with_columns(line=line).select(
        (pl.col(name) if name in {*known.columns, "line"} else pl.lit(None)).cast(of).alias(name)
        for name, of in KINDS[kind].schema.items()
    )


def some(values: np.ndarray | pl.Series, where: np.ndarray) -> pl.Series:
    """The values where the mask holds, null elsewhere."""
    series = pl.Series(values)
    return series.zip_with(
        pl.Series(where), pl.Series([None], dtype=series.dtype).new_from_index(0, len(series))
    )


def picked(words: list[str], numbers: np.ndarray) -> pl.Series:
    return pl.Series(words)[numbers]


@dataclass
class Drawn:
    """One month's orders of all stores as arrays; the other kinds are drawn around them."""

    size: Size
    at: int
    month: str
    draw: np.random.Generator

    def __post_init__(self) -> None:
        size, draw = self.size, self.draw
        self.n = size.stores * size.orders
        self.store = np.repeat(np.arange(size.stores), size.orders)
        self.i = np.tile(np.arange(size.orders), size.stores)
        fleet = size.orders * 6
        home = (self.store + (draw.random(self.n) < 0.03)) % size.stores
        self.car = home * fleet + draw.integers(0, fleet, self.n)
        day = np.datetime64(self.month, "D") + self.i * 27 // size.orders
        self.opened = day.astype("datetime64[ms]") + (480 + draw.integers(0, 540, self.n)) * MINUTE
        self.child = self.i % 30 == 29
        self.rework = self.i % 40 == 37
        self._same_car(self.child, 1)
        self._same_car(self.rework & (self.i >= 20), 20)
        self.opened[self.child] = self.opened[np.flatnonzero(self.child) - 1] + 5 * MINUTE
        self.work = draw.choice(len(WORK), self.n, p=WORK_SHARE)
        self.work[self.rework] = 1
        self.number = self.at * size.orders + self.i

    def _same_car(self, where: np.ndarray, back: int) -> None:
        rows = np.flatnonzero(where)
        self.car[rows] = self.car[rows - back]

    @property
    def code(self) -> pl.Series:
        return picked(self.size.codes, self.store)

    @property
    def ro_no(self) -> pl.Series:
        return named("R", self.store, self.number)

    @property
    def vin(self) -> pl.Series:
        return named("vehicle", self.car)

    @property
    def advisor(self) -> pl.Series:
        return named("advisor", self.store, self.number % 9)

    def frames(self) -> Iterator[tuple[str, pl.DataFrame]]:
        yield "repair_order", self.orders()
        yield "ro_labour", self.labour()
        yield "ro_part", self.parts()
        yield "ro_misc", self.misc()
        yield "appointment", self.appointments()
        yield "survey", self.surveys()
        yield "complaint", self.complaints()
        yield "service_product", self.contracts()
        yield "insurance_policy", self.policies()

    def orders(self) -> pl.DataFrame:
        draw, n = self.draw, self.n
        hours = draw.integers(40, 600, n) + np.where(self.work == 2, 8_000, 0)
        done = self.opened + hours * MINUTE
        open_still = (self.at == self.size.months - 1) & (draw.random(n) < 0.05)
        settled = done + draw.choice([20, 45, 2_900], n, p=[0.7, 0.25, 0.05]) * MINUTE
        parent = named("R", self.store, self.number - np.where(self.rework, 20, 1))
        mileage = 12_000 + self.at * 900 + self.car % 900
        bare = self.i % 50 == 49
        form = np.where(self.rework, 1, 2 * (self.i % 97 == 96))
        labour, parts = draw.integers(20_000, 150_000, n), draw.integers(10_000, 300_000, n)
        return checked("repair_order", {
            "store": self.code, "ro_no": self.ro_no, "vin": self.vin, "plate": named("plate", self.car),
            "customer_id": named("customer", self.car),
            "parent_ro_no": some(parent, self.child | (self.rework & (self.i >= 20) & (self.i % 80 == 37))),
            "arrived_at": self.opened - 12 * MINUTE, "opened_at": self.opened,
            "promised_first": some(self.opened + 480 * MINUTE, draw.random(n) < 0.9),
            "completed_at": done, "settled_at": some(settled, ~open_still),
            "delivered_at": some(settled + 15 * MINUTE, ~open_still & (draw.random(n) < 0.95)),
            "ro_type": picked(["repair", "rework", "sale"], form),
            "ro_type_text": picked(["维修", "返修", "销售"], form),
            "biz_type": picked(WORK, self.work), "biz_type_text": picked(WORK, self.work),
            "status": picked(["settled", "void"], (self.i % 211 == 210).astype(int)),
            "status_text": picked(["已结算", "作废"], (self.i % 211 == 210).astype(int)),
            "labour_total_fen": some(labour, bare), "parts_total_fen": some(parts, bare),
            "net_total_fen": some(labour + parts, bare),
            "sa_id": self.advisor, "tech_id": named("tech", self.store, self.number % 14),
            "mileage_in": mileage, "mileage_out": mileage + 3,
            "complaint_text": picked([f"异响{number}" for number in range(400)], draw.integers(0, 400, n)),
            "promo_id": some(named("promo", self.number % 30), draw.random(n) < 0.1),
            "appt_no": some(named("A", self.store, self.number), self.i % 5 < 2),
            "follow_up_date": some(
                (self.opened + 3_000 * MINUTE).astype("datetime64[D]"), draw.random(n) < 0.7
            ),
            "model": picked(MODELS, self.car % len(MODELS)), "sale_date": sale_dates(self.car),
        })  # fmt: skip

    def _lines(self, each: int) -> np.ndarray:
        """For every line its order: five an order, those of every fiftieth moved to its neighbour."""
        order = np.repeat(np.arange(self.n), each)
        return np.where(self.i[order] % 50 == 49, order - 1, order)

    def labour(self) -> pl.DataFrame:
        order = self._lines(2)
        draw, n = self.draw, len(order)
        net = draw.integers(8_000, 120_000, n)
        return checked("ro_labour", {
            "store": self.code[order], "ro_no": self.ro_no[order],
            "line_no": np.arange(n) % 2 + 1,
            "op_code": named("op", draw.integers(0, 3_000, n)),
            "std_hours_milli": draw.integers(3, 60, n) * 100, "list_amount_fen": net * 11 // 10,
            "net_amount_fen": net, "cost_amount_fen": net * 3 // 10, "payer": self._payers(order),
            "tech_id": named("tech", self.store[order], self.number[order] % 14),
            "settled_at": self.opened[order],
        })  # fmt: skip

    def parts(self) -> pl.DataFrame:
        order = self._lines(LINES - 2)
        draw, n = self.draw, len(order)
        net = draw.integers(2_000, 90_000, n)
        accessory = some(pl.Series(["accessory"]).new_from_index(0, n), draw.random(n) < 0.08)
        return checked("ro_part", {
            "store": self.code[order], "ro_no": self.ro_no[order], "line_no": np.arange(n) % 3 + 1,
            "part_no": named("part", draw.integers(0, 20_000, n)), "part_class": accessory,
            "qty_milli": np.full(n, 1_000), "list_amount_fen": net * 21 // 20, "net_amount_fen": net,
            "cost_amount_fen": net * 6 // 10, "payer": self._payers(order),
            "settled_at": self.opened[order],
        })  # fmt: skip

    def _payers(self, order: np.ndarray) -> pl.Series:
        usual = np.array([0, 0, 2, 1, 0, 0, 4])[self.work[order]]
        other = self.draw.choice(5, len(order), p=[0.5, 0.15, 0.1, 0.15, 0.1])
        return picked(PAYERS, np.where(self.draw.random(len(order)) < 0.1, other, usual))

    def misc(self) -> pl.DataFrame:
        order = np.flatnonzero(self.i % 20 == 3)
        amount = self.draw.integers(1_000, 20_000, len(order))
        return checked("ro_misc", {
            "store": self.code[order], "ro_no": self.ro_no[order], "line_no": np.ones(len(order), int),
            "kind": picked(["拖车"], np.zeros(len(order), int)), "amount_fen": amount,
            "payer": self._payers(order),
        })  # fmt: skip

    def appointments(self) -> pl.DataFrame:
        order = np.flatnonzero(self.i % 5 < 2)
        n = len(order)
        ahead = self.draw.choice([30, 300, 4_000], n) * MINUTE
        status = self.draw.choice(5, n, p=[0.6, 0.15, 0.1, 0.1, 0.05])
        return checked("appointment", {
            "store": self.code[order], "appt_no": named("A", self.store[order], self.number[order]),
            "created_at": self.opened[order] - ahead, "planned_at": self.opened[order] - 20 * MINUTE,
            "status": picked(["on-time", "late", "early", "not-arrived", "cancelled"], status),
            "sa_id": self.advisor[order], "vin": self.vin[order],
            "ro_no": some(self.ro_no[order], self.draw.random(n) < 0.3),
        })  # fmt: skip

    def surveys(self) -> pl.DataFrame:
        order = np.flatnonzero(self.i % 4 == 1)
        n = len(order)
        answered = self.draw.random(n) < 0.4
        day = self.opened[order].astype("datetime64[D]")
        return checked("survey", {
            "store": self.code[order], "survey_id": named("V", self.store[order], self.number[order]),
            "ro_no": self.ro_no[order], "vin": self.vin[order], "service_date": day,
            "answered_at": some(self.opened[order] + 4_000 * MINUTE, answered),
            "scale_milli": np.full(n, 10_000),
            "score_milli": some(self.draw.integers(5, 11, n) * 1_000, answered),
            "nps_score_milli": some(self.draw.integers(3, 11, n) * 1_000, answered),
        })  # fmt: skip

    def complaints(self) -> pl.DataFrame:
        order = np.flatnonzero(self.i % 150 == 7)
        n = len(order)
        came = self.opened[order] + 2_000 * MINUTE
        return checked("complaint", {
            "store": self.code[order], "complaint_no": named("C", self.store[order], self.number[order]),
            "received_at": came, "first_contact_at": came + self.draw.integers(60, 2_200, n) * MINUTE,
            "closed_at": some(came + self.draw.integers(400, 7_000, n) * MINUTE, self.draw.random(n) < 0.9),
            "vin": self.vin[order], "ro_no": self.ro_no[order],
        })  # fmt: skip

    def contracts(self) -> pl.DataFrame:
        order = np.flatnonzero(self.i % 60 == 11)
        return checked("service_product", {
            "store": self.code[order], "contract_no": named("P", self.store[order], self.number[order]),
            "vin": self.vin[order], "sold_at": self.opened[order].astype("datetime64[D]"),
            "income_fen": self.draw.integers(20_000, 200_000, len(order)),
        })  # fmt: skip

    def policies(self) -> pl.DataFrame:
        order = np.flatnonzero(self.i % 30 == 13)
        day = self.opened[order].astype("datetime64[D]")
        return checked("insurance_policy", {
            "store": self.code[order], "policy_no": named("I", self.store[order], self.number[order]),
            "vin": self.vin[order], "sold_at": some(day, order % 4 > 0), "start": day, "end": day + 364,
            "through_store": order % 3 > 0, "commission_fen": self.draw.integers(5_000, 60_000, len(order)),
        })  # fmt: skip


def sale_dates(car: np.ndarray) -> np.ndarray:
    return np.datetime64("2016-01-01") + (car * 7_919) % 3_400


def months_of(size: Size) -> Iterator[Drawn]:
    for at, month in enumerate(size.all_months):
        yield Drawn(size, at, month, np.random.default_rng(20_260_000 + at))
