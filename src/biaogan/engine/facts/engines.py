"""The engines that read facts: DuckDB inside this process, or Apache Spark on machines of its own.

Metrics are Ibis expressions and do not know which of the two answers them.
"""

from __future__ import annotations

from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis
    import pyarrow as pa


class Engine(StrEnum):
    DUCKDB = "duckdb"
    SPARK = "spark"


class EngineMissing(ValueError):
    """The engine asked for cannot be used; the sentence says what to do, in English and Chinese."""


class Connection(Protocol):
    """A place to read facts. Names need only be unique among the facts of one snapshot."""

    def read(self, name: str, paths: Sequence[str], schema: pa.Schema) -> ibis.Table:
        """The rows of Parquet files of one schema, read in place."""

    def hold(self, name: str, facts: pa.Table) -> ibis.Table:
        """Rows held in memory."""

    def close(self) -> None:
        """Let go of everything read and held."""

    def alive(self) -> bool:
        """Whether the engine still knows what was read; otherwise open a new connection."""


def connect(engine: str = Engine.DUCKDB, address: str = "") -> Connection:
    """Open an engine by its name; `address` is where Spark answers, sc://... or spark://...

    Raises EngineMissing where `check` does, and for a server that does not answer.
    """
    check(engine, address)
    if engine == Engine.DUCKDB:
        return Embedded()
    from biaogan.engine.facts.spark import distributed

    try:
        return distributed(address)
    except ConnectionError as error:
        raise EngineMissing(
            f"Spark does not answer at {address}: see that it runs and this machine reaches it ({error}). "
            f"Spark（{address}）没有响应，请确认服务已启动、本机可以访问（{error}）。"
        ) from error


def check(engine: str, address: str) -> None:
    """Raises EngineMissing for an unknown engine, a missing or wrong address, a missing package."""
    if engine == Engine.DUCKDB:
        return
    if engine != Engine.SPARK:
        known = ", ".join(Engine)
        raise EngineMissing(
            f"BIAOGAN_ENGINE is {engine!r}, which is no engine: set it to one of {known}. "
            f"BIAOGAN_ENGINE 的值 {engine!r} 不是可用的计算引擎，请改为 {known} 之一。"
        )
    if not address.startswith(("sc://", "spark://")):
        raise EngineMissing(
            f"BIAOGAN_SPARK is {address!r}: name where Spark answers, sc://host:15002 or spark://host:7077. "
            f"BIAOGAN_SPARK 的值为 {address!r}，请填写 Spark 的地址，如 sc://主机:15002 或 spark://主机:7077。"
        )
    if find_spec("pyspark") is None:
        raise EngineMissing(
            "BIAOGAN_ENGINE is spark, but the package for it is not installed: pip install 'biaogan[spark]'. "
            "BIAOGAN_ENGINE 设为 spark，但尚未安装所需的包，请执行 pip install 'biaogan[spark]'。"
        )


class Embedded:
    """DuckDB in memory, one database a connection."""

    def __init__(self) -> None:
        import ibis

        self._duckdb = ibis.duckdb.connect()
        self._open = True

    def read(self, name: str, paths: Sequence[str], schema: pa.Schema) -> ibis.Table:  # noqa: ARG002
        return self._duckdb.read_parquet(list(paths), table_name=name)

    def hold(self, name: str, facts: pa.Table) -> ibis.Table:
        return self._duckdb.create_table(name, facts)

    def close(self) -> None:
        self._open = False
        self._duckdb.disconnect()

    def alive(self) -> bool:
        return self._open
