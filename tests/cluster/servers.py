"""Real servers on this machine's loopback, started for a test and gone after it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

HERE = "127.0.0.1"
PATIENCE = 90  # seconds
# The facts are few and the questions many: compiling each of them would take most of the time.
QUICK = "-XX:TieredStopAtLevel=1"
SETTINGS = {
    "spark.driver.extraJavaOptions": QUICK,
    "spark.executor.extraJavaOptions": QUICK,
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.bindAddress": HERE,
    "spark.driver.host": HERE,
    "spark.driver.memory": "1g",
    "spark.executor.memory": "700m",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def without_java() -> Iterator[str]:
    """A Spark Connect server without Java (PySail)."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer(ip=HERE, port=0)
    server.start(background=True)
    try:
        yield f"sc://{HERE}:{server.listening_address[1]}"
    finally:
        server.stop()


@dataclass(frozen=True)
class Cluster:
    address: str
    page: str

    def workers(self) -> list[dict[str, Any]]:
        """What the master says of the workers that are there."""
        with urlopen(f"{self.page}/json/", timeout=5) as answer:  # noqa: S310 - loopback
            told = json.load(answer)
        return [worker for worker in told["workers"] if worker["state"] == "ALIVE"]


@contextmanager
def cluster(folder: Path, *, workers: int) -> Iterator[Cluster]:
    """One master and some workers of Apache Spark, each a process of its own with one core."""
    port, page = _free(), _free()
    found = Cluster(f"spark://{HERE}:{port}", f"http://{HERE}:{page}")
    with ExitStack() as stack:
        ports = ("--port", str(port), "--webui-port", str(page))
        master = _process(folder, "master", "--host", HERE, *ports)
        others = [_worker(folder, number, found.address) for number in range(workers)]
        started = [stack.enter_context(process) for process in (master, *others)]
        _wait(found, workers, started, folder)
        yield found


def configured(folder: Path) -> dict[str, str]:
    """The environment in which a driver and its cluster find their settings, and only those."""
    import pyspark

    settings = SETTINGS | {"spark.sql.warehouse.dir": str(folder / "warehouse")}
    lines = [f"{name} {value}\n" for name, value in settings.items()]
    (folder / "spark-defaults.conf").write_text("".join(lines), encoding="utf-8")
    home = str(Path(pyspark.__file__).parent)
    return {
        "SPARK_CONF_DIR": str(folder),
        "SPARK_HOME": home,
        "SPARK_LOCAL_IP": HERE,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": QUICK,
        "PYSPARK_PYTHON": sys.executable,
    }


def _worker(folder: Path, number: int, master: str) -> Any:
    work = ["--cores", "1", "--memory", "900m", "--host", HERE, "--webui-port", "0"]
    return _process(folder, "worker", *work, "--work-dir", str(folder / f"work-{number}"), master)


@contextmanager
def _process(folder: Path, role: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | configured(folder)
    command = Path(environment["SPARK_HOME"]) / "bin" / "spark-class"
    name = f"org.apache.spark.deploy.{role}.{role.capitalize()}"
    with (folder / f"{role}.log").open("ab") as log:
        process = subprocess.Popen([command, name, *arguments], env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(found: Cluster, workers: int, started: list[subprocess.Popen[bytes]], folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and all(process.poll() is None for process in started):
        try:
            if len(found.workers()) == workers:
                return
        except OSError:  # the master's page is not up yet
            pass
        time.sleep(0.5)
    said = "\n".join(path.read_text(errors="replace")[-3000:] for path in sorted(folder.glob("*.log")))
    raise RuntimeError(f"the cluster did not start within {PATIENCE} seconds:\n{said}")


def _free() -> int:
    with socket.socket() as listening:
        listening.bind((HERE, 0))
        return int(listening.getsockname()[1])
