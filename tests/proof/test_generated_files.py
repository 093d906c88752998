"""Whatever file is generated: nothing breaks, every row is accounted for, no fen is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biaogan.engine.facts.lake import Lake
from biaogan.engine.text import fold_store_name
from biaogan.intake.reading import Limits, ReadFile, Unreadable, read_file
from biaogan.intake.reading.opening import sha256
from biaogan.intake.reading.sniff import read_content
from biaogan.intake.staging import Options, StagedSheet, Surroundings, stage
from proof.generated import STORES, Generated, files, written

AROUND = Surroundings({fold_store_name(name): code for name, code in STORES.items()}, {}, {}, b"k" * 32)
QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck), "print_blob": False}


def read(path: Path) -> ReadFile:
    """As the reading process does it, in this one: ten thousand processes would take hours."""
    content = read_content(path, Limits())
    return ReadFile(path, path.name, sha256(path), content.format, content.encoding, tuple(content.sheets))


def check_file(file: Generated) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        staged = stage(read(written(file, folder)), "导出.xls", options=Options(), around=AROUND)
        assert len(staged.sheets) == 1, (staged.others, file)
        [sheet] = staged.sheets
        assert sheet.kind == file.layout.kind
        refused = check_rows(file, sheet)
        check_money(file, sheet, refused, Lake(folder / "lake"))


def check_rows(file: Generated, sheet: StagedSheet) -> set[int]:
    """Every row that holds anything is in exactly one part; gives the lines that did not become facts."""
    _table, lines = file.table()
    refused = set(sheet.refused["line"])
    accepted = set(sheet.facts["line"])
    assert not refused & accepted
    assert refused | accepted == set(lines)
    assert sheet.report.read == len(lines)
    assert sheet.report.accepted == len(accepted)
    assert sheet.report.quarantined + sheet.report.ignored == sheet.refused.height == len(refused)
    return refused


def check_money(file: Generated, sheet: StagedSheet, refused: set[int], lake: Lake) -> None:
    """The lake holds, to the fen, what the accepted rows say; the ledger has the others as read."""
    _table, lines = file.table()
    by_hand = sum(
        fen for line, fen in zip(lines, file.fen, strict=True) if line not in refused and fen is not None
    )
    written = lake.accept(sheet.kind, None, sheet.rows(), "B00001")
    facts = lake.read(sheet.kind, written.version).select(pl.col(file.layout.column).sum()).collect().item()
    assert facts == by_hand


@pytest.mark.timeout(900)
@settings(max_examples=500, **QUIET)
@given(files())
def test_five_hundred_files_break_nothing_and_lose_nothing(file: Generated) -> None:
    check_file(file)


@pytest.mark.slow
@pytest.mark.timeout(14_400)
@settings(max_examples=10_000, **QUIET)
@given(files())
def test_ten_thousand_files_break_nothing_and_lose_nothing(file: Generated) -> None:
    check_file(file)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A generated file with bytes cut off, overwritten or put in."""
    with tempfile.TemporaryDirectory() as name:
        content = bytearray(written(draw(files()), Path(name)).read_bytes())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        piece = draw(st.binary(max_size=12))
        match draw(st.sampled_from(["cut", "overwrite", "insert"])):
            case "cut":
                del content[at:]
            case "overwrite":
                content[at : at + len(piece)] = piece
            case _:
                content[at:at] = piece
    return bytes(content)


def check_damaged(content: bytes) -> None:
    """Read in the process made for it: sheets come back, or one sentence why not."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "导出.xls"
        path.write_bytes(content)
        file = read_or_refused(path)
        if isinstance(file, Unreadable):
            assert all([file.zh, file.en])
            return
        for sheet in stage(file, path.name, options=Options(), around=AROUND).sheets:
            report = sheet.report
            assert report.read == report.accepted + report.quarantined + report.ignored
            assert sheet.refused.height == report.quarantined + report.ignored


def read_or_refused(path: Path) -> ReadFile | Unreadable:
    try:
        return read_file(path)
    except Unreadable as fault:
        return fault


@pytest.mark.timeout(900)
@settings(max_examples=25, **QUIET)
@given(damaged())
def test_a_damaged_file_is_read_or_refused(content: bytes) -> None:
    check_damaged(content)


@pytest.mark.slow
@pytest.mark.timeout(14_400)
@settings(max_examples=1_000, **QUIET)
@given(damaged())
def test_a_thousand_damaged_files_are_read_or_refused(content: bytes) -> None:
    check_damaged(content)
