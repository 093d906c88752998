"""Running and measuring whole processes, and the table that comes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
BIAOGAN = [sys.executable, "-m", "biaogan.config.command"]
MEASURE = (
    "import resource, subprocess, sys;"
    "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
    "print(used.ru_maxrss, used.ru_utime + used.ru_stime); sys.exit(code)"
)


@dataclass
class Table:
    """Rows of what, measured, ratio or promise, kept; printed as they come."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, measured: str, promise: str = "", *, kept: bool | None = None) -> None:
        mark = {True: "yes", False: "**no**", None: ""}[kept]
        self.rows.append((what, measured, promise, mark))
        sys.stdout.write(f"{what}: {measured}  {promise}  {mark}\n")
        sys.stdout.flush()


def at_home(home: Path) -> dict[str, str]:
    return {**os.environ, "BIAOGAN_HOME": str(home)}


class Taken(NamedTuple):
    """Wall seconds, processor seconds and the largest process's MiB of a command and its children."""

    seconds: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.processor:.1f} s of processor), {self.memory:.0f} MiB"


def timed(command: list[str], home: Path) -> Taken:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command],
        check=False, capture_output=True, text=True, env=at_home(home),
    )  # fmt: skip
    seconds = time.monotonic() - begun
    if done.returncode:
        sys.exit(f"{' '.join(command[:6])} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    memory, processor = done.stdout.split()
    return Taken(seconds, float(processor), int(memory) / 1024)


def quickest(command: list[str], home: Path, times: int = 2) -> Taken:
    """The quickest of some runs: what the machine does besides only ever adds."""
    return min(timed(command, home) for _ in range(times))


def script(name: str, *arguments: object) -> list[str]:
    return [sys.executable, str(HERE / name), *map(str, arguments)]


def told(command: list[str], home: Path) -> Any:
    """What a command prints as JSON."""
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=at_home(home))
    return json.loads(done.stdout)
