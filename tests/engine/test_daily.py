"""A month's days add up to its reading, whatever lies in the files."""

from __future__ import annotations

import os
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from biaogan.engine.metrics.daily import daily
from biaogan.engine.metrics.reading import readings
from biaogan.engine.periods import month_of
from naive.frames import snapshot_of
from naive.worlds import Question, questions

EXAMPLES = int(os.environ.get("BIAOGAN_TEST_EXAMPLES", "15"))
LATE = date(2099, 12, 31)


@pytest.mark.timeout(900)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
@given(questions())
def test_days_add_up_to_the_reading(question: Question) -> None:
    facts = snapshot_of(question.facts)
    asked = {"months": question.months, "stores": question.stores, "as_of": question.as_of}
    for slug, scale in (("revenue", 100), ("visits", 1)):
        days = daily(facts, slug, stores=question.stores, until=dict.fromkeys(question.stores, LATE))
        for reading in readings(facts, [slug], **asked):
            sums = [x for day, x in days.get(reading.place, {}).items() if month_of(day) == reading.month]
            assert sum(sums) == (reading.value or 0) * scale, (slug, reading.place, reading.month)


def test_a_share_is_not_given_by_day() -> None:
    with pytest.raises(ValueError, match="gross-margin"):
        daily(snapshot_of({}), "gross-margin", stores=[], until={})
