"""What orders add up to is the same, kept or looked up."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from django.conf import settings
from tests.engine.builders import checked

from biaogan.engine.facts.lake import Lake
from biaogan.intake.models import LakeState
from biaogan.intake.state import current_version
from biaogan.targets import amounts

pytestmark = pytest.mark.django_db
MAY, JUNE = datetime(2025, 5, 20, 9), datetime(2025, 6, 2, 9)
NOW = datetime.fromisoformat("2026-06-20T09:00:00+08:00")


@pytest.fixture
def lines(world) -> str:
    """Orders of two months; one settled in the month after, one with part lines alone, one with none."""
    lake = Lake(settings.BIAOGAN_LAKE)
    orders = [{"ro_no": f"R{number}", "opened_at": MAY if number < 3 else JUNE} for number in range(1, 5)]
    labour = [("R1", 100, MAY), ("R1", 20, JUNE), ("R3", 7, None)]
    parts = [("R2", 5, JUNE), ("R3", -7, JUNE)]
    rows = {
        "repair_order": checked("repair_order", *orders),
        "ro_labour": checked("ro_labour", *(_line(*line) for line in labour)),
        "ro_part": checked("ro_part", *(_line(*line) for line in parts)),
        "ro_misc": checked("ro_misc", {"ro_no": "R1", "amount_fen": 3}),
    }
    pins = {kind: lake.accept(kind, None, frame, "B1").version for kind, frame in rows.items()}
    LakeState.objects.create(version="0123456789ab", pins=pins, at=NOW)
    return current_version()


def _line(ro_no: str, fen: int, settled: datetime | None) -> dict[str, object]:
    return {"ro_no": ro_no, "net_amount_fen": fen, "settled_at": settled}


def sums(version: str) -> dict[str, tuple[int | None, ...]]:
    orders = amounts.lake().read("repair_order", 0).filter(pl.col("surviving")).collect()
    found = amounts.line_sums(version, orders).select("ro_no", *amounts.LINES)
    return {ro_no: tuple(rest) for ro_no, *rest in found.iter_rows()}


def test_kept_sums_are_those_of_the_lines(lines):
    looked_up = sums(lines)
    assert looked_up == {
        "R1": (120, None, 3),
        "R2": (None, 5, None),
        "R3": (7, -7, None),
        "R4": (None, None, None),
    }
    amounts.keep(lines)
    assert len(list(settings.BIAOGAN_CACHE.rglob("*.parquet"))) == 2
    assert sums(lines) == looked_up


def test_keeping_again_changes_nothing(lines):
    amounts.keep(lines)
    kept = {path: path.stat().st_mtime_ns for path in settings.BIAOGAN_CACHE.rglob("*")}
    amounts.keep(lines)
    assert {path: path.stat().st_mtime_ns for path in settings.BIAOGAN_CACHE.rglob("*")} == kept


def test_without_orders_nothing_is_kept(world):
    amounts.keep(current_version())
    assert list(settings.BIAOGAN_CACHE.iterdir()) == []
