"""Every code that a check may give has its words in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from biaogan.engine.facts import checking
from biaogan.engine.facts.reasons import REASONS, Outcome

FAMILIES = ("date", "month", "amount", "number", "flag")
CODE = re.compile(
    r'(?:refuse|remark)\(\s*"([a-z-]+)"|lit\("([a-z]+-[a-z-]+)"\)|"([a-z]+-row)"|return "(missing-[a-z]+)"'
)


def codes_of_the_source() -> set[str]:
    text = "\n".join(file.read_text("utf-8") for file in Path(checking.__file__).parent.glob("*.py"))
    return {code for found in CODE.findall(text) for code in found if code} - {"subtotal-row"}


@pytest.mark.parametrize("code", sorted(codes_of_the_source()))
def test_a_code_of_the_checks_is_explained(code: str) -> None:
    assert code in REASONS


@pytest.mark.parametrize("family", FAMILIES)
def test_unreadable_values_are_explained_for_required_and_for_optional_fields(family: str) -> None:
    assert f"unreadable-{family}" in REASONS or family == "month"
    assert f"invalid-{family}" in REASONS or family == "flag"


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_speaks_both_languages(code: str) -> None:
    reason = REASONS[code]
    assert re.search("[\u4e00-\u9fff]", reason.sentence("zh-hans"))
    assert not re.search("[\u4e00-\u9fff]", reason.sentence("en"))
    assert (reason.zh.cause + reason.zh.fix).count("。") == 2
    if reason.outcome is Outcome.REJECTED:
        assert all((reason.zh.example, reason.en.example))
