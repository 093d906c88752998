"""`biaogan run`: the web pages and the worker together, watched until one asks to stop."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import click

from biaogan.config.command import WrongUse

READY_WITHIN_SECONDS = 60
STOP_WITHIN_SECONDS = 30
PROMPT_DEATH_SECONDS = 5


def register(group: click.Group) -> None:
    for command in (run, web, work):
        group.add_command(command)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def run(host: str, port: int) -> None:
    """Start Biaogan: web pages and background work, until Ctrl-C."""
    _check_free(host, port)
    _answer_to(host)
    os.environ["BIAOGAN_COLLECTED_STATIC"] = "1"
    from biaogan.config.bootstrap import prepare

    prepare()
    _check_installation()
    from biaogan.config.static import collect

    collect()
    pages = Child("web", ["web", "--host", host, "--port", str(port)])
    House([pages, Child("work", ["work"])], host, port).keep()


@click.command(hidden=True)
@click.option("--host", required=True)
@click.option("--port", required=True, type=int)
def web(host: str, port: int) -> None:
    """The web pages alone (`run` starts this)."""
    end_with_parent()
    from biaogan.config.server import serve

    serve(host, port)


@click.command(hidden=True)
def work() -> None:
    """The worker alone (`run` starts this)."""
    end_with_parent()
    from biaogan.config.bootstrap import prepare

    prepare()
    from biaogan.config.handlers import collect
    from biaogan.config.idle import Idle
    from biaogan.jobs.worker import Worker

    collect()
    Worker(when_idle=Idle().look).run()


def end_with_parent() -> None:
    """Stop when standard input ends: it is held open by `run`, so no process outlives it."""

    def wait() -> None:
        os.read(sys.stdin.fileno(), 1)  # unbuffered: a lock held by this thread would spoil the exit
        os.kill(os.getpid(), signal.SIGTERM)

    if not sys.stdin.isatty():
        threading.Thread(target=wait, daemon=True, name="end-with-parent").start()


@dataclass
class Child:
    """A part of the product in a process of its own."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def start(self) -> None:
        command = [sys.executable, "-m", "biaogan.config.command", *self.arguments]
        # A session of its own: Ctrl-C reaches `run` alone, which then stops the parts in order.
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
        self.started = time.monotonic()

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(seconds, 0.1))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class House:
    """Keeps its parts alive, and ends them together."""

    children: list[Child]
    host: str
    port: int
    ending: threading.Event = field(default_factory=threading.Event)

    def keep(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.ending.set())
        for child in self.children:
            child.start()
        try:
            self._say_ready()
            while not self.ending.wait(0.5):
                self._mend()
        finally:
            self._end()

    def _say_ready(self) -> None:
        end = time.monotonic() + READY_WITHIN_SECONDS
        while not self.ending.is_set() and not _answers(self.host, self.port):
            self._mend()
            if time.monotonic() > end:
                raise WrongUse("The web pages did not come up; see the lines above.")
            self.ending.wait(0.1)
        if not self.ending.is_set():
            click.echo(f"Biaogan is ready: http://{_shown(self.host)}:{self.port}  (Ctrl-C stops it)")
            sys.stdout.flush()

    def _mend(self) -> None:
        for child in self.children:
            if not child.died():
                continue
            if time.monotonic() - child.started < PROMPT_DEATH_SECONDS:
                raise WrongUse(f"The part “{child.name}” ended as soon as it began; see the lines above.")
            click.echo(f"biaogan: the part “{child.name}” ended and is started again.", err=True)
            child.start()

    def _end(self) -> None:
        end = time.monotonic() + STOP_WITHIN_SECONDS
        for child in self.children:
            child.stop()
        for child in self.children:
            child.wait(end - time.monotonic())


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise WrongUse(
                f"Cannot listen on {host}:{port} ({error.strerror}); try another --port."
            ) from error


def _answer_to(host: str) -> None:
    """A named address is answered to; listening on all of them needs BIAOGAN_HOSTS to say which."""
    if "BIAOGAN_HOSTS" not in os.environ and host not in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        os.environ["BIAOGAN_HOSTS"] = f"localhost,127.0.0.1,[::1],{host}"


def _check_installation() -> None:
    from django.core.checks import run_checks

    faults = [message for message in run_checks(tags=["biaogan"]) if message.is_serious()]
    if faults:
        raise WrongUse(" ".join(f"{fault.id}: {fault.msg} {fault.hint}" for fault in faults))


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(_shown(host), port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


def _shown(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "localhost"}.get(host, host)  # noqa: S104 - compared, not bound
