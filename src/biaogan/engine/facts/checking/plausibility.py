"""Soft checks: rows are taken, and what looks odd about them is said."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from biaogan.engine.facts.checking.findings import Findings

VIN_FORM = r"^[A-HJ-NPR-Z0-9]{17}$"
ONE_FEN = 1
# Below these, the middle row of a sheet is no amount in yuan: a month of a workshop, an order of a car.
LEAST_USUAL_FEN: dict[str, tuple[str, int]] = {
    "finance_month": ("revenue_aftersales_fen", 10_000_00),
    "repair_order": ("net_total_fen", 10_00),
    "settlement": ("total_net_fen", 10_00),
}
FEWEST_ROWS = 3  # of an order file; a month's account may stand alone


def remarks(kind: str, frame: pl.DataFrame, findings: Findings) -> None:
    """Say what looks odd about the rows of a kind."""
    if "vin" in frame.columns:
        findings.remark("unusual-vin", "vin", ~frame["vin"].str.contains(VIN_FORM))
    if "ro_no" in frame.columns:
        findings.remark("long-number", "ro_no", frame["ro_no"].str.contains(r"^\d{15,}0{3,}$"))
    findings.remark("looks-like-ten-thousands", "", _in_ten_thousands(kind, frame))
    for code, field, odd in ODD.get(kind, ()):
        findings.remark(code, field, frame.select(odd()).to_series())


def _in_ten_thousands(kind: str, frame: pl.DataFrame) -> pl.Series:
    """All rows with an amount, where the middle one is so small that 万元 was taken for yuan."""
    column, least = LEAST_USUAL_FEN.get(kind, ("line", 0))
    amounts = pl.col(column).filter(pl.col(column) != 0).abs()
    enough = amounts.len() >= (1 if kind == "finance_month" else FEWEST_ROWS)
    odd = enough & (amounts.median() < least) & (pl.col(column) != 0)
    return frame.select(odd).to_series()


def _times_of_order() -> pl.Expr:
    opened = pl.col("opened_at").dt.date()
    later = [pl.col(name).dt.date() < opened for name in ("completed_at", "delivered_at", "settled_at")]
    return pl.any_horizontal(later)


def _order_sum() -> pl.Expr:
    return (pl.col("list_total_fen") - pl.col("discount_total_fen") - pl.col("net_total_fen")).abs() > ONE_FEN


def _part_sum() -> pl.Expr:
    return (
        pl.col("list_amount_fen") - pl.col("discount_amount_fen") - pl.col("net_amount_fen")
    ).abs() > ONE_FEN


def _lone_reversal() -> pl.Expr:
    return pl.col("is_reversal") & (pl.len().over("store", "ro_no") == 1)


def _day_too_long() -> pl.Expr:
    return ~pl.col("attended_hours_milli").is_between(0, 24_000)


ODD: dict[str, tuple[tuple[str, str, Callable[[], pl.Expr]], ...]] = {
    "repair_order": (
        ("order-of-times", "opened_at", _times_of_order),
        ("amounts-do-not-add-up", "net_total", _order_sum),
        ("mileage-drops", "mileage_out", lambda: pl.col("mileage_out") < pl.col("mileage_in")),
        ("reversal-without-original", "ro_no", _lone_reversal),
    ),
    "ro_part": (("amounts-do-not-add-up", "net_amount", _part_sum),),
    "appointment": (
        (
            "arrival-without-status",
            "status",
            lambda: pl.col("arrived_at").is_not_null() & pl.col("status").is_in(["not-arrived", "cancelled"]),
        ),
    ),
    "attendance": (("hours-of-a-day", "attended_hours", _day_too_long),),
    "complaint": (("order-of-times", "received_at", lambda: pl.col("closed_at") < pl.col("received_at")),),
    "staff": (("order-of-times", "hire_date", lambda: pl.col("leave_date") < pl.col("hire_date")),),
    "vehicle": (("order-of-times", "sale_date", lambda: pl.col("warranty_end") < pl.col("sale_date")),),
    "position_plan": (
        ("posts-exceeded", "filled_posts", lambda: pl.col("filled_posts") > pl.col("planned_posts")),
    ),
}
