"""Whatever a sheet holds, it is recognised or left, and its rows are accounted for."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.formats.sheets import cells, sheet

from biaogan.engine.facts.checking import Context, check
from biaogan.intake.formats import NotATable, recognise

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text("utf-8"))
WORDS = st.sampled_from(
    [
        "工单号",
        "VIN",
        "门店",
        "合计",
        "小计",
        "示例",
        "2025-06-02",
        "1月",
        "2026-01",
        "金额",
        "--",
        "100",
        "(3)",
        "",
        "金牛店",
    ]
)
CELLS = st.none() | WORDS | st.text(max_size=6)


@st.composite
def sheets(draw: st.DrawFn) -> list[list[str | None]]:
    header = cells(draw(st.sampled_from(TABLES))["headers"])
    header = draw(st.permutations(header))[: draw(st.integers(2, len(header)))]
    doubled = header + draw(st.lists(st.sampled_from(header), max_size=2))
    above = draw(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=3))
    below = draw(st.lists(st.lists(CELLS, min_size=1, max_size=len(doubled) + 2), max_size=6))
    return [*above, *([doubled] if draw(st.integers(0, 9)) else []), *below]


@settings(max_examples=150, deadline=None)
@given(sheets())
def test_every_row_below_the_header_is_accounted_for(rows: list[list[str | None]]) -> None:
    if not any(any(row) for row in rows):
        return
    raw = sheet(*rows)
    found = recognise(raw, file_name="export.xls")
    if isinstance(found, NotATable):
        return
    result = check(found.kind, found.table, Context(store_of={"金牛店": "S01"}), columns=found.columns)
    read = raw.cells.filter(pl.col("line") > found.header_row).height
    assert found.raw.height == found.table.height == result.read == read
    assert result.accepted + result.rejected.height + result.ignored.height == read
