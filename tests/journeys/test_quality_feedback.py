"""Feedback and survey integrity from files to findings and alerts, through the pages, by three people."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.quality.voices import COMPLAINTS, ORDERS, SURVEYS, bring, complaint, order, survey
from tests.targets.conftest import own_home

from biaogan.config.warming import take_feedback, watch_stores
from biaogan.followup.models import Alert
from biaogan.quality.models import Feedback, Finding
from house_world import build

FEEDBACK = "/quality/feedback"
WEEK = "2026-06-08"


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to("2026-06-20T09:00:00+08:00", tick=False)
    with own_home(tmp_path) as home:
        made = build()
        made.made["home"] = home
        yield made


def look_again() -> None:
    """What the worker does beside the pages whenever the facts have changed."""
    list(take_feedback(timezone.localdate()))
    list(watch_stores(timezone.localdate()))


def text(client, address: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_from_complaints_and_reviews_to_a_theme_a_person_and_a_finding(world):
    home = world.made["home"]
    region, own, sister = (world.client(who) for who in ("regional_manager", "manager-own", "manager-sister"))
    days = [f"2026-{month:02d}-{day:02d}" for month in (3, 4, 5, 6) for day in range(1, 28, 2)]
    days = [day for day in days if day < "2026-06-15"]
    bring(home, "工单.csv", ORDERS, [order(number, day=day) for number, day in enumerate(days)])
    bring(
        home,
        "投诉.csv",
        COMPLAINTS,
        [complaint(1, "等了三个小时，电话13800138000没人接", day="2026-06-09")],
    )
    look_again()
    lines = "日期,内容\n2026-06-10,价格太贵，态度差\n2026-06-10,😀\n2026-06-11,洗车不干净\n"
    given = SimpleUploadedFile("点评.csv", lines.encode("utf-8-sig"), content_type="text/csv")
    answer = own.post(f"{FEEDBACK}/files", {"given": given, "store": "T-own", "day": "2026-06-20"})
    assert "3 rows read = 2 accepted + 1 refused" in text(own, answer.url)

    page = text(region, f"{FEEDBACK}?week={WEEK}")
    assert "Waiting and repair time" in page
    assert "Confirm 1 text" in page
    assert "cannot be judged yet" in page, "a theme never heard of before has no limits"
    waiting = Feedback.objects.waiting().get()
    region.post(f"{FEEDBACK}/texts/{waiting.pk}/confirm", {"theme": "attitude", "from": "queue"})
    assert "Nothing waits" in text(region, f"{FEEDBACK}/queue")
    region.post(f"{FEEDBACK}/texts/{waiting.pk}/finding")
    assert Finding.objects.get().store.code == "T-own"

    one = Feedback.objects.get(origin="complaint")
    shown = text(own, f"{FEEDBACK}/texts/{one.pk}")
    assert "13800138000" not in shown
    assert "Row of the file" in shown
    assert sister.get(f"{FEEDBACK}/texts/{one.pk}").status_code == 404
    assert "等了三个小时" not in text(sister, f"{FEEDBACK}/texts")


def test_a_steered_survey_becomes_an_alert_that_opens_to_its_rows(world):
    home = world.made["home"]
    region, own, sister = (world.client(who) for who in ("regional_manager", "manager-own", "manager-sister"))
    visits, surveys = [], []
    for number in range(40):
        day = f"2026-05-{1 + number % 28:02d}"
        burst = datetime(2026, 5, 31, 18) + timedelta(seconds=40 * number)
        visits += [order(number, day=day), order(100 + number, store="T-sister", day=day)]
        surveys.append(survey(number, day=day, answered=f"{burst:%Y-%m-%d %H:%M:%S}", nps="10"))
        honest = f"{day} {9 + number % 9:02d}:{number:02d}:00"
        surveys.append(
            survey(100 + number, store="T-sister", day=day, answered=honest, nps=str(4 + number % 7))
        )
    bring(home, "工单.csv", ORDERS, visits)
    bring(home, "回访.csv", SURVEYS, surveys)
    look_again()
    alert = Alert.objects.get(rule="survey-integrity")
    assert alert.store.code == "T-own"
    assert "The survey may have been steered" in text(region, f"/alerts/{alert.pk}")
    assert "signs beyond chance" in text(region, alert.address)
    assert "2026-05-31 18:00" in text(own, "/quality/integrity/fast/T-own?month=2026-05")
    assert sister.get("/quality/integrity/fast/T-own?month=2026-05").status_code == 404
    assert "Nothing beyond chance" in text(sister, "/quality/integrity")
