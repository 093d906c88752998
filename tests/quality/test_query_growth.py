"""Lists of complaints and surprises ask the database as often for many rows as for few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.quality.surprises.moments import preferred, surprised
from tests.targets.conftest import own_home

from biaogan.quality.complaints import actions, compensating, promising
from biaogan.quality.models import Complaint
from biaogan.quality.surprises.actions import share_moment, take_up
from house_world import build

PAGES = (
    "/quality/complaints",
    "/quality/complaints?which=all",
    "/quality/complaints/stores",
    "/quality/surprises",
    "/quality/surprises/shared",
    "/quality/surprises/preferences",
)


@pytest.fixture
def world(db, tmp_path):
    with own_home(tmp_path):
        yield build()


def add(world, mark: int) -> None:
    by, now = world.people["manager-own"], timezone.now()
    complaint = actions.record_complaint(
        store=world.stores["own"], channel="phone", severity=2, step="repair", level=2, topic="repair",
        text="空调修了两次还是不制冷", opened_at=now - timedelta(hours=mark), by=by, at=now, owner=by,
    )  # fmt: skip
    promising.make_promise(
        complaint=complaint,
        what="周五前答复",
        recipient="customer",
        due=now + timedelta(days=1),
        by=by,
        at=now,
    )
    compensating.compensate(
        complaint=complaint, kind="cash", amount_yuan=100, why="往返交通补偿", by=by, at=now
    )
    preferred(world, plate=f"云A1000{mark}", by=by)
    moment = surprised(world, plate=f"云A1000{mark}")
    card = share_moment(moment=moment, how="撑伞送到车旁", by=by, at=now)
    take_up(card=card, store=world.stores["sister"], by=world.people["manager-sister"], at=now)


def counted(client, pages) -> dict[str, int]:
    found = {}
    for page in pages:
        assert client.get(page).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        found[page] = len(queries)
    return found


def test_more_rows_ask_no_more(world):
    client = world.client("regional_manager")
    add(world, 1)
    case = f"/quality/complaints/{Complaint.objects.get().pk}"
    once = counted(client, (*PAGES, case))
    for mark in (2, 3, 4):
        add(world, mark)
    assert counted(client, (*PAGES, case)) == once
