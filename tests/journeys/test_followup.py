"""From a file to an effect: import, watch, alert, task, evidence, and the metric measured again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.journeys.test_errands import page
from tests.targets.conftest import own_home
from tests.targets.region import HEADER, PER_MONTH

from biaogan.config import handlers
from biaogan.config.warming import Watch
from biaogan.engine.periods import months_between
from biaogan.followup.models import Alert, Task
from biaogan.followup.states import AlertState, TaskState
from biaogan.intake.models import Upload
from biaogan.jobs.worker import Worker
from house_world import build

STORES = ("T-own", "T-sister")
EVIDENCE = "预交车时间改为逐单确认，6 月起每天 16 点核对未完工车辆，记录见晨会本"


@pytest.fixture
def world(db, tmp_path):
    with own_home(tmp_path):
        yield build()


def file(first: str, last: str, name: str, *, late) -> SimpleUploadedFile:
    """Orders of both stores; `late(store, month number)` of a month's 36 are not ready in time."""
    lines = [
        line(store, month, number, late=number < late(store, at))
        for store in STORES
        for at, month in enumerate(months_between(first, last))
        for number in range(PER_MONTH)
    ]
    text = "\n".join([HEADER, *lines]) + "\n"
    return SimpleUploadedFile(name, text.encode("utf-8-sig"), content_type="text/csv")


def line(store: str, month: str, number: int, *, late: bool) -> str:
    opened = datetime.fromisoformat(f"{month}-{1 + number % 27:02d}T09:00:00")
    promised = opened + timedelta(hours=6, minutes=number)
    ready = promised + timedelta(hours=3 if late else -1)
    moments = ",".join(f"{one:%Y-%m-%d %H:%M:%S}" for one in (opened, promised, ready, ready, ready))
    who = f"云{store[2].upper()}{number:05d},LBV{STORES.index(store)}{number:013d}"
    order = f"{store[2:5].upper()}{month.replace('-', '')}{number:03d}"
    return f"{store},{order},{who},顾问甲,{moments},一般维修,已结算,800,400"


def work() -> None:
    """The worker, without its pulse: a second thread would meet a database that lives in memory."""
    handlers.collect()
    worker = Worker(beat_seconds=600)
    while worker.run_next():
        pass


def bring(client, given: SimpleUploadedFile) -> None:
    """Upload, check, confirm, through the pages."""
    answer = client.post("/imports/new", {"given": [given], "amounts": "net", "vat": "13"})
    assert answer.url.startswith("/imports/uploads/")
    upload = Upload.objects.latest("pk")
    work()
    assert client.post(f"/imports/uploads/{upload.pk}/confirm").status_code == 302
    work()


def look_again() -> None:
    """What the worker does beside the pages whenever the facts have changed or a day has begun."""
    Watch().look(timezone.now())
    work()


def test_from_a_file_to_an_effect(world, time_machine):
    time_machine.move_to("2026-06-20T09:00:00+08:00", tick=False)
    manager, sister = world.client("regional_manager"), world.client("manager-sister")
    bring(
        manager,
        file(
            "2025-08",
            "2026-05",
            "工单.csv",
            late=lambda s, at: 22 + at % 3 if s == "T-sister" else 2 + at % 2,
        ),
    )
    look_again()

    alert = Alert.objects.get(rule="on-time-delivery-behind")
    assert (alert.store.code, alert.month, alert.state) == ("T-sister", "2026-05", AlertState.NEW)
    cockpit = page(manager, "/cockpit")
    link = re.search(rf'href="(/tasks/open\?alert={alert.pk})"', cockpit)
    assert link, "the first page opens a task from the alert"
    assert "On-time delivery behind the other stores" in page(sister, "/alerts")

    owner = world.people["manager-sister"]
    form = {"title": "准时交车整改", "plan": "每日核对", "owner": owner.pk, "due": "2026-06-30"}
    assert manager.post(link.group(1), form).status_code == 302
    task = Task.objects.get()
    assert (task.metric, task.month) == ("on-time-delivery", "2026-05")
    assert f"/tasks/{task.pk}" in page(sister, "/tasks?mine=on")
    assert "alert=" + str(alert.pk) not in page(manager, "/cockpit"), (
        "what is being worked on is not asked again"
    )

    sister.post(f"/tasks/{task.pk}/start")
    assert sister.post(f"/tasks/{task.pk}/finish", {"evidence": "好"}).status_code == 200
    assert sister.post(f"/tasks/{task.pk}/finish", {"evidence": EVIDENCE}).status_code == 302
    assert "Measured once the month after the date is complete" in page(sister, f"/tasks/{task.pk}")

    time_machine.move_to("2026-08-05T09:00:00+08:00", tick=False)
    manager, sister = world.client("regional_manager"), world.client("manager-sister")  # logged in anew
    bring(manager, file("2026-06", "2026-07", "六七月.csv", late=lambda _s, at: 2 + at % 2))
    look_again()
    task.refresh_from_db()
    assert task.state == TaskState.KEPT
    shown = page(sister, f"/tasks/{task.pk}")
    assert "beyond chance" in shown
    assert "Other stores before" in shown
    assert "Effect of the task measured" in shown


def test_the_same_facts_are_watched_once_a_day(world, time_machine):
    time_machine.move_to("2026-06-20T09:00:00+08:00", tick=False)
    bring(
        world.client("regional_manager"),
        file("2026-03", "2026-05", "工单.csv", late=lambda s, _at: 20 if s == "T-sister" else 2),
    )
    for _ in range(2):
        look_again()
    alerts = Alert.objects.count()
    time_machine.move_to("2026-06-21T09:00:00+08:00", tick=False)
    look_again()
    assert Alert.objects.count() == alerts > 0
