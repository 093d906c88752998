"""What a decision can set, and the sentences for a setting that cannot be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from biaogan.engine.text import Text

QUARTERS = 12
EVERY_QUARTER = (1, 2, 3, 4)


@dataclass(frozen=True)
class Levers:
    """One proposal. Shares are 0 to 1; quarters count from 1, the first after the decision.

    `discount_depth` off the discountable part of a bill, for `discount_reach` of the visits, in the
    quarters from `discount_from` for `discount_for` quarters, of these only those whose place in their
    year (1 to 4) is in `discount_in`. `lost_depth` is a coupon for lost customers only, of which `lost_leak`
    reaches others. `contract` is the share of customers who take a three-year contract at
    `contract_depth` off. `reminders` and `app` run from 0 (not at all) to 1 (in every store).
    `training` is spending as a multiple of today's, `price_level` list prices likewise,
    `manufacturer_share` what the maker pays of the discounts, `own_cost_fen` a further cost per year.
    """

    discount_depth: float = 0.0
    discount_reach: float = 1.0
    discount_from: int = 1
    discount_for: int = QUARTERS
    discount_in: tuple[int, ...] = EVERY_QUARTER
    manufacturer_share: float = 0.0
    lost_depth: float = 0.0
    lost_leak: float = 0.05
    contract: float = 0.0
    contract_depth: float = 0.04
    reminders: float = 0.0
    app: float = 0.0
    training: float = 1.0
    price_level: float = 1.0
    own_cost_fen: int = 0

    def depth_in(self, quarter: int) -> float:
        """Depth of the general discount in a quarter counted from 1."""
        runs = self.discount_from <= quarter < self.discount_from + self.discount_for
        return self.discount_depth if runs and (quarter - 1) % 4 + 1 in self.discount_in else 0.0

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"discount_in": list(self.discount_in)}


@dataclass(frozen=True)
class Refusal:
    """Why a lever cannot be set so: which lever, a code that stays, and what to do about it."""

    lever: str
    code: str
    message: Text


@dataclass(frozen=True)
class Limits:
    zh: str
    en: str
    low: float
    high: float
    whole: bool = False
    percent: bool = True


LIMITS: Mapping[str, Limits] = {
    "discount_depth": Limits("折扣幅度", "Discount depth", 0, 1),
    "discount_reach": Limits("折扣覆盖比例", "Share of visits the discount reaches", 0, 1),
    "discount_from": Limits(
        "折扣开始季度", "First quarter of the discount", 1, QUARTERS, whole=True, percent=False
    ),
    "discount_for": Limits(
        "折扣持续季度数", "Quarters the discount lasts", 0, QUARTERS, whole=True, percent=False
    ),
    "manufacturer_share": Limits("厂家承担比例", "Share paid by the manufacturer", 0, 1),
    "lost_depth": Limits("流失客户优惠幅度", "Depth of the coupon for lost customers", 0, 1),
    "lost_leak": Limits("优惠外泄比例", "Share of other customers who get the coupon too", 0, 1),
    "contract": Limits("保养套餐参加比例", "Share of customers with a service contract", 0, 1),
    "contract_depth": Limits("保养套餐优惠幅度", "Discount inside the service contract", 0, 1),
    "reminders": Limits("到期提醒覆盖比例", "Share of stores with reminders", 0, 1),
    "app": Limits("维修进度透明覆盖比例", "Share of stores with the progress app", 0, 1),
    "training": Limits("培训投入（与现在相比）", "Training spending against today", 0, 2),
    "price_level": Limits("挂牌价格（与现在相比）", "List prices against today", 0.5, 1.5),
    "own_cost_fen": Limits(
        "每年其他费用（分）", "Further cost per year (fen)", 0, 10**12, whole=True, percent=False
    ),
}


def _spoken(value: float, limits: Limits) -> str:
    return f"{100 * value:.12g} %" if limits.percent else f"{value:.12g}"


def _refused(lever: str, value: object) -> Refusal | None:
    limits = LIMITS[lever]
    kind = int if limits.whole else int | float
    if isinstance(value, bool) or not isinstance(value, kind) or not math.isfinite(value):
        what = Text(zh="整数", en="a whole number") if limits.whole else Text(zh="数字", en="a number")
        message = Text(
            zh=f"{limits.zh}：“{value}”不是{what.zh}，请填写{what.zh}。",
            en=f"{limits.en}: “{value}” is not {what.en}. Enter {what.en}.",
        )
        return Refusal(lever, "not-a-number", message)
    if limits.low <= value <= limits.high:
        return None
    low, high, seen = (_spoken(number, limits) for number in (limits.low, limits.high, value))
    message = Text(
        zh=f"{limits.zh}不能是 {seen}，请填写 {low} 到 {high} 之间的数值。",
        en=f"{limits.en} cannot be {seen}. Enter a value from {low} to {high}.",
    )
    return Refusal(lever, "too-low" if value < limits.low else "too-high", message)


def _refused_quarters(value: object) -> Refusal | None:
    if isinstance(value, tuple | list) and value and all(one in EVERY_QUARTER for one in value):
        return None
    message = Text(
        zh="折扣所在季度只能从第 1 至第 4 季度中选择，至少选一个。",
        en="The quarters of the discount must be chosen from 1 to 4, at least one.",
    )
    return Refusal("discount_in", "bad-quarters", message)


def refusals(levers: Levers) -> tuple[Refusal, ...]:
    """Everything that keeps a proposal from being tested, in the order of the levers; empty when nothing."""
    found = (
        _refused_quarters(levers.discount_in)
        if field.name == "discount_in"
        else _refused(field.name, getattr(levers, field.name))
        for field in fields(Levers)
    )
    return tuple(one for one in found if one)


def read_levers(values: Mapping[str, Any]) -> tuple[Levers | None, tuple[Refusal, ...]]:
    """A proposal from plain values (a form, a kept JSON), or the reasons why it is none.

    Levers not named keep their neutral setting; a name that is no lever is refused.
    """
    known = {field.name for field in fields(Levers)}
    unknown = tuple(
        Refusal(
            name,
            "unknown-lever",
            Text(
                zh=f"没有名为“{name}”的措施，请从列表中选择。",
                en=f"There is no lever “{name}”. Choose one of the list.",
            ),
        )
        for name in values
        if name not in known
    )
    given = {name: value for name, value in values.items() if name in known}
    quarters = given.get("discount_in")
    if isinstance(quarters, list):
        given["discount_in"] = tuple(quarters)
    levers = Levers(**given)
    found = unknown + refusals(levers)
    return (None if found else levers), found


class BadLevers(ValueError):
    """A proposal that cannot be tested; `refusals` says why in both languages."""

    def __init__(self, found: tuple[Refusal, ...]) -> None:
        super().__init__(" ".join(one.message.en for one in found))
        self.refusals = found


def checked(levers: Levers) -> Levers:
    """The same proposal. Raises BadLevers when it cannot be tested."""
    found = refusals(levers)
    if found:
        raise BadLevers(found)
    return levers
