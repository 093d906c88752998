"""The spec of a metric: a small table of facts and the readings it must give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from biaogan.engine.metrics.example import Example, parse
from biaogan.engine.metrics.metric import Metric
from biaogan.engine.metrics.reading import readings

Expected = Mapping[tuple[str, str], int | str | Decimal | None]


def values(example: Example, slug: str) -> dict[tuple[str, str], object]:
    found = readings(
        example.snapshot(),
        [slug],
        months=example.months(),
        stores=example.stores(),
        as_of=example.as_of,
        by="both",
    )
    return {(reading.place, reading.month): reading.value for reading in found}


def check(slug: str, example: Example) -> None:
    found = values(example, slug)
    wanted = {spot: None if value is None else Decimal(value) for spot, value in example.expected.items()}
    assert {spot: found[spot] for spot in wanted} == wanted


@pytest.fixture
def spec() -> Callable[..., None]:
    def run(metric: Metric, table: str, expected: Expected, as_of: str = "2030-01-01") -> None:
        given = parse(f"as of {as_of}\n{table}")
        check(metric.slug, Example(given.tables, dict(expected), given.as_of))

    return run
