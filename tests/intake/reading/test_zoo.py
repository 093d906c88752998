"""Every specimen of the zoo: read as expected or refused with its code, and nobody hurt."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from biaogan.intake.reading import RawSheet, Unreadable, read_file
from zoo.zoo import ZOO, Sheet, Specimen, place

MEMORY_GROWTH_KIB = 64 * 1024


@pytest.mark.parametrize("specimen", ZOO, ids=[specimen.name for specimen in ZOO])
def test_a_specimen_is_read_or_refused_as_expected(specimen: Specimen, tmp_path: Path) -> None:
    path = place(specimen, tmp_path)
    process, peak = os.getpid(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if specimen.refused:
        with pytest.raises(Unreadable) as refusal:
            read_file(path)
        check_refusal(refusal.value, specimen)
    else:
        check_sheets(read_file(path).sheets, specimen.sheets)
    assert os.getpid() == process
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < MEMORY_GROWTH_KIB


def check_refusal(refusal: Unreadable, specimen: Specimen) -> None:
    assert refusal.code == specimen.refused, refusal.detail
    assert specimen.file in refusal.zh
    assert specimen.file in refusal.en
    assert "Traceback" not in refusal.detail, "refused by an accident, not by a rule"


def check_sheets(sheets: tuple[RawSheet, ...], expected: tuple[Sheet, ...]) -> None:
    assert len(sheets) == len(expected)
    for sheet, wanted in zip(sheets, expected, strict=True):
        assert sheet.cells.height == wanted.rows
        assert sheet.hidden == wanted.hidden
        if wanted.name:
            assert sheet.name == wanted.name
        lines = {row["line"]: row for row in sheet.cells.to_dicts()} if wanted.cells else {}
        found = {(line, column): lines[line].get(column) for line, column in wanted.cells or {}}
        assert found == (wanted.cells or {})


def test_the_zoo_is_large_and_its_names_are_unique() -> None:
    assert len(ZOO) >= 60
    assert len({specimen.name for specimen in ZOO}) == len(ZOO)
