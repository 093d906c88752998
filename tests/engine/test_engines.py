"""Choosing an engine: what cannot be used is said in a sentence."""

from __future__ import annotations

import pytest

from biaogan.engine.facts import engines
from biaogan.engine.facts.engines import Embedded, EngineMissing, connect


def test_the_embedded_engine_is_the_default():
    assert isinstance(connect(), Embedded)


def test_an_unknown_engine_is_named_with_the_known_ones():
    with pytest.raises(EngineMissing, match=r"'oracle'.*duckdb, spark.*不是可用的计算引擎"):
        connect("oracle")


@pytest.mark.parametrize("address", ["", "http://spark:7077", "spark:7077"])
def test_spark_needs_an_address_of_its_own_form(address):
    with pytest.raises(EngineMissing, match=r"BIAOGAN_SPARK.*sc://.*请填写 Spark 的地址"):
        connect("spark", address)


def test_a_missing_package_names_the_command_that_brings_it(monkeypatch):
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    with pytest.raises(EngineMissing, match=r"biaogan\[spark\].*尚未安装"):
        connect("spark", "sc://127.0.0.1:15002")
