"""Facts on Apache Spark: the same files, read by many machines.

Every machine of the cluster must see the lake under the same path. Needs `biaogan[spark]`; an address
spark://... also needs the whole of PySpark and Java where Biaogan runs, since the driver runs there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from ibis.backends.pyspark import Backend
from ibis.formats.pyarrow import PyArrowData
from ibis.util import gen_name
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql import types as of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis

# How often a call is tried again, within about 20 seconds: a page must not wait the usual ten minutes.
RETRIES = 5
# Moments have no zone: Spark's plain timestamp would be read in the zone of each machine.
TYPES: dict[pa.DataType, of.DataType] = {
    pa.string(): of.StringType(),
    pa.large_string(): of.StringType(),
    pa.int64(): of.LongType(),
    pa.bool_(): of.BooleanType(),
    pa.date32(): of.DateType(),
    pa.timestamp("us"): of.TimestampNTZType(),
}


class _Exact(Backend):  # type: ignore[misc]
    """Ibis' backend, its answers taken as Arrow: through pandas a whole number beside a null is a float."""

    over = False  # the session is gone, and what it kept with it

    def to_pyarrow(
        self, expr: ibis.Expr, /, *, params: Any = None, limit: int | str | None = None, **_: Any
    ) -> Any:
        self._run_pre_execute_hooks(expr)
        table = expr.as_table()
        found = self.raw_sql(self.compile(table, params=params, limit=limit)).toArrow()
        return expr.__pyarrow_result__(PyArrowData.convert_table(found, table.schema()))

    def _drop_cached_table(self, name: str) -> None:
        # Not Ibis' own, which asserts that nothing is kept any more: PySail keeps nothing and says it does.
        frame = self._cached_dataframes.pop(name)
        if not self.over:
            self._session.catalog.dropTempView(name)
            frame.unpersist()


class Distributed:
    """A session of its own on the cluster: what other sessions read does not meet it."""

    def __init__(self, session: SparkSession) -> None:
        self.session = session
        _Exact.register_options()
        self._ibis = _Exact()
        self._ibis.do_connect(session)

    def read(self, name: str, paths: Sequence[str], schema: pa.Schema) -> ibis.Table:
        return self._view(name, self.session.read.schema(_struct(schema)).parquet(*paths))

    def hold(self, name: str, facts: pa.Table) -> ibis.Table:
        return self._view(name, self.session.createDataFrame(facts, schema=_struct(facts.schema)))

    def alive(self) -> bool:
        """A server forgets a session that nobody used for an hour, and every one when it starts anew."""
        try:
            self.session.sql("SELECT 1").collect()
        except PySparkException:
            self._ibis.over = True
        return not self._ibis.over

    def close(self) -> None:
        """End the session; at spark://... also the driver, with every session of this process."""
        self._ibis.over = True
        self.session.stop()

    def _view(self, name: str, frame: Any) -> ibis.Table:
        unique = gen_name(name)  # a driver's sessions share what is cached
        frame.createOrReplaceTempView(unique)
        return self._ibis.table(unique)


def distributed(address: str) -> Distributed:
    """A new session at sc://... (Spark Connect) or spark://... (this process is the driver).

    Raises ConnectionError where nothing answers.
    """
    try:
        if address.startswith("sc://"):
            session = _remote(address)
        else:
            session = SparkSession.builder.appName("Biaogan").master(address).getOrCreate().newSession()
        return Distributed(session)
    except PySparkException as error:
        raise ConnectionError(str(error).splitlines()[0]) from error


def _remote(address: str) -> SparkSession:
    from pyspark.sql.connect.client.retries import DefaultPolicy

    session = SparkSession.builder.remote(address).create()
    session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
    return session


def _struct(schema: pa.Schema) -> of.StructType:
    return of.StructType([of.StructField(field.name, TYPES[field.type]) for field in schema])
