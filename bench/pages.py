"""Pages as a browser gets them: the product runs in processes of its own, a person is logged in."""

from __future__ import annotations

import gzip
import http.client
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from processes import BIAOGAN, Table, at_home, script

NAME, PASSWORD = "bench", "quiet-harbour-42"  # of an invented person in a throw-away home
TIMES = 40
CEILING = {"cockpit": 400_000}
LIST_CEILING = 120_000


@dataclass
class Visitor:
    """A logged-in browser without its drawing: cookies, compression, one connection."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.get("/login")
        page = self.get("/login")[1].decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        token = found[1] if found else ""
        form = {"username": NAME, "password": PASSWORD, "csrfmiddlewaretoken": token}
        status, _, _ = self._ask("POST", "/login", urlencode(form))
        if status != http.HTTPStatus.FOUND:
            raise SystemExit(f"nobody could log in: {status}")

    def get(self, path: str) -> tuple[float, bytes, int]:
        """Milliseconds, the page, and its bytes on the wire."""
        begun = time.perf_counter()
        status, sent, body = self._ask("GET", path)
        if status != http.HTTPStatus.OK:
            raise SystemExit(f"{path} answered {status}")
        return (time.perf_counter() - begun) * 1000, body, sent

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, int, bytes]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        raw = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.split(";")[0]
        packed = answer.headers.get("Content-Encoding") == "gzip"
        return answer.status, len(raw), gzip.decompress(raw) if packed else raw


@contextmanager
def product(home: Path) -> Iterator[int]:
    """`biaogan run` over a home; gives its port once the worker has nothing left to work out."""
    subprocess.run(script("person.py", NAME, PASSWORD), check=True, env=at_home(home))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (home / "served.log").open("wb") as log:
        process = subprocess.Popen([*BIAOGAN, "run", "--port", str(port)], env=at_home(home), stdout=log)
        try:
            _wait(port)
            subprocess.run(script("person.py", "wait"), check=True, env=at_home(home))
            yield port
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the product did not come up")


def p95(taken: list[float]) -> float:
    return sorted(taken)[min(len(taken) - 1, round(len(taken) * 0.95))]


def pages(table: Table, home: Path, months: list[str]) -> None:
    """Every month in turn, so that not one page is asked for twice in the same second."""
    with product(home) as port:
        visitor = Visitor(port)
        wanted = {
            "cockpit": "/cockpit?month={}", "list of orders": "/orders?month={}",
            "metric page": "/metrics/revenue?month={}", "store page": "/stores/S001?month={}",
        }  # fmt: skip
        for name, path in wanted.items():
            first = visitor.get(path.format(months[-1]))[0]
            asked = [visitor.get(path.format(months[number % len(months)])) for number in range(TIMES)]
            slow, weight = p95([one[0] for one in asked]), max(one[2] for one in asked)
            ceiling = CEILING.get(name, LIST_CEILING)
            table.add(
                f"Page: {name}, {TIMES} times over {len(months)} months",
                f"p95 {slow:.0f} ms (first {first:.0f} ms), {weight / 1000:.0f} kB sent",
                f"≤ 150 ms, ≤ {ceiling // 1000} kB", kept=slow <= 150 and weight <= ceiling,
            )  # fmt: skip


def during(work: subprocess.Popen[bytes], port: int) -> tuple[list[float], float]:
    """Milliseconds of the pages a manager opens while the work lasts, and of the first after it."""
    visitor, taken = Visitor(port), []
    paths = ("/imports/", "/cockpit", "/metrics", "/orders")
    while work.poll() is None:
        taken.append(visitor.get(paths[len(taken) % len(paths)])[0])
        time.sleep(0.05)
    return taken, visitor.get("/cockpit")[0]
