"""Video checks through their pages: commit, freeze, reveal, verify, score blindly; no footage."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.quality.shops.items import some_items
from tests.quality.video.builders import (
    COMMITTED,
    DRAWN,
    NUMBER,
    OUT,
    SECRET,
    keeping_footage,
    second,
    set_to,
)
from tests.quality.video.test_video import MP4
from tests.targets.conftest import world

from biaogan.quality.models import Finding, FootageLook, VideoCheck, VideoDraw
from config.command_line import biaogan
from house_world import BACKEND

__all__ = ["world"]
ROLES = ("regional_manager", "store_manager", "manager-sister", "second")


@pytest.fixture
def people(world, time_machine):
    time_machine.move_to(COMMITTED, tick=False)
    some_items()
    set_to("video-second-scoring-percent", 100)
    second(world)
    world.people["second"] = second(world)
    clients = [world.client(name) for name in ROLES]
    for client in clients:
        client.cookies["django_language"] = "en"
    return clients


@pytest.fixture
def later(world, people, time_machine):
    """Days later everybody has logged in anew."""

    def move(moment):
        time_machine.move_to(moment, tick=False)
        for name, client in zip(ROLES, people, strict=True):
            client.cookies.pop(settings.SESSION_COOKIE_NAME)
            client.force_login(world.people[name], backend=BACKEND)

    return move


def said(client, address, **data):
    answer = client.post(address, data, follow=True) if data else client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def committed(world, region):
    form = {
        "region": world.regions["own"].pk, "month": "2026-11", "strata": "store", "per_stratum": 1,
        "secret": SECRET, "public_from": "上证指数收盘", "public_on": OUT,
    }  # fmt: skip
    assert "The hash of your secret is kept" in said(region, "/quality/video/draws/new", **form)
    return VideoDraw.objects.get()


def drawn(world, region, later):
    draw = committed(world, region)
    at = f"/quality/video/draws/{draw.pk}"
    frame = {"source": "calendar", "steps": ["welcome", "delivery"]}
    assert "The candidates are frozen" in said(region, f"{at}/freeze", **frame)
    later(DRAWN)
    page = said(region, f"{at}/reveal", secret=SECRET, public_number=NUMBER)
    assert "The draw holds" in page
    return draw, at


def scores(page, points):
    return {f"score-{one}": points for one in set(re.findall(r'name="score-(\d+)"', page))}


def score(client, check, points):
    at = f"/quality/video/checks/{check.pk}/score"
    page, day = said(client, at), check.day.isoformat()
    return said(
        client, at, camera="接待区 2 号", starts=f"{day}T10:00", ends=f"{day}T10:06", **scores(page, points)
    )


def test_from_the_secret_to_the_blind_second_scoring(world, people, later, tmp_path):
    region, store, sister, other = people
    draw = committed(world, region)
    at = f"/quality/video/draws/{draw.pk}"
    frame = {"source": "calendar", "steps": ["welcome", "delivery"]}
    said(region, f"{at}/freeze", **frame)
    early = said(region, f"{at}/reveal", secret=SECRET, public_number=NUMBER)
    assert "comes out on 2026-11-23" in early
    assert SECRET in early  # what was typed stays in the form
    later(DRAWN)
    assert "not the secret" in said(region, f"{at}/reveal", secret="another one", public_number=NUMBER)
    assert "The draw holds" in said(region, f"{at}/reveal", secret=SECRET, public_number=NUMBER)

    # Anybody verifies it with the file alone; a changed file is found.
    file = tmp_path / "draw.json"
    file.write_bytes(region.post(f"{at}/file").content)
    home = tmp_path / "no-home"
    answer = biaogan(home, "draw", "verify", str(file))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "The draw holds: " in answer.stdout
    assert not home.exists()
    document = json.loads(file.read_text(encoding="utf-8"))
    document["drawn"][0]["ticket"] = "0" * 64
    file.write_text(json.dumps(document), encoding="utf-8")
    answer = biaogan(home, "draw", "verify", str(file), "--json")
    assert answer.returncode == 1
    assert json.loads(answer.stdout)["faults"][0]["fault"] == "ticket"

    # The second person is told where to look, and nothing of what the first one saw.
    check = VideoCheck.objects.get(store__code="T-own")
    score(region, check, 0)
    page = said(other, f"/quality/video/checks/{check.pk}")
    assert "One person has scored this clip" in page
    assert "Nobody came within two minutes" not in page
    assert "接待区 2 号" in said(other, f"/quality/video/checks/{check.pk}/score")
    assert not Finding.objects.exists()
    assert store.get(f"/quality/video/checks/{check.pk}").status_code == 404
    assert "can be verified once" in said(store, at)
    page = score(other, check, 2)
    assert "they disagree" in page
    assert not Finding.objects.exists()
    assert "agree. " in said(region, "/quality/video")

    # The store sees its own clip and proof, another store neither.
    assert "The draw holds" in said(store, at)
    assert "sister店" not in said(store, at)
    assert store.get(f"/quality/video/checks/{check.pk}").status_code == 200
    assert sister.get(f"/quality/video/checks/{check.pk}").status_code == 404
    own = json.loads(store.post(f"{at}/file").content)
    assert len(own["frames"]) == 1
    book = openpyxl.load_workbook(BytesIO(store.post("/quality/video/export").content))
    assert [row[1] for row in book["Video checks"].values][1:] == ["own店"]


def test_a_clip_without_a_picture_gives_way_to_the_next_ticket(world, people, later):
    region = people[0]
    _draw, at = drawn(world, region, later)
    check = VideoCheck.objects.get(store__code="T-own")
    replace = f"/quality/video/checks/{check.pk}/replace"
    assert "This field is required" in said(region, replace, reason="")
    assert "The next ticket takes its place" in said(region, replace, reason="摄像头离线")
    page = said(region, at)
    assert "The draw holds" in page
    assert "Replaced" in page


def test_a_brought_list_is_drawn_from_and_a_bad_line_is_named(world, people, later):
    region = people[0]
    draw = committed(world, region)
    at = f"/quality/video/draws/{draw.pk}"
    page = said(region, f"{at}/freeze", source="list", listed="own店,c1\n远方店,c2")
    assert "Line 2: “远方店” is no store of this region." in page
    assert "own店,c1" in page
    assert "stands in the list twice" in said(
        region, f"{at}/freeze", source="list", listed="T-own,c1\nown店,c1"
    )
    binary = SimpleUploadedFile("x.csv", b"\xff\xfe\x00\x01")
    assert "no text in UTF-8" in said(region, f"{at}/freeze", source="list", file=binary)
    good = SimpleUploadedFile("x.csv", "own别名,c1\nT-own,c2,welcome\nT-sister,c1\n".encode("utf-8-sig"))
    assert "The candidates are frozen" in said(region, f"{at}/freeze", source="list", file=good)
    later(DRAWN)
    said(region, f"{at}/reveal", secret=SECRET, public_number=NUMBER)
    assert VideoCheck.objects.count() == 2


def test_no_page_offers_to_keep_footage_until_a_policy_switches_it_on(world, people, later):
    region = people[0]
    drawn(world, region, later)
    check = VideoCheck.objects.first()
    at = f"/quality/video/checks/{check.pk}"
    assert 'type="file"' not in said(region, at)
    assert 'type="file"' not in said(region, f"{at}/score")
    clip = {"clip": SimpleUploadedFile("a.mp4", MP4), "purpose": "复核争议", "consent": "顾问书面同意"}
    assert "the setting is off" in said(region, f"{at}/footage", **clip)
    keeping_footage()
    clip["clip"].seek(0)
    assert "The clip is kept until its day" in said(region, f"{at}/footage", **clip)
    assert "This field is required" in said(region, f"{at}/footage/look", reason="")
    assert region.get(f"{at}/footage/look").status_code == 405
    answer = region.post(f"{at}/footage/look", {"reason": "门店有异议"})
    assert (answer.content, answer.headers["Content-Type"]) == (MP4, "video/mp4")
    assert FootageLook.objects.get().because == "门店有异议"
    assert "门店有异议" in said(region, at)
    assert people[1].post(f"{at}/footage/look", {"reason": "看看"}).status_code == 403
    later(DRAWN + timedelta(days=31))
    assert "past its day" in said(region, f"{at}/footage/look", reason="晚了")


def test_a_file_that_is_no_draw_is_refused_in_one_line(tmp_path):
    for name, content in (
        ("a.json", "{"),
        ("b.json", '{"format": "biaogan-draw-1"}'),
        ("missing.json", None),
    ):
        if content is not None:
            (tmp_path / name).write_text(content, encoding="utf-8")
        answer = biaogan(tmp_path / "no-home", "draw", "verify", str(tmp_path / name))
        assert (answer.returncode, answer.stdout) == (2, "")
        assert len(answer.stderr.splitlines()) == 1
        assert name in answer.stderr
