"""Every kind of table is told from the others by its headers alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.intake.formats.sheets import cells, fields, recognised

from biaogan.engine.facts.kinds import KINDS

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text("utf-8"))


@pytest.mark.parametrize("example", TABLES, ids=[f"{n}-{one['kind']}" for n, one in enumerate(TABLES)])
def test_a_table_is_recognised_by_its_headers(example: dict[str, str]) -> None:
    header = cells(example["headers"])
    found = recognised(["2026年报表"], header, ["x"] * len(header))
    assert (found.kind, found.header_row) == (example["kind"], 2)
    assert set(example["fields"].split()) <= set(found.table.columns)
    assert set(fields(found).values()) <= set(found.table.columns)


def test_every_kind_has_a_table_among_the_examples() -> None:
    assert {example["kind"] for example in TABLES} == set(KINDS)
