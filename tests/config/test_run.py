"""`biaogan run`: web and worker start together, are mended when they die, and end together."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import pytest

from config.command_line import biaogan

pytestmark = [
    pytest.mark.only_on("sqlite"),  # one database is enough to see processes
    pytest.mark.timeout(120),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """The product on a free port, in a fresh home."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        environment = {**os.environ, "BIAOGAN_HOME": str(home)}
        command = [sys.executable, "-m", "biaogan.config.command", "run", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.first_line = self.process.stdout.readline().decode()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def get(self, path: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        return answer

    def children(self) -> list[int]:
        pid = self.process.pid
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    """Running; a zombie whose parent is gone has ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until(holds, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process table the way Linux has it")
def test_it_starts_is_mended_and_ends(tmp_path):
    with Running(tmp_path / "home") as product:
        assert f"http://127.0.0.1:{product.port}" in product.first_line
        assert product.get("/").headers["Location"] == "/start"
        assert product.get("/start").status == 200
        assert product.get("/health").status == 200

        before = product.children()
        assert len(before) == 2
        time.sleep(6)  # a part that dies as soon as it began is a fault, one that dies later is mended
        os.kill(before[1], signal.SIGKILL)
        wait_until(lambda: len([pid for pid in product.children() if alive(pid)]) == 2)
        assert product.get("/health").status == 200

        children = product.children()
        product.process.send_signal(signal.SIGTERM)
        assert product.process.wait(timeout=30) == 0
        assert not [pid for pid in children if alive(pid)]


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process table the way Linux has it")
def test_no_part_outlives_a_killed_product(tmp_path):
    with Running(tmp_path / "home") as product:
        children = product.children()
        product.process.kill()
        wait_until(lambda: not [pid for pid in children if alive(pid)])


def test_a_taken_port_is_said_in_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = biaogan(tmp_path / "home", "run", "--port", str(taken.getsockname()[1]))
    assert answer.returncode == 2
    assert "another --port" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"BIAOGAN_HOSTS": " "}, "biaogan.E003"),
        ({"BIAOGAN_HOSTS": "*"}, "biaogan.E003"),
        ({"BIAOGAN_HOSTS": "x.example", "BIAOGAN_DEBUG": "1"}, "biaogan.E001"),
        ({"BIAOGAN_HOSTS": "x.example", "BIAOGAN_SECRET": "short"}, "biaogan.E002"),
        ({"BIAOGAN_HOSTS": "x.example", "BIAOGAN_ENGINE": "oracle"}, "biaogan.E006"),
    ],
)
def test_an_unsafe_production_does_not_start(tmp_path, environment, code):
    address = {"BIAOGAN_PRODUCTION": "1", **environment}
    answer = biaogan(tmp_path / "home", "run", "--port", str(free_port()), **address)
    assert answer.returncode == 2
    assert code in answer.stderr.splitlines()[-1]
