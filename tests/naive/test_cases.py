"""The naive implementation against figures counted by hand."""

from __future__ import annotations

import pytest

from naive import readings
from naive.cases import Case
from naive.cases_of_shares import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_rule(case: Case) -> None:
    found = readings(case.facts, months=[case.month], stores=["A", "B"], as_of=case.as_of, slugs=[case.slug])
    seen = {place: found[case.slug, place, case.month].value for place in case.expected}
    assert seen == case.expected
