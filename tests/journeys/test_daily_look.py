"""The daily look: what is red and whether it is chance, why it changed, where the month will land."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.journeys.test_comparison import Reader
from tests.journeys.test_followup import bring, file
from tests.targets.conftest import own_home
from tests.targets.region import HEADER

from biaogan.org.models import AuditEvent
from biaogan.targets.models import Rebasing
from house_world import build

pytestmark = pytest.mark.timeout(600)  # a region is imported first
MONTH, SIGNAL = "2026-05", "/signals/on-time-delivery?store=T-sister&month=2026-05"


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to("2026-06-20T09:00:00+08:00", tick=False)
    with own_home(tmp_path):
        yield build()


def late(store: str, at: int) -> int:
    """Two or three of 36 are late, but in the last of fourteen months at one store two thirds."""
    return 24 if store == "T-sister" and at == 13 else 2 + at % 2


def test_a_red_opens_to_its_chart_and_limits_begin_anew_only_for_a_cause(world):
    manager = world.client("regional_manager")
    bring(manager, file("2025-04", MONTH, "工单.csv", late=late))
    reader = Reader(manager)
    reader.opens(f"/cockpit?month={MONTH}")
    listed = reader.follows("/signals?")
    assert "Below the lower limit of" in listed
    assert "its own 8 months" in listed
    chart = reader.follows("/signals/on-time-delivery?store=T-sister")
    assert "Below the lower limit of" in chart
    assert "Limits from 8 months" in chart

    refused = manager.post(SIGNAL.replace("?", "/rebase?"), {"month": MONTH, "cause": " "})
    assert refused.status_code == 200
    assert Rebasing.objects.count() == 0
    cause = {"month": MONTH, "cause": "五月起改由总店承诺交车时间"}
    assert manager.post(SIGNAL.replace("?", "/rebase?"), cause).status_code == 302
    chart = reader.opens(SIGNAL)
    assert cause["cause"] in chart
    assert "Below the lower limit of" not in chart
    assert "Below the lower limit of" not in reader.opens(f"/signals?month={MONTH}")
    assert AuditEvent.objects.filter(action="limits-rebased", details__cause=cause["cause"]).exists()

    own = world.client("manager-sister")
    own.cookies["django_language"] = "en"
    assert cause["cause"] in own.get(SIGNAL).content.decode()
    assert own.post(SIGNAL.replace("?", "/rebase?"), cause).status_code == 403
    assert world.client("manager-own").get(SIGNAL).status_code == 404

    assert manager.post(f"/signals/rebasings/{Rebasing.objects.get().pk}/withdraw").status_code == 302
    assert "Below the lower limit of" in reader.opens(SIGNAL)


# Of 100 deliveries a month: maintenance and how many of it on time, repairs and how many of them on time.
# Both kinds get better, more repairs come in, and the whole gets worse.
SIMPSON = {"2026-04": ((80, 72), (20, 8)), MONTH: ((40, 38), (60, 30))}


def of_two_kinds() -> SimpleUploadedFile:
    lines = [
        line(month, kind, number, late=number >= on_time)
        for month, kinds in SIMPSON.items()
        for kind, (cases, on_time) in zip(("保养", "一般维修"), kinds, strict=True)
        for number in range(cases)
    ]
    text = "\n".join([HEADER, *lines]) + "\n"
    return SimpleUploadedFile("两类.csv", text.encode("utf-8-sig"), content_type="text/csv")


def line(month: str, kind: str, number: int, *, late: bool) -> str:
    day, mark = f"{month}-{1 + number % 27:02d}", "B" if kind == "保养" else "W"
    ready = f"{day} {17 if late else 14}:00:00"
    who = f"云S{number:05d},LBV{mark}{number:013d},顾问甲"
    moments = f"{day} 09:00:00,{day} 15:00:00,{ready},{ready},{ready}"
    return f"T-own,{mark}{month.replace('-', '')}{number:03d},{who},{moments},{kind},已结算,800,400"


def test_a_whole_that_falls_while_its_parts_rise_is_said_to_do_so(world):
    manager = world.client("regional_manager")
    bring(manager, of_two_kinds())
    reader = Reader(manager)
    assert "68.0%" in reader.opens(f"/metrics/on-time-delivery?month={MONTH}&store=T-own")
    why = reader.follows("/metrics/on-time-delivery/why?")
    assert "Simpson" in why
    # Kitagawa by hand: within (5 · .6 + 10 · .4) = 7 points up, mix (-.4 · 92.5 + .4 · 45) = 19 down.
    figures = re.sub(r"<[^>]+>", " ", why).replace("\u2212", "-")
    assert "80.0%" in figures
    for points in ("+7.0", "-19.0", "-12.0"):
        assert points in figures, points


def test_the_month_lands_as_a_range_with_its_error_beside(world, time_machine):
    manager = world.client("regional_manager")
    bring(manager, file("2024-06", MONTH, "工单.csv", late=lambda _store, _at: 2))
    time_machine.move_to("2026-05-20T09:00:00+08:00", tick=False)
    reader = Reader(world.client("regional_manager"))
    cockpit = reader.opens(f"/cockpit?month={MONTH}")
    assert "about nine in ten" in cockpit
    landing = reader.follows("/landing")
    for name in ("own店", "sister店"):
        assert name in landing
    assert "Range held" in landing
    own = Reader(world.client("manager-own"))
    assert "sister店" not in own.opens("/landing")
    reader.opens("/landing?metric=visits")
    assert "no landing" not in reader.shown
