"""The engines that read facts: DuckDB inside this process, or Apache Spark on machines of its own.

Metrics are Ibis expressions and do not know which of the two answers them.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

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
    """DuckDB in memory, one database a connection. Ibis is loaded when something is still to be compiled."""

    def __init__(self) -> None:
        import duckdb

        self._duckdb = duckdb.connect()
        self._duckdb.execute("SET TimeZone = 'UTC'")
        self._open = True

    @cached_property
    def _ibis(self) -> ibis.BaseBackend:
        import ibis

        return ibis.duckdb.from_connection(self._duckdb)

    def read(self, name: str, paths: Sequence[str], schema: pa.Schema) -> ibis.Table:
        self.see(name, paths, schema)
        return self._ibis.table(name)

    def hold(self, name: str, facts: pa.Table) -> ibis.Table:
        self.put(name, facts)
        return self._ibis.table(name)

    def see(self, name: str, paths: Sequence[str], schema: pa.Schema) -> None:  # noqa: ARG002
        """As `read`, for questions in SQL."""
        files = ", ".join(quoted(path) for path in paths)
        rows = f"SELECT * FROM read_parquet([{files}])"  # noqa: S608 (quoted, and never a person's words)
        self._duckdb.execute(f'CREATE OR REPLACE VIEW "{name}" AS {rows}')

    def put(self, name: str, facts: pa.Table) -> None:
        """As `hold`, for questions in SQL."""
        self._duckdb.register("given", facts)
        self.make(name, "SELECT * FROM given")
        self._duckdb.unregister("given")

    def make(self, name: str, sql: str) -> None:
        """Keep the answer of a question as a table."""
        self._duckdb.execute(f'CREATE OR REPLACE TABLE "{name}" AS {sql}')

    def made(self, name: str) -> ibis.Table:
        """A table that was made, for questions that are not in SQL."""
        return self._ibis.table(name)

    def answer(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a question in SQL."""
        return self._duckdb.execute(sql).fetchall()

    def compiled(self, question: ibis.Table) -> str:
        """The SQL of a question; its tables need not be there."""
        return str(self._ibis.compile(question))

    def close(self) -> None:
        self._open = False
        self._duckdb.close()

    def alive(self) -> bool:
        return self._open


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
