"""What complaints are about: a list kept as data, each topic at its usual service step."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils import translation

OTHER = "other"
# Words of the stores' files, and the topic they stand for; the first that occurs decides.
IN_FILES = (
    ("安全", "safety"), ("隐私", "privacy"), ("损伤", "damage"), ("划伤", "damage"), ("未修好", "repair"),
    ("返修", "repair"), ("维修质量", "repair"), ("态度", "attitude"), ("等待", "waiting"), ("等件", "parts"),
    ("配件", "parts"), ("缺件", "parts"), ("交车", "late"), ("时效", "late"), ("超时", "late"),
    ("价格", "price"), ("收费", "price"), ("费用", "price"), ("发票", "billing"), ("索赔", "warranty"),
    ("质保", "warranty"), ("预约", "appointment"), ("推销", "upselling"), ("清洁", "cleanliness"),
    ("洗车", "cleanliness"), ("遗失", "cleanliness"), ("代步", "loan-car"), ("回访", "follow-up"),
    ("质量", "product"),
)  # fmt: skip


@dataclass(frozen=True)
class Topic:
    code: str
    step: str
    zh: str
    en: str

    @property
    def name(self) -> str:
        return self.en if (translation.get_language() or "").startswith("en") else self.zh


@cache
def topics() -> dict[str, Topic]:
    text = files("biaogan.quality.complaints").joinpath("topics.json").read_text(encoding="utf-8")
    return {row["code"]: Topic(**row) for row in json.loads(text)}


def name_of(code: str) -> str:
    known = topics().get(code)
    return known.name if known else code


def topic_of(words: str) -> Topic:
    """The topic that a file's own words speak of; “something else” where none is recognised."""
    code = next((code for word, code in IN_FILES if word in words), OTHER)
    return topics()[code]
