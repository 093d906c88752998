"""The first rules: they speak of what is planted and are silent otherwise."""

from __future__ import annotations

from decimal import Decimal

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Unit
from biaogan.engine.metrics.reading import Reading
from biaogan.targets.rules import RULES, Seen, findings, slugs

MONTH = "2026-05"
STEADY = (91, 90, 92, 91, 90, 92, 91, 90, 92, 91, 90, 92)


def share(slug: str, good: int | None, cases: int | None = 100) -> Reading:
    if good is None:
        return Reading(slug, "A", MONTH, {}, None, None, None, None, "v")
    return Reading(slug, "A", MONTH, {}, good, cases, Decimal(100 * good) / cases, cases, "v")


def amount(slug: str, value: int) -> Reading:
    return Reading(slug, "A", MONTH, {}, value, None, value, 100, "v")


def quiet(slug: str) -> Seen:
    """A metric that stands where it always stood, like the region."""
    if metric_of(slug).denominator is None or metric_of(slug).unit is not Unit.PERCENT:
        past = [amount(slug, 1000 + value) for value in STEADY]
        return Seen(amount(slug, 1091), past, amount(slug, 1091))
    usual = {"comeback-rate": 4, "no-show-rate": 8, "discount-ratio": 5, "key-vacancy": 5}.get(slug, 95)
    return Seen(share(slug, usual), [share(slug, usual)] * 12, share(slug, usual))


def found(**planted: Seen) -> list[str]:
    told = {name.replace("_", "-"): seen for name, seen in planted.items()}
    shown = [("A", lambda slug: told.get(slug) or quiet(slug))]
    return [finding.rule.slug for finding in findings(shown, MONTH)]


def test_nothing_is_said_of_a_quiet_store():
    assert found() == []


def test_nothing_is_said_where_there_is_no_data():
    empty = {slug: Seen(share(slug, None), [share(slug, None)] * 12, share(slug, None)) for slug in slugs()}
    assert findings([("A", empty.__getitem__)], MONTH) == []


def test_a_fall_below_the_own_range_is_said():
    past = [share("on-time-delivery", value) for value in STEADY]
    seen = Seen(share("on-time-delivery", 70), past, share("on-time-delivery", 70))
    assert found(on_time_delivery=seen) == ["on-time-delivery"]


def test_a_rise_is_not_a_fall():
    past = [share("on-time-delivery", value) for value in STEADY]
    seen = Seen(share("on-time-delivery", 99), past, share("on-time-delivery", 99))
    assert found(on_time_delivery=seen) == []


def test_comebacks_beyond_chance_above_the_region_are_said():
    seen = Seen(share("comeback-rate", 20), [], share("comeback-rate", 5))
    assert found(comeback_rate=seen) == ["comeback-rate"]


def test_few_cases_stay_silent():
    seen = Seen(share("comeback-rate", 3, 5), [share("comeback-rate", 4)] * 12, share("comeback-rate", 5))
    assert found(comeback_rate=seen) == []


def test_visits_that_drop_out_of_their_range_are_said():
    past = [amount("visits", 1000 + value) for value in STEADY]
    assert found(visits=Seen(amount("visits", 700), past, amount("visits", 700))) == ["visits"]


def test_complaints_left_unanswered_come_first():
    past = [amount("visits", 1000 + value) for value in STEADY]
    said = found(
        visits=Seen(amount("visits", 700), past, amount("visits", 700)),
        complaint_response_24h=Seen(share("complaint-response-24h", 1, 4), [], share("visits", None)),
    )
    assert said == ["complaint-response-24h", "visits"]


def test_a_metric_is_said_once_whatever_rules_hold():
    past = [share("first-time-fix", 97)] * 12
    seen = Seen(share("first-time-fix", 60), past, share("first-time-fix", 97))
    assert found(first_time_fix=seen) == ["first-time-fix"]


def test_every_rule_speaks_of_a_metric_there_is_in_both_languages():
    for rule in RULES:
        assert metric_of(rule.slug)
        assert rule.says.zh
        assert rule.says.en
    assert len({rule.code for rule in RULES}) == len(RULES)
