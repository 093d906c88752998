"""What can be proven, said before an improvement is opened."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from statistics import stdev
from typing import Any

from biaogan.engine.methods.effects.power import smallest_effect, smallest_p
from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.engine.periods import rolling
from biaogan.engine.text import Text
from biaogan.org.models import Store
from biaogan.org.setting import value_of
from biaogan.quality.goals import sized
from biaogan.quality.improvements.comparing import (
    BEFORE,
    LEAST_BEFORE,
    PAST,
    RECENT,
    baseline,
    gap,
    values_of,
)
from biaogan.quality.improvements.settings import PROOF
from biaogan.targets.numbers import months_with_data

LEAST_STORES = 3
WHOLE_SHARE = 100  # a share cannot change by more points


@dataclass(frozen=True)
class Chances:
    """`stores` that can be compared, this one among them; `effect`: the least that three months can prove."""

    stores: int
    level: float
    p: float | None
    spread: float | None
    effect: float | None

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)


def proof_level() -> float:
    return int(value_of(PROOF)) / 100


def chances(store: Store, metric: str, *, today: date) -> Chances:
    """From the half year before today at the stores of the region, and how the gap has moved in 18 months."""
    codes = list(Store.objects.filter(region=store.region_id, is_active=True).values_list("code", flat=True))
    before = baseline(today)
    past = rolling(before[-1], PAST)
    if not set(before).intersection(months_with_data(codes)):
        return Chances(0, proof_level(), None, None, None)
    values = values_of(metric_of(metric), codes, past, today)
    usable = [one for one in codes if sum(month in values[one] for month in before) >= LEAST_BEFORE]
    if store.code not in usable:
        return Chances(0, proof_level(), None, None, None)
    known = [one for one in gap({one: values[one] for one in usable}, store.code, past) if one is not None]
    spread = stdev(known) if len(known) > 1 else None
    count = len(usable)
    return Chances(
        stores=count,
        level=proof_level(),
        p=smallest_p(count, 1) if count > 1 else None,
        spread=spread,
        effect=None
        if not spread or count < LEAST_STORES
        else smallest_effect(stores=count, treated=1, before=BEFORE, after=RECENT, spread=spread),
    )


def said(found: dict[str, Any], metric: str, size: float | None = None) -> list[Text]:
    """The sentences at opening, from what was kept."""
    if not found or metric not in CATALOGUE:
        return []
    if not found["stores"]:
        return [
            Text(
                "本店过去半年该指标的数据不足三个月，效果无法测量。",
                "Fewer than three months of this figure in the last half year: nothing can be measured.",
            )
        ]
    if found["p"] is None:
        return [
            Text(
                "没有可以对照的其他门店，效果无法证明。",
                "There is no other store to compare with: nothing can be proven.",
            )
        ]
    return [_of_p(found), *_of_effect(found, metric, size)]


def _of_p(found: dict[str, Any]) -> Text:
    stores, p, level = found["stores"], found["p"], found["level"]
    text = Text(
        f"{stores} 家门店中只改进 1 家，p 值不可能低于 {p:.2f}。",
        f"With one store of {stores}, p can never be below {p:.2f}.",
    )
    if p <= level + 1e-9:
        return text
    return Text(
        f"{text.zh}这高于证明所要求的 {level:.2f}，因此在本区域内无法证明。",
        f"{text.en} That is above the {level:.2f} asked for: here it can never be proven.",
    )


def _of_effect(found: dict[str, Any], metric: str, size: float | None) -> list[Text]:
    if found["effect"] is None:
        return []
    if metric_of(metric).unit.value == "percent" and found["effect"] >= WHOLE_SHARE:
        return [
            Text(
                "该指标波动太大，三个月内任何变化都难以与偶然区分。",
                "This figure swings so much that three months cannot tell any change from chance.",
            )
        ]
    least = sized(metric_of(metric), found["effect"], sign=False)
    text = Text(
        f"三个月内大致能看出 {least.zh}以上的变化，更小的变化与偶然难以区分。",
        f"Three months show a change of about {least.en} or more; less can hardly be told from chance.",
    )
    if size is None or size >= found["effect"]:
        return [text]
    return [
        text,
        Text(
            "承诺的变化比这小：很可能一直“还不能证明”。",
            "The change promised is smaller: it may stay “not yet provable”.",
        ),
    ]
