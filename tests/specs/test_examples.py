"""Every metric has a worked example, and it holds."""

from __future__ import annotations

import pytest

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.example import FOLDER, example_of
from specs.conftest import check


@pytest.mark.parametrize("slug", CATALOGUE)
def test_the_worked_example_of_a_metric_holds(slug):
    check(slug, example_of(slug))


def test_there_is_no_example_without_a_metric():
    assert {path.stem for path in FOLDER.glob("*.md")} == set(CATALOGUE)
