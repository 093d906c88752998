"""The demonstration region comes in through the real intake."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from biaogan.intake.demo import grow_region
from biaogan.intake.demonstration import Size
from biaogan.intake.models import Batch
from biaogan.org.actions import begin
from biaogan.org.models import Store

pytestmark = pytest.mark.usefixtures("home")


def test_the_demonstration_grows_stores_and_batches_and_marks_the_home(db, home):
    manager = begin(region_name="北区", username="m", display_name="M", password="quiet-harbour-42")
    size = Size(stores=1, months=14, orders_per_store_month=15, monthly_files=1)
    seen: list[tuple[int, int]] = []
    report = grow_region(
        size=size,
        until=date(2026, 6, 30),
        by=manager,
        at=timezone.now(),
        progress=lambda done, total, _text: seen.append((done, total)),
    )
    totals = report.totals()
    assert totals["read"] == totals["accepted"] + totals["quarantined"] + totals["ignored"]
    assert totals["accepted"] > 1000
    assert Store.objects.get(code="S01").name == "云溪澜庭店"
    assert Batch.objects.count() == sum(1 for file in report.files for sheet in file.sheets if sheet.batch)
    assert (home / "demonstration").exists()
    assert seen[-1][0] == seen[-1][1]
