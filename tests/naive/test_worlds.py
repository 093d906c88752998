"""What must hold in every small region, whatever it holds."""

from __future__ import annotations

from collections import Counter
from itertools import product

from hypothesis import HealthCheck, given, settings

from naive import SLUGS, Reading, readings
from naive.worlds import Question, held_questions, promised_questions, questions

ADDITIVE = [
    "revenue",
    "labour-revenue",
    "parts-revenue",
    "accessory-revenue",
    "visits",
    "ro-count",
    "wip-orders",
]
SHARES = ["retention", "first-time-fix", "on-time-delivery", "no-show-rate", "training-completion"]
EXAMPLES = settings(
    max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)


def adds_up(question: Question, found: dict[tuple[str, str, str], Reading]) -> None:
    for slug, month in product(ADDITIVE, question.months):
        known = [found[slug, store, month].value for store in question.stores]
        parts = [value for value in known if value is not None]
        assert found[slug, "region", month].value == (sum(parts) if parts else None)


def stays_a_share(question: Question, found: dict[tuple[str, str, str], Reading]) -> None:
    for slug, month in product(SHARES, question.months):
        value = found[slug, "region", month].value
        assert value is None or 0 <= value <= 100


def test_sums_add_up_shares_stay_shares_and_every_metric_is_met() -> None:
    met: Counter[str] = Counter()

    def holds(question: Question) -> None:
        found = readings(question.facts, months=question.months, stores=question.stores, as_of=question.as_of)
        adds_up(question, found)
        stays_a_share(question, found)
        met.update({slug for (slug, _, _), reading in found.items() if reading.value})

    EXAMPLES(given(questions())(holds))()
    settings(EXAMPLES, max_examples=400)(given(held_questions())(holds))()
    settings(EXAMPLES, max_examples=30)(given(promised_questions())(holds))()
    assert {slug: met[slug] for slug in SLUGS if met[slug] < 3} == {}
