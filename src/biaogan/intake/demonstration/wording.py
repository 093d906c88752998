"""The words a dealer's system uses for our codes: three dialects, as different systems speak."""

from __future__ import annotations

import polars as pl

CAUSES: dict[str, dict[str, str]] = {
    # One column for category, another for the type of order.
    "plain": {
        "maintenance": "定期保养", "repair": "一般维修", "warranty": "保修索赔", "accident": "事故维修",
        "wash": "洗车", "accessories": "精品", "pdi": "PDI", "internal": "内部维修", "rework": "一般维修",
    },
    # Category and type share one column.
    "shared": {
        "maintenance": "定保维修", "repair": "一般维修", "warranty": "原厂索赔", "accident": "事故维修",
        "wash": "美容", "accessories": "精品销售", "pdi": "PDI", "internal": "内部维修", "rework": "返工",
    },
    "trade": {
        "maintenance": "保养", "repair": "机电", "warranty": "OEM索赔", "accident": "钣喷",
        "wash": "洗车", "accessories": "精品", "pdi": "PDI", "internal": "内部维修", "rework": "机电",
    },
}  # fmt: skip
PAYERS = {
    "plain": {"CP": "客户付费", "WAR": "厂家付费", "INS": "保险", "PKG": "套餐", "INT": "店内付费"},
    "shared": {"CP": "客户自费", "WAR": "OEM索赔", "INS": "保险理赔", "PKG": "套餐", "INT": "内部"},
    "trade": {"CP": "自费", "WAR": "厂家索赔", "INS": "保险", "PKG": "套餐", "INT": "内部"},
}
RO_TYPES = {"repair": "维修", "sale": "销售", "rework": "返工", "claim": "索赔"}
WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("appointment", "status"): {
        "on-time": "准时进厂", "late": "延迟进厂", "early": "提前进厂", "not-arrived": "未进厂",
        "cancelled": "取消进厂",
    },
    ("staff", "leave_type"): {"voluntary": "主动离职", "involuntary": "辞退", "transfer": "调动"},
    ("training_record", "result"): {"passed": "通过", "attended": "参加", "failed": "未通过"},
    ("repair_order", "ro_type"): RO_TYPES,
}  # fmt: skip
FLAGS = {True: "是", False: "否"}


def worded(frame: pl.DataFrame, kind: str, field: str, dialect: str) -> pl.Series | None:
    """The column in the words of the dialect; None where the value is printed as it is."""
    if field == "payer":
        return _translated(frame["payer"], PAYERS[dialect])
    if kind in ("repair_order", "settlement") and field == "biz_type":
        return _translated(frame["cause"], CAUSES[dialect])
    if kind in ("repair_order", "settlement") and field == "status":
        return frame.select(_order_status(dialect)).to_series()
    words = WORDS.get((kind, field))
    return None if words is None else _translated(frame[field], words)


def _translated(codes: pl.Series, words: dict[str, str]) -> pl.Series:
    return codes.cast(pl.String).replace_strict(words, default=None, return_dtype=pl.String)


def _order_status(dialect: str) -> pl.Expr:
    return (
        pl.when("is_void")
        .then(pl.lit("作废"))
        .when(pl.col("version") == 1)
        .then(pl.lit("反结算"))
        .when(pl.col("settled_at").is_not_null())
        .then(pl.lit("已结算"))
        .when(pl.col("submitted_at").is_not_null())
        .then(pl.lit("已提交结算"))
        .when(pl.col("completed_at").is_not_null())
        .then(pl.lit("已竣工"))
        .otherwise(pl.lit("派工" if dialect == "shared" else "在修"))
    )
