"""The watch of a home into which nothing was brought yet."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.targets.conftest import own_home

from biaogan.followup.models import Round
from biaogan.workbench.watch import watch
from house_world import build

NOW = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_stores_without_data_raise_nothing(db, tmp_path):
    with own_home(tmp_path):
        build()
        found = watch(at=NOW)
    assert (found.stores, found.found, found.raised) == (3, 0, 0)
    assert Round.objects.count() == 2


def test_a_home_without_stores_is_watched_without_a_word(db, tmp_path):
    with own_home(tmp_path):
        assert watch(at=NOW).stores == 0
