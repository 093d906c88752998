"""After an import, and each morning, the figures are worked out ahead, and old ones removed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.targets.region import bring

from biaogan.config.handlers import collect
from biaogan.config.warming import WARM, Watch
from biaogan.intake import state
from biaogan.intake.actions import undo_batch
from biaogan.intake.models import Batch, LakeState
from biaogan.jobs.actions import enqueue
from biaogan.jobs.models import Job
from biaogan.jobs.states import State
from biaogan.jobs.worker import Worker
from biaogan.org.actions import create_region, create_store

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def home(tmp_path, settings):
    for name in ("files", "lake", "cache"):
        (tmp_path / name).mkdir()
        setattr(settings, f"BIAOGAN_{name.upper()}", tmp_path / name)
    state._opened.cache_clear()
    create_store(code="T-own", name="试点店", region=create_region(name="试点", by=None), by=None)
    bring(tmp_path, ["T-own"])
    return tmp_path


def asked() -> list[dict[str, str]]:
    payloads = Job.objects.filter(kind=WARM).order_by("pk").values_list("payload", flat=True)
    return [{name: payload[name] for name in ("version", "day")} for payload in payloads]


def test_an_idle_worker_asks_once_per_version_and_day(home):
    first = state.current_version()
    watch = Watch()
    for _ in range(3):
        watch.look(NOW)
    Watch().look(NOW)  # a worker that was started anew
    assert asked() == [{"version": first, "day": "2026-06-20"}]
    watch.look(NOW + timedelta(days=1))
    undo_batch(batch=Batch.objects.get(), by=None, at=NOW)
    watch.look(NOW + timedelta(days=1))  # without data there is nothing to work out
    assert [payload["day"] for payload in asked()] == ["2026-06-20", "2026-06-21"]


def test_a_store_more_makes_other_figures(home):
    watch = Watch()
    watch.look(NOW)
    create_store(code="T-new", name="新店", region=create_region(name="新区", by=None), by=None)
    watch.look(NOW)
    assert len(asked()) == 2


def test_an_empty_home_asks_for_nothing(db, settings):
    Watch().look(NOW)
    assert asked() == []


def test_the_work_keeps_figures_that_the_pages_find(home, settings):
    collect()
    Watch().look(NOW)
    assert Worker(beat_seconds=600).run_next()
    job = Job.objects.get(kind=WARM)
    assert job.state == State.DONE, job.error_en
    kept = settings.BIAOGAN_CACHE / state.current_version()
    sums = [path.name for path in kept.glob("*.arrow")]
    whole = [name for name in sums if "-all-" in name]
    assert len(whole) == 4, "of the stores and of the region: what lasts, and what waits for windows"
    divided = [name for name in sums if "-all-" not in name]
    assert len(divided) == 6, "the sums of the stores by business category, vehicle age and advisor"
    assert all(
        any(cut in name for name in divided) for cut in ("biz_type", "vehicle_age", "advisor")
    )  # fmt: skip
    assert list(kept.glob("findings-*")), "what stands out in each month"
    assert len(list(kept.glob("amounts-*"))) == 1


def test_whoever_waits_for_a_job_of_their_own_goes_first(home, settings):
    collect()
    Watch().look(NOW)
    waiting = enqueue(kind="demo", by=None)
    worker = Worker(beat_seconds=600)
    assert worker.run_next()
    first = Job.objects.filter(kind=WARM).order_by("pk").first()
    again = Job.objects.filter(kind=WARM).order_by("pk").last()
    assert (first.state, first.result) == (State.DONE, {"put_off": 0})
    assert (again.state, again.payload) == (State.QUEUED, first.payload)
    assert again.pk > waiting.pk
    Job.objects.filter(pk=waiting.pk).delete()
    assert worker.run_next()
    again.refresh_from_db()
    assert (again.state, again.result) == (State.DONE, {"removed": 0})


def test_only_folders_of_versions_long_replaced_are_removed(home, settings):
    newest = state.current_version()
    old, lately = "0" * 12, "1" * 12
    now = LakeState.objects.get(version=newest).at + timedelta(hours=9)
    LakeState.objects.filter(version=newest).update(at=now - timedelta(hours=8))
    for version, hours in ((old, 7), (lately, 2), (newest, 0)):
        pins, at = state.pins_of(newest), now - timedelta(hours=hours)
        LakeState.objects.create(version=version, pins=pins, at=at)
    for name in (old, f"{old}@2026-06-01", lately, newest, f"{newest}@2026-06-01", "static", "handbook"):
        (settings.BIAOGAN_CACHE / name).mkdir()
        (settings.BIAOGAN_CACHE / name / "kept").touch()
    assert state.remove_old_figures(at=now) == 2
    left = {path.name for path in settings.BIAOGAN_CACHE.iterdir()}
    assert left == {lately, newest, f"{newest}@2026-06-01", "static", "handbook"}
    assert state.remove_old_figures(at=now + timedelta(hours=2)) == 1


def test_pages_are_sent_compressed(client):
    plain, packed = client.get("/login"), client.get("/login", headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.content) < len(plain.content) / 2
