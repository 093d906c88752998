"""Labour and part lines of the orders, and the totals of each order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from biaogan.intake.demonstration.catalogue import (
    HOUR_PRICE,
    JOBS,
    LABOUR_COST_SHARE,
    OPERATION_INDEX,
    OPERATIONS,
    PART_INDEX,
    PARTS,
    WARRANTY_RATE,
)
from biaogan.intake.demonstration.chance import Array, stream, words
from biaogan.intake.demonstration.course import Course

SERIES_PRICE = np.array([0.92, 0.99, 1.24, 0.97])
CARE = [PART_INDEX[number] for number in ("P0071", "P0072", "P0073")]
PURCHASE = 0.92  # bonus of the maker on the price list
RESETTLED = 0.97  # labour after a reversal: the quarrel ends in a small rebate


@dataclass(frozen=True)
class _Bundle:
    """The items of all jobs, one after the other."""

    start: Array
    length: Array
    item: Array
    quantity: Array


def _bundle(items: list[list[tuple[int, float]]]) -> _Bundle:
    length = np.array([len(job) for job in items])
    flat = [item for job in items for item in job]
    return _Bundle(
        start=np.concatenate([[0], np.cumsum(length)[:-1]]),
        length=length,
        item=np.array([index for index, _ in flat]),
        quantity=np.array([quantity for _, quantity in flat]),
    )


LABOUR = _bundle(
    [
        [(OPERATION_INDEX[code], OPERATIONS[OPERATION_INDEX[code]][2]) for code in job.operations]
        for job in JOBS
    ]
)
PART = _bundle([[(PART_INDEX[number], quantity) for number, quantity in job.parts] for job in JOBS])


def _spread(bundle: _Bundle, job: Array) -> tuple[Array, ...]:
    """(order row, item, quantity, line number) of every line of the jobs."""
    length = bundle.length[job]
    row = np.repeat(np.arange(len(job)), length)
    line = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
    place = bundle.start[job][row] + line
    return row, bundle.item[place], bundle.quantity[place], line + 1


class Lines:
    """Prices the work of one store's orders."""

    def __init__(
        self, *, code: str, orders: pl.DataFrame, series: Array, course: Course, seed: int,
        month: Array,
    ) -> None:  # fmt: skip
        self.rng = stream(seed, code, "lines")
        self.orders, self.course = orders, course
        self.job = orders["job"].to_numpy()
        self.payer = orders["payer"].to_numpy()
        self.cause = orders["cause"].to_numpy()
        n = len(orders)
        severity = np.where(self.cause == "accident", np.exp(self.rng.normal(-0.08, 0.45, n)), 1.0)
        self.work = np.round(severity, 1).clip(0.4)
        self.price = SERIES_PRICE[series] * course.ticket[month] * np.exp(self.rng.normal(0, 0.03, n))
        promoted = course.promotion[month]
        self.rebate = np.where(promoted, course.discount + 0.1, course.discount)

    def labour(self) -> pl.DataFrame:
        row, item, hours, line = _spread(LABOUR, self.job)
        operation = [OPERATIONS[index] for index in range(len(OPERATIONS))]
        trade = np.array([entry[3] for entry in operation], dtype=object)[item]
        hours = np.round(hours * self.work[row], 2)
        price = np.array([HOUR_PRICE[name] for name in trade]) * self.price[row]
        price = np.round(np.where(self.payer[row] == "WAR", price * WARRANTY_RATE, price))
        standard = np.round(hours * price * 100).astype("int64")
        free = self.cause[row] == "rework"
        listed = np.where(free, 0, standard)
        rate = self._discount(row)
        share = np.array([LABOUR_COST_SHARE[name] for name in trade])
        clocked = np.round(np.maximum(hours * self.rng.normal(0.94, 0.12, len(row)), 0.1), 2)
        return self._with_order(row).with_columns(
            line_no=pl.Series(line),
            op_code=_text([entry[0] for entry in operation], item),
            op_name=_text([entry[1] for entry in operation], item),
            trade=words(trade),
            std_hours=pl.Series(hours),
            assigned_hours=pl.Series(hours),
            clocked_hours=pl.Series(clocked),
            hour_price=pl.Series((price * 100).astype("int64")),
            std_amount=pl.Series(standard),
            list_amount=pl.Series(listed),
            discount_rate=pl.Series(np.round(rate, 3)),
            net_amount=pl.Series(np.round(listed * (1 - np.round(rate, 3))).astype("int64")),
            cost_amount=pl.Series(np.round(standard * share).astype("int64")),
        )

    def parts(self) -> pl.DataFrame:
        row, item, quantity, line = _spread(PART, self.job)
        row, item, quantity, line = self._with_care(row, item, quantity, line)
        whole = np.array([entry[3] for entry in PARTS])[item]
        price = np.round(whole * self.price[row], 2)
        accident = self.cause[row] == "accident"
        quantity = np.where(accident & (quantity >= 4), np.ceil(quantity * self.work[row]), quantity)
        free = self.cause[row] == "rework"
        listed = np.where(free, 0, np.round(price * quantity * 100)).astype("int64")
        discount = np.round(listed * self._discount(row) * 0.6).astype("int64")
        cost = np.round(whole * np.array([entry[4] for entry in PARTS])[item] * PURCHASE * 100).astype(
            "int64"
        )
        return self._with_order(row).with_columns(
            line_no=pl.Series(line),
            part_no=_text([entry[0] for entry in PARTS], item),
            part_name=_text([entry[1] for entry in PARTS], item),
            part_class=_text([entry[2] for entry in PARTS], item),
            qty=pl.Series(quantity),
            unit_price=pl.Series(np.where(free, 0, np.round(price * 100)).astype("int64")),
            list_amount=pl.Series(listed),
            discount_amount=pl.Series(discount),
            net_amount=pl.Series(listed - discount),
            unit_cost=pl.Series(cost),
            cost_amount=pl.Series(np.round(cost * quantity).astype("int64")),
        )

    def _discount(self, row: Array) -> Array:
        """Only customers who pay themselves get a rebate, and not all of them."""
        generous = (self.rng.random(len(self.job)) < 0.7) * self.rebate * 1.4
        return np.where(self.payer == "CP", generous, 0.0)[row]

    def _with_care(self, *lines: Array) -> tuple[Array, ...]:
        """An advisor sells a care product beside a service now and then."""
        row, item, quantity, line = lines
        wants = (self.cause == "maintenance") & (self.payer == "CP") & (self.rng.random(len(self.job)) < 0.16)
        more = np.nonzero(wants)[0]
        care = np.array(CARE)[self.rng.integers(0, len(CARE), len(more))]
        order = np.argsort(np.concatenate([row, more]), kind="stable")
        return (
            np.concatenate([row, more])[order],
            np.concatenate([item, care])[order],
            np.concatenate([quantity, np.ones(len(more))])[order],
            np.concatenate([line, np.full(len(more), 90)])[order],
        )

    def _with_order(self, row: Array) -> pl.DataFrame:
        """What a line repeats of its order. A few lines of goodwill are the store's own."""
        kept = self.orders.select(
            "ro_no", "vehicle", "opened_at", "completed_at", "settled_at", "sa_id", "tech_id", "payer",
            "reversed", "is_internal", "promo_id",
        )[row]  # fmt: skip
        goodwill = pl.Series(self.rng.random(len(row)) < 0.006) & (kept["payer"] == "CP")
        return kept.with_columns(payer=pl.when(goodwill).then(pl.lit("INT")).otherwise("payer"))


def _text(labels: list[str], item: Array) -> pl.Series:
    return words(np.array(labels, dtype=object)[item])


MONEY = ("std_amount", "list_amount", "discount_amount", "net_amount", "cost_amount")
AMOUNTS = (*MONEY, "std_hours", "assigned_hours", "clocked_hours", "qty")


def resettled(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines after a reversal: labour gets a rebate."""
    if "std_hours" not in lines.columns:
        return lines
    return lines.with_columns(net_amount=(pl.col("net_amount") * RESETTLED).round().cast(pl.Int64))


def with_reversals(lines: pl.DataFrame) -> pl.DataFrame:
    """All lines ever booked: those of a reversed order appear as they were, negated, and anew."""
    back = lines.filter(pl.col("reversed") & pl.col("settled_at").is_not_null())
    negated = back.with_columns([-pl.col(name) for name in AMOUNTS if name in back.columns])
    return pl.concat([lines, negated, resettled(back)]).sort("ro_no", maintain_order=True)


def order_totals(labour: pl.DataFrame, parts: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """Per order: labour, parts, accessories, list, discount and net, all in fen."""
    accessory = pl.col("part_class").is_in(["精品", "养护品", "装潢"])
    work = labour.group_by("ro_no").agg(
        labour_total=pl.col("net_amount").sum(), labour_list=pl.col("list_amount").sum()
    )
    goods = parts.group_by("ro_no").agg(
        parts_total=pl.col("net_amount").sum(),
        parts_list=pl.col("list_amount").sum(),
        sales_parts_total=pl.col("net_amount").filter(accessory).sum(),
    )
    joined = orders.join(work, on="ro_no", how="left", maintain_order="left").join(
        goods, on="ro_no", how="left", maintain_order="left"
    )
    names = ("labour_total", "labour_list", "parts_total", "parts_list", "sales_parts_total")
    joined = joined.with_columns([pl.col(name).fill_null(0) for name in names])
    listed = pl.col("labour_list") + pl.col("parts_list")
    net = pl.col("labour_total") + pl.col("parts_total")
    return joined.with_columns(
        list_total=listed,
        net_total=net,
        discount_total=listed - net,
        labour_discount=pl.col("labour_list") - pl.col("labour_total"),
        parts_discount=pl.col("parts_list") - pl.col("parts_total"),
    )
