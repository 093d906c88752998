"""A home with stores and people."""

from __future__ import annotations

import pytest
from tests.targets.conftest import own_home

from house_world import build


@pytest.fixture
def world(db, tmp_path):
    with own_home(tmp_path):
        yield build()


@pytest.fixture
def manager(world):
    return world.people["regional_manager"]
