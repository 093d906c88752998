"""From what was seen to a standard that lasts, and back again when it does not: through the pages."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.journeys.test_errands import page
from tests.quality.improvements import builders
from tests.targets.conftest import own_home
from tests.targets.region import HEADER

from biaogan.engine.periods import months_between
from biaogan.followup.models import Task
from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options
from biaogan.org.actions import create_store
from biaogan.org.models import Store
from biaogan.quality.improvements.measuring import measure
from biaogan.quality.models import Finding, Improvement
from house_samples.quality import jpeg
from house_world import build

A_MONTH = 12
EVIDENCE = "每天 16 点核对未完工车辆，记录见晨会本第 12 页"


@pytest.fixture
def world(db, tmp_path):
    with own_home(tmp_path):
        made = build()
        for number in range(8):
            create_store(code=f"T-{number}", name=f"{number}店", region=made.regions["own"], by=None)
        yield made


def stores(world):
    return list(Store.objects.filter(region=world.regions["own"], is_active=True).order_by("code"))


def bring(world, folder, first, last, *, late):
    """Orders of all ten stores; `late` of those of T-own are not ready in time."""
    own = world.stores["own"]
    lines = [
        line(store.code, place, month, number, late=number < (late if store == own else others(place, at)))
        for place, store in enumerate(stores(world))
        for at, month in enumerate(months_between(first, last))
        for number in range(A_MONTH)
    ]
    file = folder / f"{first}.csv"
    file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8-sig")
    report = import_paths(paths=[file], options=Options(), by=None, at=timezone.now())
    assert report.totals()["quarantined"] == 0


def others(place, at):
    return 3 + (place * 7 + at * 5) % 3


def line(store, place, month, number, *, late):
    opened = datetime.fromisoformat(f"{month}-{1 + number:02d}T09:00:00")
    promised = opened + timedelta(hours=6)
    ready = promised + timedelta(hours=3 if late else -1)
    moments = ",".join(f"{one:%Y-%m-%d %H:%M:%S}" for one in (opened, promised, ready, ready, ready))
    car = f"云A{place:02d}{number:03d},LBV{place}{number:013d}"
    return (
        f"{store},{place}{month.replace('-', '')}{number:03d},{car},顾问甲,{moments},一般维修,已结算,800,400"
    )


def people(world):
    """The region's manager, the store's and another store's, logged in anew, reading English."""
    clients = [world.client(name) for name in ("regional_manager", "store_manager", "manager-sister")]
    for client in clients:
        client.cookies["django_language"] = "en"
    return clients


def look(world):
    return measure(stores=stores(world), at=timezone.now())


def seen(world, client, item) -> Finding:
    photo = SimpleUploadedFile("seen.jpg", jpeg(), content_type="image/jpeg")
    given = {
        "key": "8d5a2a36-54c3-4b3f-9a41-0a4f2b7d1c11", "store": world.stores["own"].pk, "item": item.pk,
        "text": "12 单中 7 单未按约定时间交车", "step": "delivery", "level": 1, "found_on": "2026-06-19",
        "metric": "on-time-delivery", "photo": photo,
    }  # fmt: skip
    assert client.post("/quality/findings/new", given).status_code == 302
    return Finding.objects.get()


def worked(client, address, owner) -> None:
    """Analysed, planned, and its action done with evidence."""
    whys = {f"why_{number}": why for number, why in enumerate(builders.WHYS, 1)}
    analysis = whys | {"cause": "开单时看不到车间负荷", "cause_method": "不看负荷", "version": 1}
    assert client.post(f"{address}/analysis", analysis).status_code == 302
    action = {"title": "装负荷看板", "plan": "", "owner": owner, "due": "2026-06-24"}
    assert client.post(f"{address}/actions", action).status_code == 302
    assert "not done yet" in client.post(f"{address}/done").content.decode()
    client.post(f"/tasks/{Task.objects.get().pk}/finish", {"evidence": EVIDENCE})
    assert client.post(f"{address}/done").status_code == 302


def test_from_a_finding_to_a_standard_and_back(world, tmp_path, time_machine):
    time_machine.move_to("2026-06-20T09:00:00+08:00", tick=False)
    region, own, sister = people(world)
    bring(world, tmp_path, "2025-09", "2026-05", late=7)
    item = builders.item()

    finding = seen(world, region, item)
    owner = world.people["store_manager"].pk
    opening = {
        "title": "准时交车", "findings": [finding.pk], "owner": owner, "metric": "on-time-delivery",
        "direction": "up", "size": "10", "proof_on": "2026-10-31",
    }  # fmt: skip
    answer = own.post(f"/quality/improvements/open?finding={finding.pk}", opening)
    address = answer.url
    shown = page(own, address)
    assert "With one store of 10, p can never be below 0.10." in shown
    assert "Three months show a change of about" in shown
    assert sister.get(address).status_code == 404

    worked(own, address, owner)
    assert "2026-07 is the first month that counts" in page(own, address)
    assert look(world) == 0
    assert "Nothing has been measured" in region.post(f"{address}/verify").content.decode()

    time_machine.move_to("2026-08-05T09:00:00+08:00", tick=False)
    region, own, _sister = people(world)
    bring(world, tmp_path, "2026-07", "2026-07", late=1)
    assert (look(world), look(world)) == (1, 0)
    one = Improvement.objects.get()
    assert one.measurements.get().verdict == "shown"
    assert "1/10 of cases" in page(own, address)
    assert own.post(f"{address}/verify").status_code == 403
    assert region.post(f"{address}/verify").status_code == 302
    finding.refresh_from_db()
    assert finding.state == "resolved"
    standard = {
        "sop": builders.sop().pk, "change": "开单时先看负荷再约时间", "item": item.pk,
        "item_text": "按负荷约定交车时间",
        "trainer": owner, "training_due": "2026-08-31",
    }  # fmt: skip
    assert region.post(f"{address}/standardise", standard).status_code == 302
    assert Task.objects.filter(title__contains="准时交车").count() == 1

    time_machine.move_to("2026-10-05T09:00:00+08:00", tick=False)
    region, own, _sister = people(world)
    bring(world, tmp_path, "2026-08", "2026-09", late=1)
    assert look(world) == 1
    one.refresh_from_db()
    assert (one.state, [row.verdict for row in one.measurements.all()]) == ("closed", ["shown"] * 3)
    assert "Closed, effect lasts" in page(region, "/quality/improvements?which=closed")

    time_machine.move_to("2027-01-05T09:00:00+08:00", tick=False)
    region, own, _sister = people(world)
    bring(world, tmp_path, "2026-10", "2026-12", late=8)
    assert look(world) == 1
    one.refresh_from_db()
    assert (one.state, one.round) == ("reopened", 2)
    shown = page(own, address)
    assert "the watch" in shown
    assert "Improvement reopened" in shown
