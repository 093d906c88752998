"""An import killed at any moment loses nothing and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from own_database import OwnDatabase, python

ROUNDS = Path(__file__).with_name("rounds.py")
WITHOUT_END = 99_999
LONGEST_SECONDS = 2.0


def start(environment: dict[str, str], folder: Path, *last: object) -> subprocess.Popen[str]:
    command = [sys.executable, str(ROUNDS), str(folder), *map(str, last)]
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # the process that reads files for it dies with it
    )


def killed_after(process: subprocess.Popen[str], seconds: float) -> str:
    """Kill it that long after it has verified what it found; gives what it said, or fails with why."""
    assert process.stdout is not None
    said = process.stdout.readline()
    if not said.startswith("verified"):
        pytest.fail(process.communicate()[1])
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    _rest, errors = process.communicate()
    assert process.returncode == -signal.SIGKILL, errors
    return said


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(20, marks=pytest.mark.timeout(900)),
        pytest.param(200, marks=[pytest.mark.slow, pytest.mark.timeout(7200)]),
    ],
)
def test_kills_lose_nothing_and_double_nothing(kills: int, tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "files"
    folder.mkdir()
    environment = {**os.environ, "BIAOGAN_HOME": str(home)}
    moments = random.Random(kills)
    with OwnDatabase(environment):
        python(environment, "").check_returncode()
        for _ in range(kills):
            killed_after(start(environment, folder, WITHOUT_END), moments.uniform(0, LONGEST_SECONDS))
        begun = len(list(folder.glob("*.xlsx")))
        assert begun > 1, "nothing was under way when it was killed"
        process = start(environment, folder, begun, "whole")
        said, errors = process.communicate()
    assert process.returncode == 0, errors
    assert "finished" in said
