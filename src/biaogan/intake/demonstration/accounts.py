"""Monthly accounts and targets, promotions, stock, and what else a dealer reports."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from biaogan.intake.demonstration.catalogue import PARTS
from biaogan.intake.demonstration.chance import stream, words
from biaogan.intake.demonstration.region import STORIES, DemoStore, Size, month_names

SEASON_NAMES = ("冬季关怀", "春季检测", "清凉夏日", "金秋服务季")


def monthly_money(labour: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """External revenue and direct cost per settlement month, in fen, from all booked lines."""
    frames = [
        lines.filter(
            pl.col("settled_at").is_not_null() & ~pl.col("is_internal") & (pl.col("payer") != "INT")
        ).select(
            pl.col("settled_at").dt.strftime("%Y-%m").alias("month"),
            "net_amount",
            "cost_amount",
            goods=pl.lit(goods),
        )
        for lines, goods in ((labour, False), (parts, True))
    ]
    return (
        pl.concat(frames)
        .group_by("month")
        .agg(
            revenue=pl.col("net_amount").sum(),
            cost=pl.col("cost_amount").sum(),
            parts_cost=pl.col("cost_amount").filter(pl.col("goods")).sum(),
        )
        .sort("month")
    )


def finance(money: pl.DataFrame, *, months: list[str], code: str, seed: int) -> pl.DataFrame:
    """The books differ a little from the orders, as books do; the last, open month is not closed."""
    rng = stream(seed, code, "finance")
    money = money.filter(pl.col("month").is_in(months[:-1]))
    n = len(money)
    revenue = money["revenue"].to_numpy() * rng.normal(1.0, 0.003, n)
    profit = revenue - money["cost"].to_numpy() * rng.normal(1.0, 0.004, n)
    usual = float(np.median(profit)) if n else 0.0
    overhead = usual * rng.uniform(1.45, 1.75) * rng.normal(1, 0.03, n)
    fixed = {
        "overhead_total": overhead,
        "newcar_variable": overhead * rng.uniform(0.16, 0.24),
        "personnel_cost": usual * rng.uniform(0.27, 0.34) * rng.normal(1, 0.02, n),
        "opex_aftersales": usual * rng.uniform(0.5, 0.64) * rng.normal(1, 0.03, n),
    }
    values = {
        "revenue_aftersales": revenue,
        "gp_aftersales": profit,
        **fixed,
        "parts_cogs": money["parts_cost"].to_numpy() * 1.0,
        "inventory": money["parts_cost"].to_numpy() * rng.uniform(1.4, 2.0),
        "ar_open": revenue * rng.uniform(0.25, 0.4),
    }
    rounded = {
        name: pl.Series(np.round(value / 10000).astype("int64") * 10000) for name, value in values.items()
    }
    return money.select("month").with_columns(**rounded)


# What the region asks of every store, month for month: name as in a target file, value, unit.
STANDARDS = (
    ("售后毛利率", 45.0, "%"), ("单车产值（每台次）", 3_500.0, "元"), ("人员成本率", 10.0, "%"),
    ("客户留存率", 72.0, "%"), ("保养回厂率", 68.0, "%"), ("客户满意度", 90.0, "分"),
    ("净推荐值", 50.0, "分"), ("准时交车率", 92.0, "%"), ("一次修复率", 93.0, "%"), ("预约率", 65.0, "%"),
    ("员工流失率", 40.0, "%"), ("核心岗位空缺率", 10.0, "%"), ("认证技师比例", 65.0, "%"),
    ("培训完成率", 92.0, "%"),
)  # fmt: skip


def targets(money: dict[str, pl.DataFrame], *, months: list[str], seed: int) -> pl.DataFrame:
    """Region-wide: last year's month plus growth, rounded; the first year gets a level of its own."""
    rows = []
    for code, frame in money.items():
        rng = stream(seed, code, "targets")
        known = dict(frame.select("month", "revenue").iter_rows())
        usual = float(np.mean(list(known.values()))) if known else 0.0
        for month in months:
            before = known.get(f"{int(month[:4]) - 1}{month[4:]}", usual * 0.97)
            value = round(before * float(rng.uniform(1.02, 1.07)) / 1_000_000) * 1_000_000
            rows.append(
                {
                    "store": code,
                    "kpi_code": "售后产值",
                    "month": month,
                    "value": value / 1_000_000,
                    "unit": "万元",
                }
            )
            rows += [
                {"store": code, "kpi_code": name, "month": month, "value": asked, "unit": unit}
                for name, asked, unit in STANDARDS
            ]
    return pl.DataFrame(rows).with_columns(version=pl.lit(1))


def promotions(stores: tuple[DemoStore, ...], *, size: Size, until: date) -> pl.DataFrame:
    """A seasonal care action each quarter for everybody, and the big promotion of one story."""
    months = month_names(until, size.months)
    quarters = sorted({_quarter(month) for month in months})
    everybody = "、".join(store.name for store in stores)
    rows = [
        _promotion(
            f"GH{year}Q{quarter}",
            f"{year}年{SEASON_NAMES[quarter - 1]}",
            date(year, quarter * 3 - 2, 1),
            89,
            everybody,
        )
        for year, quarter in quarters
    ]
    story = STORIES["promotion-with-dip"]
    for store in stores:
        if store.code == story.store:
            month = months[story.month_index(size.months)]
            rows.append(
                _promotion(
                    promotion_id(month), "店庆特惠月", date(int(month[:4]), int(month[5:]), 1), 27, store.name
                )
            )
    return pl.DataFrame(rows)


def _promotion(number: str, name: str, start: date, length: int, scope: str) -> dict[str, object]:
    return {
        "promo_id": number, "name": name, "start": start, "end": start + timedelta(days=length),
        "store_scope": scope, "decision": "通过",
    }  # fmt: skip


def _quarter(month: str) -> tuple[int, int]:
    return int(month[:4]), (int(month[5:]) + 2) // 3


def promotion_id(month: str) -> str:
    return f"DQ{month.replace('-', '')}"


def with_promotions(orders: pl.DataFrame, promoted: np.ndarray, *, code: str, seed: int) -> pl.DataFrame:
    """Which orders used a promotion: most in the promotion month, few of the seasonal action."""
    rng = stream(seed, code, "promotions")
    chance = rng.random(len(orders))
    opened = pl.col("opened_at")
    seasonal = pl.format("GH{}Q{}", opened.dt.year(), opened.dt.quarter())
    fits = (pl.col("payer") == "CP") & pl.col("cause").is_in(["maintenance", "repair", "accessories"])
    return orders.with_columns(
        promo_id=pl.when(fits & pl.Series(promoted & (chance < 0.72)))
        .then(pl.lit("DQ") + opened.dt.strftime("%Y%m"))
        .when(fits & pl.Series(chance < 0.09))
        .then(seasonal)
    )


def stock(parts: pl.DataFrame, *, months: list[str], code: str, seed: int) -> pl.DataFrame:
    """Month-end stock of the last three complete months; a few parts have not moved for long."""
    rng = stream(seed, code, "stock")
    last_out = dict(
        parts.group_by("part_no").agg(pl.col("settled_at").max().dt.date()).sort("part_no").iter_rows()
    )
    rows = []
    for month in months[-4:-1]:
        day = date(int(month[:4]) + int(month[5:]) // 12, int(month[5:]) % 12 + 1, 1) - timedelta(days=1)
        for number, _, _, price, share in PARTS:
            quantity = int(rng.integers(1, 40))
            cost = round(price * share * 100)
            moved = last_out.get(number)
            idle = rng.random() < 0.05
            out = (
                day - timedelta(days=int(rng.integers(400, 700)))
                if idle
                else min(moved, day)
                if moved
                else None
            )
            rows.append(
                {"part_no": number, "date": day, "qty": float(quantity), "unit_cost": cost,
                 "cost_amount": cost * quantity, "last_out": out,
                 "last_in": (out or day) - timedelta(days=int(rng.integers(5, 60)))}
            )  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def demand(parts: pl.DataFrame, *, code: str, seed: int) -> pl.DataFrame:
    """A sample of part requests of the last lines: nine in ten filled from stock at once."""
    rng = stream(seed, code, "demand")
    asked = parts.filter(pl.col("settled_at").is_not_null() & (pl.col("qty") > 0)).tail(400)
    n = len(asked)
    filled = rng.random(n) < 0.91
    return asked.select(
        "part_no", "ro_no", requested_at=pl.col("opened_at"), qty_req=pl.col("qty")
    ).with_columns(
        demand_id=words([f"{code}XQ{number:05d}" for number in range(1, n + 1)]),
        qty_first=pl.when(pl.Series(filled)).then("qty_req").otherwise(0.0),
        outcome=pl.when(pl.Series(filled)).then(pl.lit("库存")).otherwise(pl.lit("紧急订货")),
    )
