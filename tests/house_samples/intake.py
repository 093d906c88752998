"""Imported orders, uploads on their way, and the persons they name: one file a place, really imported."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from tests.intake.files import Order, orders_csv

from biaogan.config import handlers
from biaogan.intake import persons, uploads
from biaogan.intake.actions import import_paths
from biaogan.intake.models import Batch, Identity
from biaogan.intake.staging import Options
from biaogan.jobs.actions import enqueue
from biaogan.jobs.worker import Worker

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FIRST_LINE = 2  # below the header
NUMBERS = {"own": "1", "sister": "2", "far": "3"}


def owner(world, place):
    """Whoever brings the files: at the own store the very person who asks."""
    return world.people["store_manager" if place == "own" else f"manager-{place}"]


def plate(place):
    return f"云A1234{NUMBERS[place]}"


def file_of(world, place):
    number = NUMBERS[place]
    order = Order(f"R000{number}", world.stores[place].code, plate(place), f"LBV0000000000000{number}")
    return orders_csv([order, Order("", world.stores[place].code)], name=f"{place}.csv")


def batch(world, place) -> Batch:
    def make():
        path = Path(settings.BIAOGAN_HOME) / f"{place}.csv"
        path.write_bytes(file_of(world, place).read())
        import_paths(paths=[path], options=Options(), by=owner(world, place), at=NOW)
        return Batch.objects.latest("pk")

    return world.once(f"batch-{place}", make)


def upload(world, place) -> int:
    def make():
        handlers.collect()
        found = uploads.receive(files=[file_of(world, place)], options={}, by=owner(world, place), at=NOW)
        while Worker(beat_seconds=600).run_next():
            pass
        return found.pk

    return world.once(f"upload-{place}", make)


def of_batch(world, place):
    return {"code": batch(world, place).code}


def of_row(world, place):
    return {"code": batch(world, place).code, "line": FIRST_LINE}


def of_upload(world, place):
    return {"pk": upload(world, place)}


def of_sheet(world, place):
    return {"pk": upload(world, place), "number": 0}


def of_pseudonym(world, place):
    batch(world, place)
    return {"pseudonym": Identity.objects.get(value=plate(place)).pseudonym}


def of_deletion(world, place):
    return {"pk": enqueue(kind=persons.DELETE, by=owner(world, place)).pk}


UPLOADS = ("upload", "columns", "check", "again", "confirm", "cancel")
TEACHING = ("store_spelling", "store_new", "wordings")
TEACHING = ("store_spelling", "store_new", "wordings")
SHEETS = ("source", "source_kind", "unrecognised_kind", "refused")
SAMPLES = {
    **{f"intake:{name}": of_upload for name in (*UPLOADS, *TEACHING)},
    **{f"intake:{name}": of_sheet for name in SHEETS},
    **{f"intake:{name}": of_batch for name in ("batch", "undo", "quarantine")},
    **{f"intake:{name}": of_row for name in ("row", "reveal")},
    **{f"intake:{name}": of_pseudonym for name in ("person", "export_person", "delete_person")},
    "intake:deletion": of_deletion,
}
