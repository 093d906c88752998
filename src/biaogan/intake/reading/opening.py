"""Opens a dealer's file from the safe side: the file is hashed here and read in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from .child import OUT_OF_MEMORY, REPORT
from .limits import Limits
from .refusal import Unreadable, unreadable
from .sheet import RawSheet, ReadFile

LAST_WORDS = 2_000
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
DEFAULT = Limits()


def read_file(path: Path, *, limits: Limits = DEFAULT, name: str | None = None) -> ReadFile:
    """The sheets of a file as text, or Unreadable with a code and a sentence in each language.

    `name` is what its owner calls the file, where the path says something else.
    """
    name = name or readable_name(path)
    if not path.is_file():
        raise unreadable("missing", name)
    with tempfile.TemporaryDirectory(prefix="biaogan-reading-") as folder:
        report = run_child(path, Path(folder), limits, name)
        if "refused" in report:
            raise unreadable(report["refused"], name, words=report["words"])
        sheets = tuple(
            RawSheet(
                sheet["name"],
                pl.read_ipc(Path(folder) / sheet["file"], memory_map=True),
                sheet["hidden"],
                tuple((column, first, last) for column, first, last in sheet["merged"]),
            )
            for sheet in report["sheets"]
        )
    return ReadFile(path, name, sha256(path), report["format"], report["encoding"], sheets)


def readable_name(path: Path) -> str:
    """The file's name; bytes that are no UTF-8 are a Chinese name of an older system."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return os.fsencode(path.name).decode("gb18030", "replace")
    return path.name


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def run_child(path: Path, folder: Path, limits: Limits, name: str) -> dict[str, Any]:
    command: list[str | Path] = [
        sys.executable,
        "-P",
        "-m",
        "biaogan.intake.reading.child",
        path.resolve(),
        folder,
    ]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            [*command, json.dumps(asdict(limits))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=limits.wall_seconds,
            env=child_environment(),
            cwd=folder,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise unreadable("timeout", name, words={"limit": limits.wall_seconds}) from error
    if done.returncode:
        raise death(done.returncode, done.stderr.decode(errors="replace")[-LAST_WORDS:], limits, name)
    report: dict[str, Any] = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    return report


def child_environment() -> dict[str, str]:
    """What an interpreter needs and no more: no address or password of ours reaches a hostile file.

    Few threads and no arenas of their own: each reserves address space, which is bounded.
    """
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, "POLARS_MAX_THREADS": "2", "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1"}


def death(code: int, last_words: str, limits: Limits, name: str) -> Unreadable:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return unreadable("timeout", name, words={"limit": limits.cpu_seconds}, detail=last_words)
    starved = ("allocation", "MemoryError", "bad_alloc", "capacity overflow", "Cannot allocate")
    if code in (OUT_OF_MEMORY, -signal.SIGABRT) or any(word in last_words for word in starved):
        return unreadable("out-of-memory", name, detail=last_words)
    return unreadable("damaged", name, detail=last_words)
