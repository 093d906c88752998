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

from own_database import OwnDatabase, python

TESTS = Path(__file__).resolve().parent.parent
SOURCE = TESTS.parent / "src"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def product(home: Path, *, first: str = "") -> Iterator[str]:
    """`biaogan run` over a home; gives its address. `first` is a program that fills the home before."""
    environment = dict(os.environ)
    with OwnDatabase(environment), _filled(environment, home, first):
        command = [str(Path(sys.executable).parent / "biaogan")]
        with product_of(command, home, environment, path=SOURCE) as address:
            yield address


@contextmanager
def product_of(command: list[str], home: Path, environment: dict[str, str], *, path: Path) -> Iterator[str]:
    """The same from another place: `path` is where its Python looks first."""
    port = free_port()
    whole = [*command, "--home", str(home), "run", "--port", str(port)]
    with _served(whole, f"http://127.0.0.1:{port}", "/health", home, environment, path=path) as address:
        yield address


@contextmanager
def _filled(environment: dict[str, str], home: Path, program: str) -> Iterator[None]:
    if program:
        home.mkdir(parents=True, exist_ok=True)
        done = python(environment | {"BIAOGAN_HOME": str(home)}, program)
        assert done.returncode == 0, done.stderr
    yield


@contextmanager
def gallery(home: Path) -> Iterator[str]:
    """The gallery of components; not part of the product's addresses."""
    port = free_port()
    command = [sys.executable, "-m", "ui.gallery.serve", str(port)]
    with _served(command, f"http://127.0.0.1:{port}", "/form", home, dict(os.environ)) as address:
        yield address


@contextmanager
def _served(
    command: Sequence[str],
    address: str,
    probe: str,
    home: Path,
    environment: dict[str, str],
    *,
    path: Path = TESTS,
) -> Iterator[str]:
    environment |= {"BIAOGAN_HOME": str(home), "PYTHONPATH": str(path)}
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
