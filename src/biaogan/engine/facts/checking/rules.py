"""What a kind demands of a row, and what follows from its values."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from biaogan.engine.facts.checking import choices, vocabulary
from biaogan.engine.facts.checking.findings import Findings
from biaogan.engine.text import by_distinct_value, folded

MASKED = r"[*?]"


def fill_order_texts(table: pl.DataFrame) -> pl.DataFrame:
    """An arrival stands for a missing opening; one column of category and type fills both."""
    if "arrived_at" in table.columns and "opened_at" not in table.columns:
        table = table.with_columns(opened_at=pl.col("arrived_at"))
    elif {"arrived_at", "opened_at"} <= set(table.columns):
        table = table.with_columns(pl.coalesce("opened_at", "arrived_at").alias("opened_at"))
    if {"ro_type", "biz_type"} <= set(table.columns) and table["ro_type"].equals(table["biz_type"]):
        return table.with_columns(combined=pl.lit(value=True))
    if "ro_type" in table.columns and "biz_type" not in table.columns:
        return table.with_columns(biz_type=pl.col("ro_type"), combined=pl.lit(value=True))
    if "biz_type" in table.columns and "ro_type" not in table.columns:
        return table.with_columns(ro_type=pl.col("biz_type"), combined=pl.lit(value=True))
    return table


def derive_order(good: pl.DataFrame, table: pl.DataFrame, _findings: Findings) -> pl.DataFrame:
    """Void, reversed and internal orders, counter sales, and the type that a category names."""
    words = vocabulary.counter_sale_words()
    sold = by_distinct_value(
        good["biz_type_text"], lambda wording: "yes" if folded(wording) in words else None
    )
    good = good.with_columns(counter=sold.is_not_null())
    if "combined" in table.columns:
        type_of_category = pl.when(pl.col("biz_type").is_not_null()).then(pl.lit("repair"))
        good = good.with_columns(ro_type=pl.coalesce("ro_type", type_of_category))
    negative = pl.any_horizontal(
        pl.col("net_total_fen", "list_total_fen", "labour_total_fen", "parts_total_fen") < 0
    )
    return good.with_columns(
        ro_type=pl.when("counter").then(pl.lit("sale")).otherwise("ro_type"),
        is_void=_or(pl.col("is_void"), pl.col("status") == "void"),
        is_reversal=_or(
            pl.col("is_reversal"), (pl.col("status") == "reversed") | negative.fill_null(value=False)
        ),
        is_internal=_or(pl.col("is_internal"), pl.col("biz_type") == "internal"),
    ).drop("counter")


def _or(flag: pl.Expr, derived: pl.Expr) -> pl.Expr:
    """True where either says so; the file's own no, or nothing, stays."""
    return pl.when(derived.fill_null(value=False)).then(pl.lit(value=True)).otherwise(flag)


def check_part_signs(good: pl.DataFrame, findings: Findings) -> None:
    """Quantity and amount of a part line have one sign, and a return is negative."""
    qty, net = pl.col("qty_milli").sign(), pl.col("net_amount_fen").sign()
    findings.refuse("qty-amount-sign", "qty", good.select(qty * net < 0).to_series())
    positive = pl.col("is_return").fill_null(value=False) & (qty > 0) & (net > 0)
    findings.refuse("return-not-negative", "is_return", good.select(positive).to_series())


def check_scores(good: pl.DataFrame, findings: Findings) -> None:
    """A score lies within its scale; a recommendation is a whole number from 0 to 10."""
    score, scale, nps = pl.col("score_milli"), pl.col("scale_milli"), pl.col("nps_score_milli")
    findings.refuse("score-out-of-scale", "score", good.select((score < 0) | (score > scale)).to_series())
    outside = (nps < 0) | (nps > 10_000) | (nps % 1000 != 0)
    findings.refuse("score-out-of-scale", "nps_score", good.select(outside).to_series())


def check_vehicle_number(good: pl.DataFrame, findings: Findings) -> None:
    """A masked VIN cannot tell vehicles apart, so nothing may merge on it."""
    findings.refuse("masked-vin", "vin", good["vin"].str.contains(MASKED))


def name_metrics(good: pl.DataFrame, column: str, findings: Findings) -> pl.DataFrame:
    """Indicators as slugs; one in percent of which every value is a fraction (0.95) becomes percent."""
    good = good.with_columns(choices.metrics(good[column]).alias(column))
    share = pl.col(column).is_in(sorted(vocabulary.metrics_in_percent()))
    as_fractions = share & (pl.col("value_milli").abs().max().over(column) <= 1000) & pl.col("unit").is_null()
    findings.remark("fractions-as-percent", "value", good.select(as_fractions).to_series())
    return good.with_columns(
        value_milli=pl.when(as_fractions).then(pl.col("value_milli") * 100).otherwise("value_milli")
    )


def derive_target(good: pl.DataFrame, table: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """A target without version is the first; without indicator it is the target of revenue."""
    if "kpi_code" not in table.columns:
        good = good.with_columns(kpi_code=pl.lit("revenue"))
    return name_metrics(good, "kpi_code", findings).with_columns(version=pl.col("version").fill_null(1))


def derive_reported(good: pl.DataFrame, _table: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """The figure's name as a slug where it is one of the product's metrics."""
    return name_metrics(good, "code", findings)


DERIVED: dict[str, Callable[[pl.DataFrame, pl.DataFrame, Findings], pl.DataFrame]] = {
    "repair_order": derive_order,
    "target": derive_target,
    "reported_kpi": derive_reported,
}
DEMANDS: dict[str, Callable[[pl.DataFrame, Findings], None]] = {
    "ro_part": check_part_signs,
    "survey": check_scores,
    "vehicle": check_vehicle_number,
}
