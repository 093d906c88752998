"""Every metric on Apache Spark is what it is on the embedded engine, over the same files.

`make cluster` runs these in an environment of their own; they are no part of `make test`.
"""

from __future__ import annotations

import time
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest
from tests.cluster.region import AS_OF, MONTHS, Figures, Region, differences, figures, kept
from tests.cluster.servers import cluster, configured, without_java

from biaogan.engine.facts.cut import cut
from biaogan.engine.facts.engines import EngineMissing, connect
from biaogan.engine.facts.snapshot import Snapshot
from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.metric import Cut
from biaogan.engine.metrics.reading import Reading, readings
from biaogan.engine.metrics.rows import KEYS, rows

pytestmark = [
    pytest.mark.spark,
    pytest.mark.timeout(900),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.skipif(find_spec("pysail") is None, reason="Spark is not installed here: make cluster"),
]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    return kept(tmp_path_factory.mktemp("lake"))


@pytest.fixture(scope="module")
def embedded(region: Region) -> Figures:
    return figures(region.on(), region)


def cut_figures(snapshot: Snapshot, region: Region) -> list[Reading]:
    day = date(2025, 3, 10)
    return readings(
        cut(snapshot, day), ["revenue", "no-show-rate"], months=["2025-03"], stores=region.stores, as_of=day
    )


def divided(snapshot: Snapshot, region: Region) -> list[Reading]:
    asked = {"months": MONTHS, "stores": region.stores, "as_of": AS_OF}
    return readings(snapshot, ["revenue"], cut=Cut.MODEL, **asked)


def counted_rows(snapshot: Snapshot, store: str, month: str) -> list[tuple[object, ...]]:
    found = rows(snapshot, "visits", store=store, month=month, as_of=AS_OF)
    return found.select(*KEYS, "store", "ro_no", "counted_in_numerator").sort(KEYS).rows()


@pytest.fixture
def settings_of_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in configured(tmp_path).items():
        monkeypatch.setenv(name, value)
    # PySpark decides once a process between Connect and a driver of its own; here both come in turn.
    monkeypatch.delenv("SPARK_CONNECT_MODE_ENABLED", raising=False)
    return tmp_path


def test_the_region_has_something_to_say_of_nearly_every_metric(embedded):
    met = {slug for (slug, _, _), (_, _, value, _) in embedded.items() if value is not None}
    assert len(met) >= 0.9 * len(CATALOGUE), sorted(CATALOGUE.keys() - met)


def test_a_difference_of_one_fen_is_found(embedded):
    key = next(key for key, (_, _, value, _) in embedded.items() if key[0] == "revenue" and value)
    numerator, denominator, value, n = embedded[key]
    changed = embedded | {key: (numerator, denominator, value + type(value)("0.01"), n)}
    assert list(differences(embedded, changed)) == [key]


def test_a_spark_connect_server_without_java_gives_the_same_figures(region, embedded):
    with without_java() as address:
        connection = connect("spark", address)
        try:
            assert differences(embedded, figures(region.on(connection), region)) == {}
            assert connection.alive()
        finally:
            connection.close()
    assert not connection.alive()


def test_a_cluster_of_two_workers_gives_the_same_figures(region, embedded, settings_of_spark):
    if which("java") is None:
        pytest.skip("a cluster needs Java 17: apt-get install openjdk-17-jre-headless")
    with cluster(settings_of_spark, workers=2) as running:
        connection = connect("spark", running.address)
        try:
            found = figures(region.on(connection), region)
            busy = [worker["coresused"] for worker in running.workers()]
        finally:
            connection.close()
    assert differences(embedded, found) == {}
    assert busy == [1, 1]  # both workers took part


def test_running_months_divisions_and_rows_are_the_same_too(region, embedded):
    somewhere = next(key[1:] for key, figure in embedded.items() if key[0] == "visits" and figure[2])
    with without_java() as address:
        connection = connect("spark", address)
        try:
            mine, theirs = region.on(), region.on(connection)
            assert cut_figures(mine, region) == cut_figures(theirs, region)
            assert divided(mine, region) == divided(theirs, region)
            counted = counted_rows(mine, *somewhere)
            assert counted
            assert counted == counted_rows(theirs, *somewhere)
        finally:
            connection.close()


def test_a_session_that_the_server_lost_is_noticed():
    with without_java() as address:
        connection = connect("spark", address)
        other = connect("spark", address)
        other.session.stop()
        assert connection.alive()
        assert not other.alive()
        connection.close()


@pytest.mark.filterwarnings("ignore:.*RETRIES_EXCEEDED:UserWarning")
def test_a_server_that_is_not_there_is_said_within_half_a_minute():
    started = time.monotonic()
    with pytest.raises(EngineMissing, match=r"does not answer at sc://127.0.0.1:9.*没有响应"):
        connect("spark", "sc://127.0.0.1:9")
    assert time.monotonic() - started < 30
