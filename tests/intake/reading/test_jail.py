"""What happens to the reading process stays there."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from biaogan.intake.reading import Limits, Unreadable, read_file
from biaogan.intake.reading.opening import child_environment, death
from biaogan.intake.reading.refusal import SENTENCES, unreadable

CSV = "工单号,金额\nRO1,1\n".encode()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "工单.csv"
    path.write_bytes(CSV)
    return path


def test_a_file_is_known_by_its_name_and_its_hash(table: Path) -> None:
    read = read_file(table, name="日报.zip/工单.csv")
    assert (read.name, read.sha256) == ("日报.zip/工单.csv", hashlib.sha256(CSV).hexdigest())


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(tmp_path / "没有.xlsx")
    assert refusal.value.code == "missing"


def test_a_reading_that_takes_too_long_is_ended(table: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(table, limits=Limits(wall_seconds=0))
    assert refusal.value.code == "timeout"


def test_a_reading_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "大.csv"
    path.write_bytes(b"a,b\n" * 1_000_000)
    with pytest.raises(Unreadable) as refusal:
        read_file(path, limits=Limits(memory_bytes=1))
    assert refusal.value.code == "out-of-memory", refusal.value.detail


@pytest.mark.parametrize(
    ("code", "last_words", "expected"),
    [
        (-signal.SIGXCPU, "", "timeout"),
        (-signal.SIGKILL, "", "timeout"),
        (-signal.SIGABRT, "memory allocation of 549755813888 bytes failed", "out-of-memory"),
        (-signal.SIGSEGV, "", "damaged"),
        (1, "MemoryError", "out-of-memory"),
        (1, "Traceback: anything", "damaged"),
    ],
)
def test_every_death_of_the_reading_process_has_its_sentence(
    code: int, last_words: str, expected: str
) -> None:
    died = death(code, last_words, Limits(), "工单.csv")
    assert (died.code, died.detail) == (expected, last_words)


def test_every_code_speaks_both_languages_and_names_the_file() -> None:
    words = dict.fromkeys(("where", "limit", "found", "what_zh", "what_en", "found_zh", "found_en"), "x")
    for code in SENTENCES:
        said = unreadable(code, "工单.csv", words=words)
        assert "工单.csv" in said.zh
        assert "工单.csv" in said.en
        assert said.zh.endswith("。")
        assert said.en.endswith(".")


def test_nothing_is_left_in_the_temporary_folder(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    read = read_file(table)
    assert not list(folder.iterdir())
    assert read.sheets[0].cells.rows()[1] == (2, "RO1", "1")


def test_the_reading_process_knows_neither_the_web_framework_nor_the_rest_of_the_product() -> None:
    program = (
        "import sys, biaogan.intake.reading.child\n"
        "print(sorted(name for name in sys.modules if name.startswith(('django', 'biaogan', 'openpyxl'))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    rooms = [name for name in eval(done.stdout) if not name.startswith("biaogan.intake.reading")]  # noqa: S307
    assert rooms == ["biaogan", "biaogan.intake"]


def test_no_secret_of_the_product_reaches_the_reading_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIAOGAN_DATABASE_URL", "postgres://name:password@example.invalid/region")
    assert not [name for name in child_environment() if name.startswith("BIAOGAN")]
