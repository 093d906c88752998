"""Inspections of all stores, and the figures the stores report of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from biaogan.intake.demonstration.chance import stream
from biaogan.intake.demonstration.region import DemoStore

FULL = 10.0
ITEMS = {
    "巡店": ("接车区整洁", "三件套使用", "环车检查", "透明车间", "交车讲解", "回访记录"),
    "神秘客": ("预约接听", "接待时长", "需求确认", "报价说明", "交车说明"),
    "视频抽查": ("环车检查", "三件套使用"),
}
CHECKERS = ("陆远航", "督导甲", "督导乙")
BOASTING = {"S02": 1.06}  # reports more visits than its files hold


def inspections(stores: tuple[DemoStore, ...], *, months: list[str], until: date, seed: int) -> pl.DataFrame:
    """A visit and a video check of every store each month, two mystery shops a quarter."""
    rows = [
        row
        for store in stores
        for month in months
        for sort in ITEMS
        if sort != "神秘客" or int(month[5:]) % 3 != 0
        for row in _inspection(store.code, month, sort, until, seed)
    ]
    return pl.DataFrame(rows)


def _inspection(code: str, month: str, sort: str, until: date, seed: int) -> Iterator[dict[str, object]]:
    rng = stream(seed, code, "inspections", month, sort)
    day = date(int(month[:4]), int(month[5:]), 1) + timedelta(days=int(rng.integers(3, 26)))
    if day > until:
        return
    usual = 8.4 + float(stream(seed, code, "diligence").normal(0, 0.5))
    for item in ITEMS[sort]:
        score = float(np.clip(round(rng.normal(usual, 1.1)), 4, FULL))
        yield {
            "store": code, "insp_id": f"{code}-{month.replace('-', '')}-{sort}", "kind": sort, "date": day,
            "checker": CHECKERS[int(rng.integers(len(CHECKERS)))], "item_code": item, "score": score,
            "max_score": FULL,
        }  # fmt: skip


def reported(orders: pl.DataFrame, *, months: list[str], code: str, seed: int) -> pl.DataFrame:
    """Visits and first-time fix as the store's monthly report has them: nearly ours, one store boasts."""
    rng = stream(seed, code, "reported")
    cars = orders.filter(~pl.col("is_internal") & ~pl.col("cause").is_in(["pdi", "internal", "accessories"]))
    days = cars.select("vehicle", day=pl.col("opened_at").dt.date()).unique()
    visits = dict(days.group_by(pl.col("day").dt.strftime("%Y-%m")).len().iter_rows())
    rows: list[dict[str, object]] = []
    for month in months[:-1]:
        count = round(visits.get(month, 0) * BOASTING.get(code, 1.0) * float(rng.normal(1, 0.004)))
        fixed = round(float(rng.normal(94.5, 0.8)), 1)
        rows.append({"month": month, "code": "进厂台次", "value": float(count), "unit": "台次"})
        rows.append({"month": month, "code": "一次修复率", "value": fixed, "unit": "%"})
    schema = {"month": pl.String, "code": pl.String, "value": pl.Float64, "unit": pl.String}
    return pl.DataFrame(rows, schema=schema)
