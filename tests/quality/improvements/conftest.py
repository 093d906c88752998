"""A home without data, and the people who improve; refusals are read in English."""

from __future__ import annotations

import pytest
from django.utils import translation
from tests.targets.conftest import own_home

from house_world import build


@pytest.fixture
def world(db, tmp_path):
    with own_home(tmp_path), translation.override("en"):
        yield build()
