"""Starts the product, or the gallery, as its users meet it: a process of its own on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from own_database import OwnDatabase

TESTS = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def product(home: Path) -> Iterator[str]:
    """`biaogan run` over a home; gives its address."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "biaogan"), "--home", str(home), "run", "--port", str(port)]
    environment = dict(os.environ)
    with (
        OwnDatabase(environment),
        _served(command, f"http://127.0.0.1:{port}", "/health", home, environment) as address,
    ):
        yield address


@contextmanager
def gallery(home: Path) -> Iterator[str]:
    """The gallery of components; not part of the product's addresses."""
    port = free_port()
    command = [sys.executable, "-m", "ui.gallery.serve", str(port)]
    with _served(command, f"http://127.0.0.1:{port}", "/form", home, dict(os.environ)) as address:
        yield address


@contextmanager
def _served(
    command: Sequence[str], address: str, probe: str, home: Path, environment: dict[str, str]
) -> Iterator[str]:
    environment |= {"BIAOGAN_HOME": str(home), "PYTHONPATH": str(TESTS)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    home.mkdir(parents=True, exist_ok=True)
    log = home / "served.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait(process, address + probe, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def _wait(process: subprocess.Popen[bytes], url: str, log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"it ended at once:\n{log.read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 (our own address)
                return
        except OSError:  # not listening yet, or too busy to answer
            time.sleep(0.2)
    raise AssertionError(f"no answer from {url}:\n{log.read_text(errors='replace')}")
