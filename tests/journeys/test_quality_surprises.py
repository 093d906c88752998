"""A surprise from the consent to another store that takes it up, through the pages, by four people."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.journeys.test_errands import page
from tests.targets.conftest import own_home

from biaogan.quality.models import Adoption, Card, Idea, Moment, Preference
from house_samples.quality import jpeg
from house_world import build

START = "2026-05-20T09:00:00+08:00"
PLATE = "云A12345"


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to(START, tick=False)
    with own_home(tmp_path):
        yield build()


def preference(world, **more):
    return {
        "store": world.stores["own"].pk, "customer": PLATE, "text": "喜欢靠窗的座位", "given": "spoken",
        "agreed_at": "2026-05-20T08:50", "agreed": "on",
    } | more  # fmt: skip


def moment(world, **more):
    idea = Idea.objects.get(code="weather-umbrella")
    return {
        "store": world.stores["own"].pk, "customer": PLATE, "idea": idea.pk, "occasion": "weather",
        "done": "撑伞送到车旁", "cost_yuan": "30", "said": "太贴心了", "reaction": "delighted",
        "happened_on": "2026-05-20",
    } | more  # fmt: skip


def test_an_advisor_surprises_another_store_takes_it_up_and_the_customer_can_withdraw(world):
    advisor, other, far = (world.client(one) for one in ("advisor", "manager-sister", "manager-far"))
    region = world.client("regional_manager")
    without = advisor.post(
        "/quality/surprises/preferences/new", {k: v for k, v in preference(world).items() if k != "agreed"}
    )
    assert without.status_code == 200, "no consent, no preference"
    assert not Preference.objects.exists()
    assert advisor.post("/quality/surprises/preferences/new", preference(world)).status_code == 302
    kept = Preference.objects.get()
    assert "喜欢靠窗的座位" in page(advisor, "/quality/surprises/preferences")
    assert "喜欢靠窗的座位" not in page(other, "/quality/surprises/preferences")

    photo = SimpleUploadedFile("p.jpg", jpeg(), content_type="image/jpeg")
    named = advisor.post("/quality/surprises/new", moment(world, done="给女儿朵朵送了贴纸"))
    assert "seems to name a child" in named.content.decode()
    answer = advisor.post("/quality/surprises/new", moment(world, preference=kept.pk, photo=photo))
    assert answer.status_code == 302, answer.context["form"].errors
    made = Moment.objects.get()
    assert made.photo is not None
    twice = advisor.post("/quality/surprises/new", moment(world))
    assert "on 2026-05-20 already" in twice.content.decode()

    for client, status in ((advisor, 200), (region, 200), (other, 404), (far, 404)):
        assert client.get(f"/quality/surprises/{made.pk}/photo").status_code == status
    assert world.client("technician").get("/quality/surprises").status_code == 403

    advisor.post(f"/quality/surprises/{made.pk}/share", {"how": "雨天交车时撑伞送到车旁，伞留给客户"})
    card = Card.objects.get()
    shown = page(other, "/quality/surprises/shared")
    assert "雨天交车时撑伞送到车旁" in shown
    assert "345" not in shown
    assert "太贴心了" not in shown
    assert far.get(f"/quality/surprises/shared/{card.pk}/take-up").status_code == 404
    other.post(f"/quality/surprises/shared/{card.pk}/take-up", {"store": world.stores["sister"].pk})
    assert Adoption.objects.get().store == world.stores["sister"]
    assert "sister店" in page(advisor, "/quality/surprises/shared")

    assert other.post(f"/quality/surprises/preferences/{kept.pk}/withdraw").status_code == 404
    assert "cannot be undone" in page(advisor, f"/quality/surprises/preferences/{kept.pk}/withdraw")
    advisor.post(f"/quality/surprises/preferences/{kept.pk}/withdraw")
    assert not Preference.objects.exists()
    masked = page(region, f"/quality/surprises/{made.pk}")
    assert "Masked at the customer" in masked
    assert "太贴心了" not in masked
    assert region.get(f"/quality/surprises/{made.pk}/photo").status_code == 404


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 not a photo", jpeg()[:200], b"GIF89a<script>alert(1)</script>"]
)
def test_a_file_that_is_no_photo_is_refused_and_nothing_is_lost(world, content):
    advisor = world.client("advisor")
    bad = SimpleUploadedFile("p.jpg", content, content_type="image/jpeg")
    answer = advisor.post("/quality/surprises/new", moment(world, photo=bad))
    assert answer.status_code == 200
    assert "撑伞送到车旁" in answer.content.decode()
    assert not Moment.objects.exists()


def test_the_pages_say_too_few_and_list_ideas_by_occasion(world):
    region = world.client("regional_manager")
    assert "Too few: 0 customers" in page(region, "/quality/surprises")
    shown = page(region, "/quality/surprises/ideas?occasion=journey")
    assert shown.count("/quality/surprises/new?idea=") == 3
    idea = Idea.objects.get(code="journey-pack")
    form = page(region, f"/quality/surprises/new?idea={idea.pk}")
    assert 'name="cost_yuan" value="30"' in form
    assert region.post("/quality/surprises/export")["Content-Type"].endswith("sheet")
